"""Scenarios are stored, run in the background piece by piece, and lose nothing when a worker goes away."""

from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import timedelta

import pytest

from scheduler.application import Application
from scheduler.domain.errors import IdempotencyConflict, InvalidInput, NotFound
from scheduler.domain.imagined import ScenarioJob
from scheduler.scenarios.figures import Figures
from scheduler.scenarios.jobs import (
    base_scenario,
    get_scenario,
    list_scenarios,
    request_scenario,
    result_of,
    run_next_scenario,
    scenario_of_job,
)
from scheduler.scenarios.pools import Pool, here
from scheduler.scenarios.scenario import Scenario
from scheduler.worker import Worker
from tests.scheduler.scenarios.stage import scenario
from tests.scheduler.stage import ACTOR, Clock, once

SCENARIO = scenario(replications=5)
NOTHING = Figures(
    seed=0,
    arrivals=100,
    within=0,
    late={},
    unserved=0,
    days_to_done=(),
    days_to_bsn=(),
    visits=0,
    idle_minutes=0.0,
    appointments=0,
    desk_minutes=0.0,
    overtime_minutes=0.0,
    walk_ins=0,
    walk_in_minutes=0.0,
    no_shows=0,
    cancellations=0,
    moves=0,
    cost=0.0,
    roster_cost=0.0,
    use={},
    weeks=(),
)


def pool(_workers: int) -> AbstractContextManager[Pool]:
    """A pool in this process."""
    return here()


def figures(number: int) -> Figures:
    """Figures by which a replication is known."""
    return replace(NOTHING, seed=number, within=number, weeks=((100, number),))


def fake(_scenario: Scenario, number: int) -> Figures:
    """A replication that takes no time."""
    return figures(number)


def asked(app: Application, base: str | None = None) -> ScenarioJob:
    """A scenario that was asked for."""
    return request_scenario(app, ACTOR, SCENARIO, base, once())


def run(app: Application, **options: object) -> bool:
    """A turn of a worker, in this process."""
    return run_next_scenario(app, pool=pool, **({"replicate": fake} | options))  # type: ignore[arg-type] # by name


def test_a_scenario_is_asked_for(app: Application) -> None:
    """It is queued, whole, and comes back as it was."""
    job = asked(app)
    assert (job.status, job.done, job.replications, job.failures) == ("queued", 0, 5, ())
    assert scenario_of_job(get_scenario(app, job.id)) == SCENARIO
    assert base_scenario(app, job.id) == SCENARIO
    with pytest.raises(InvalidInput, match="/base"):
        base_scenario(app, "scenario-nobody")
    with pytest.raises(NotFound):
        get_scenario(app, "scenario-nobody")


def test_a_key_asks_once(app: Application) -> None:
    """The same key gives the same scenario again; with another request it is refused."""
    key = once()
    first, again = (request_scenario(app, ACTOR, SCENARIO, None, key) for _ in range(2))
    assert first == again
    with pytest.raises(IdempotencyConflict):
        request_scenario(app, ACTOR, SCENARIO, None, replace(key, body_hash="other"))
    assert [job.id for job in list_scenarios(app).items] == [first.id]


def test_what_cannot_be_is_not_stored(app: Application) -> None:
    """A scenario that is wrong, or too long for the service, is refused."""
    wrong = replace(SCENARIO, demand=replace(SCENARIO.demand, weekly=0.0))
    for bad in (wrong, replace(SCENARIO, replications=201)):
        with pytest.raises(InvalidInput):
            request_scenario(app, ACTOR, bad, None, once())
    assert list_scenarios(app).items == ()


def test_a_worker_runs_it(app: Application) -> None:
    """Every replication has its figures, and then there is nothing more to do."""
    job = asked(app)
    assert run(app)
    done = get_scenario(app, job.id)
    assert (done.status, done.done, done.leased_until) == ("done", 5, None)
    assert result_of(app, done).figures == {number: figures(number) for number in range(5)}
    assert not run(app)


