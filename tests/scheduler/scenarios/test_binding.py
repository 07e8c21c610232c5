"""What one more desk hour is worth."""

from dataclasses import replace

from scheduler.scenarios.binding import desk_hours_worth, with_a_desk_more
from scheduler.scenarios.scenario import DeskGroup
from tests.scheduler.scenarios.simulated import simulated
from tests.scheduler.scenarios.stage import DEMAND, desk, with_desks

SHORT = replace(
    with_desks(DeskGroup(desk("town", "registration"), 5), DeskGroup(desk("centre", "advice"), 1)),
    demand=replace(DEMAND, weekly=90),
)


def test_hours_are_worth_most_where_desks_are_missing() -> None:
    """The simulation says so too: less cost and fewer late for each hour."""
    binding = desk_hours_worth(SHORT, simulated, confirm=1)
    found = binding.hours
    assert len(found) == 10
    assert found[0].agency == "centre"
    assert found[0].price > max(hour.price for hour in found if hour.agency == "town")
    assert found[0].cost is not None
    assert found[0].late is not None
    assert found[0].cost.mean > 0
    assert found[0].late.mean > 0
    assert found[0].more is not None
    assert found[0].more.scenario == with_a_desk_more(binding.as_it_is.scenario, "centre", found[0].weekday)
    assert (found[1].cost, found[1].more) == (None, None)


def test_a_desk_more_works_on_its_weekday_only() -> None:
    """Like one that is there already."""
    more = with_a_desk_more(SHORT, "centre", 3).capacity.desks[-1]
    assert (more.desk.id, list(more.desk.pattern.hours)) == ("centre-more", [3])
    assert more.desk.services == frozenset(("advice",))
