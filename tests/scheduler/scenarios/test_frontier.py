"""What service levels cost."""

from dataclasses import replace

from scheduler.scenarios.frontier import rosters_for
from scheduler.scenarios.result import Result
from scheduler.scenarios.scenario import DeskGroup
from scheduler.scenarios.staffing import Shift, Staffing
from tests.scheduler.scenarios.imagined import SCENARIO, imagined
from tests.scheduler.scenarios.stage import CAPACITY, scenario

DESK = CAPACITY.desks[0].desk


def _staffed(level: float, cost: float, *, holds: bool = True, kept: float | None = None) -> Staffing:
    """A roster found for a level, and the share that it keeps: just the level, or a little less."""
    shifts = (Shift(1, DeskGroup(DESK, 1), cost),)
    share = kept if kept is not None else level - (0 if holds else 0.01)
    figures = {n: replace(imagined(SCENARIO, n), arrivals=1000, within=round(1000 * share)) for n in range(2)}
    result = Result(scenario(name=f"for {level}"), figures, ())
    return Staffing("feasible", level, shifts, bound=1.0, solved=cost, result=result, holds=holds)


def _of(*found: Staffing) -> list[tuple[float, float, str]]:
    by_level = {each.service_level: each for each in found}
    answer = rosters_for(by_level, by_level.__getitem__)
    return [(each.service_level, each.cost, each.result.scenario.name) for each in answer]


def test_levels_are_answered_in_their_order() -> None:
    """Each with its own roster, where a higher level costs more."""
    assert _of(_staffed(0.9, 8), _staffed(0.5, 4)) == [(0.5, 4, "for 0.5"), (0.9, 8, "for 0.9")]


def test_a_lower_level_never_costs_more() -> None:
    """The roster of the higher one stands in, also for one that was not found to hold."""
    assert _of(_staffed(0.5, 12), _staffed(0.9, 6)) == [(0.5, 6, "for 0.9"), (0.9, 6, "for 0.9")]
    assert _of(_staffed(0.5, 4, holds=False), _staffed(0.9, 6)) == [(0.5, 6, "for 0.9"), (0.9, 6, "for 0.9")]


def test_a_roster_that_keeps_more_for_the_same_stands_in() -> None:
    """Also one that was found for a lower level: nobody would choose the other."""
    assert _of(_staffed(0.5, 6, kept=0.98), _staffed(0.9, 6)) == [(0.5, 6, "for 0.5"), (0.9, 6, "for 0.5")]
    assert _of(_staffed(0.5, 4, kept=0.98), _staffed(0.9, 6)) == [(0.5, 4, "for 0.5"), (0.9, 4, "for 0.5")]


def test_a_roster_stands_in_for_the_levels_that_it_keeps_alone() -> None:
    """However little it costs, and whether it keeps its own; where none holds, each is told as it is."""
    assert _of(_staffed(0.5, 8), _staffed(0.9, 6, holds=False))[0] == (0.5, 6, "for 0.9")
    assert _of(_staffed(0.5, 8), _staffed(0.9, 6, holds=False, kept=0.4))[0] == (0.5, 8, "for 0.5")
    alone = replace(_staffed(0.9, 6, holds=False))
    assert not rosters_for([0.9], lambda _: alone)[0].holds