def test_the_oldest_is_run_first(app: Application, clock: Clock) -> None:
    """Who asked first is answered first; the newest is listed first."""
    first = asked(app)
    clock.forward(seconds=1)
    second = asked(app)
    run(app)
    assert [get_scenario(app, job.id).status for job in (first, second)] == ["done", "queued"]
    page = list_scenarios(app, limit=1)
    assert [job.id for job in page.items] == [second.id]
    assert [job.id for job in list_scenarios(app, cursor=page.next, limit=1).items] == [first.id]


def test_a_failed_replication_leaves_the_others(app: Application) -> None:
    """It is told with its seed."""

    def fails(_scenario: Scenario, number: int) -> Figures:
        if number == 3:
            raise ValueError("the desk is on fire")
        return figures(number)

    job = asked(app)
    run(app, replicate=fails)
    done = get_scenario(app, job.id)
    assert (done.status, done.done) == ("done", 4)
    assert [(each.number, each.seed, each.reason) for each in done.failures] == [(3, 1, "the desk is on fire")]


def test_a_scenario_of_which_all_fails_has_failed(app: Application) -> None:
    """It says so, and is not tried for ever."""

    def fails(_scenario: Scenario, _number: int) -> Figures:
        raise ValueError("nobody came")

    job = asked(app)
    run(app, replicate=fails)
    done = get_scenario(app, job.id)
    assert (done.status, done.error, len(done.failures)) == ("failed", "every replication failed", 5)
    assert not run(app)


def test_a_run_that_is_stopped_goes_on_later(app: Application) -> None:
    """What was measured is not measured again."""
    made: list[int] = []

    def counting(_scenario: Scenario, number: int) -> Figures:
        made.append(number)
        return figures(number)

    job = asked(app)
    run(app, replicate=counting, stopped=lambda: len(made) >= 2)
    part = get_scenario(app, job.id)
    assert part.status == "queued"
    assert 2 <= part.done < 5
    run(app, replicate=counting)
    assert (get_scenario(app, job.id).status, sorted(made)) == ("done", list(range(5)))


def test_a_worker_that_goes_away_is_followed_by_another(app: Application, clock: Clock) -> None:
    """Once its lease is over, another one goes on with what was kept; nobody does before."""
    job = asked(app)
    with app.writing() as uow:
        leased = uow.scenarios.lease_next(clock(), clock() + timedelta(minutes=10))
        uow.commit()
    assert leased is not None
    assert not run(app)
    clock.forward(minutes=11)
    assert run(app)
    assert get_scenario(app, job.id).status == "done"
    with app.writing() as uow:
        assert not uow.scenarios.keep(leased, 0, {}, clock())
        assert not uow.scenarios.end(leased, replace(leased, status="failed"))
        uow.commit()
    assert get_scenario(app, job.id).status == "done"


def test_whoever_was_overtaken_stops(app: Application, clock: Clock) -> None:
    """A worker that finds its scenario taken over leaves it to the other."""
    job = asked(app)

    def overtaken(_scenario: Scenario, number: int) -> Figures:
        clock.forward(minutes=11)
        with app.writing() as uow:
            uow.scenarios.lease_next(clock(), clock() + timedelta(minutes=10))
            uow.commit()
        return figures(number)

    run(app, replicate=overtaken)
    left = get_scenario(app, job.id)
    assert (left.status, left.done) == ("running", 0)


def test_the_worker_of_the_service_does_so_too(app: Application) -> None:
    """In processes of its own, by the real thing."""
    job = request_scenario(app, ACTOR, replace(SCENARIO, replications=2), None, once())
    assert Worker(app).run_once()
    done = get_scenario(app, job.id)
    assert (done.status, done.done) == ("done", 2)
    assert {told.arrivals > 200 for told in result_of(app, done).figures.values()} == {True}
