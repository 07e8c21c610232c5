"""From a document that the service is sent to a scenario that is run, and what it came to."""

from api.scenarios.reading import scenario_of
from api.scenarios.starts import start_of
from api.schemas.scenarios import ScenarioIn
from scheduler.application import Application
from scheduler.domain.booking import Idempotency
from scheduler.domain.errors import InvalidInput, ScenarioNotReady
from scheduler.domain.imagined import ScenarioJob
from scheduler.domain.privacy import check_text
from scheduler.scenarios.jobs import base_scenario, get_scenario, request_scenario, result_of
from scheduler.scenarios.result import Result
from scheduler.scenarios.scenario import Scenario


def ask_scenario(app: Application, actor: str, document: ScenarioIn, idempotency: Idempotency) -> ScenarioJob:
    """A queued job for the scenario of a document; raises InvalidInput and IdempotencyConflict."""
    _check_texts("", document.model_dump(mode="json", by_alias=True, exclude_unset=True))
    scenario = scenario_of(document, _start(app, document))
    return request_scenario(app, actor, scenario, document.base, idempotency)


def results_of(app: Application, job: ScenarioJob) -> tuple[Result, Result | None]:
    """What a job came to so far, and what its base did, if it has one."""
    base = None if job.base is None else result_of(app, get_scenario(app, job.base))
    return result_of(app, job), base


def reported(app: Application, job: ScenarioJob) -> list[Result]:
    """What a report of a job is about: what it came to, after its base; raises ScenarioNotReady."""
    result, base = results_of(app, job)
    if not result.figures:
        raise ScenarioNotReady(job.id, job.status)
    return [result] if base is None or not base.figures else [base, result]


def _start(app: Application, document: ScenarioIn) -> Scenario | None:
    if document.start is not None and document.base is not None:
        raise InvalidInput("/base", document.base, "a start or a base, not both")
    if document.base is not None:
        return base_scenario(app, document.base)
    return None if document.start is None else start_of(app, document.start)


def _check_texts(pointer: str, value: object) -> None:
    """Refuses a text, or a name, that holds a citizen service number: raises InvalidInput."""
    if isinstance(value, str):
        check_text(pointer, value)
    elif isinstance(value, dict):
        for name, item in value.items():
            check_text(pointer, name)
            _check_texts(f"{pointer}/{name}", item)
    elif isinstance(value, list):
        for number, item in enumerate(value):
            _check_texts(f"{pointer}/{number}", item)
