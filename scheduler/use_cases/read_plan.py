"""Reads a plan."""

from scheduler.application import Application
from scheduler.domain.planning import PlanJob


def get_plan(app: Application, plan_id: str) -> PlanJob:
    """The job with its progress or result; raises NotFound."""
    with app.reading() as uow:
        return uow.plans.get(plan_id)
