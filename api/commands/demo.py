"""`onestop demo`: a week of people who come to live in the example region, planned, booked and shown."""

import shutil
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from api.commands.configured import check_settings
from api.commands.report import print_report
from api.commands.running import Seconds
from scheduler.application import Application
from scheduler.bootstrap import build
from scheduler.demo.demand import demo_arrivals
from scheduler.demo.region import REGION
from scheduler.demo.seed import seed_demo
from scheduler.domain.planning import PlanJob
from scheduler.settings import Settings
from scheduler.use_cases.apply_plan import apply_plan
from scheduler.use_cases.read_plan import get_plan
from scheduler.use_cases.register_arrival import register_arrival
from scheduler.use_cases.request_plan import request_plan
from scheduler.use_cases.run_plan import run_next_plan

FOLDER = Path("var")
ACTOR = "demo"
ARRIVALS = 120
Arrivals = Annotated[int, typer.Option(min=1, max=2000, help="How many people arrive in the week.")]


def demo(arrivals: Arrivals = ARRIVALS, time_limit: Seconds = 20.0) -> None:
    """Plan and book a September week with its university intake on a fresh example region; print what came of it."""
    console = Console()
    monday = intake_monday(datetime.now(UTC).date())
    eve = datetime(monday.year, monday.month, monday.day, 8, tzinfo=UTC) - timedelta(days=3)
    service = demo_service(clock=lambda: eve)
    console.print(f"{arrivals} arrivals in the week of {monday:%-d %B %Y}, planned for at most {time_limit:g} s ...")
    job = book_week(service, monday, arrivals, time_limit)
    print_report(console, service, job, arrivals)
    service.close()


def intake_monday(today: date) -> date:
    """The second Monday of the September that is to come."""
    year = today.year + (today.month >= 9)
    eighth = date(year, 9, 8)
    return eighth + timedelta(days=-eighth.weekday() % 7)


def demo_service(public_url: str = "", *, clock: Callable[[], datetime] | None = None) -> Application:
    """The example region in a database and a spool folder that are made anew."""
    check_settings()
    database, spool = FOLDER / "demo.db", FOLDER / "demo-spool"
    for path in (database, database.with_name("demo.db-wal"), database.with_name("demo.db-shm")):
        path.unlink(missing_ok=True)
    shutil.rmtree(spool, ignore_errors=True)
    FOLDER.mkdir(exist_ok=True)
    settings = Settings(database_url=f"sqlite:///{database}", spool_dir=spool, smtp_host=None)
    service = build(settings.model_copy(update={"public_url": public_url or settings.public_url}), clock=clock)
    seed_demo(service)
    return service


def book_week(service: Application, monday: date, arrivals: int, seconds: float) -> PlanJob:
    """Register a week of arrivals, plan them together and book the plan; the plan as it was applied."""
    for arrival in demo_arrivals(monday, arrivals):
        register_arrival(service, ACTOR, arrival)
    job = request_plan(service, ACTOR, REGION.id, monday, monday + timedelta(days=4), seconds)
    run_next_plan(service)
    apply_plan(service, ACTOR, job.id)
    return get_plan(service, job.id)
