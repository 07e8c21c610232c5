"""What might serve a late arrival."""

from dataclasses import replace

import numpy as np

from solver.candidates import extra_desks, new_days, several, spoken_languages, valued, whole_day, wider_windows
from solver.desk_prices import DeskPrices
from solver.instance import Instance, Span
from solver.remedies import EarlierStart, ExtraDesk, LaterDeadline, SpokenLanguage, kind_of
from tests.solver.stage import PER_DAY, desk, instance_of, party

FIRST, SECOND = desk("first", (9, 12), (13, 17)), desk("second", (34, 40))
OTHER = desk("other", (9, 12), agency="b", service="y")


def _free(instance: Instance) -> DeskPrices:
    slots = len(instance.days) * PER_DAY
    row = {each.id: n for n, each in enumerate(instance.resources)}
    return DeskPrices(row, np.zeros((len(row), slots)), None)


def test_a_desk_is_open_as_such_desks_are_on_the_day_or_else_on_others() -> None:
    """For each day of the window; of the kinds that do something for the arrival."""
    instance = instance_of((FIRST, SECOND, OTHER), (party("p", 2 * PER_DAY + 20),), days=3)
    desks = extra_desks(instance, instance.arrivals[0])
    assert {each.kind for each in desks} == {kind_of(FIRST)}
    assert [each.span for each in desks] == [Span(9, 17), Span(34, 40), Span(48 + 9, 48 + 17)]
    assert whole_day(instance, replace(desks[1], span=Span(35, 36))) == desks[1]
    assert [new_days(instance, (each,)) for each in desks] == [0, 0, 1]


def test_desks_that_never_open_would_in_the_hours_of_others_or_all_day() -> None:
    """A day has 24 hours here."""
    idle = replace(FIRST, shifts=())
    for others, span in (((OTHER,), Span(9, 12)), ((), Span(0, 24))):
        instance = instance_of((idle, *others), (party("p"),))
        assert [each.span for each in extra_desks(instance, instance.arrivals[0])] == [span]


def test_a_desk_has_to_speak_a_language_of_the_arrival() -> None:
    """One that does is asked for as it is; where none of an agency does, it is given one."""
    arrival = replace(party("p"), languages=frozenset(("it", "en")))
    dutch, english = FIRST, replace(FIRST, id="english", languages=frozenset(("en",)))
    instance = instance_of((dutch, english), (arrival,))
    assert [(each.kind, each.spoken) for each in extra_desks(instance, arrival)] == [(kind_of(english), "")]
    assert spoken_languages(instance, arrival) == (SpokenLanguage("first", "en"),)
    (only,) = extra_desks(instance_of((dutch,), (arrival,)), arrival)
    assert (sorted(only.kind.languages), only.spoken) == (["en", "nl"], "en")
    assert spoken_languages(instance, party("any")) == ()


def test_windows_are_widened_as_far_as_there_are_days_and_by_three_at_most() -> None:
    """The nearest first."""
    arrival = party("p", 6 * PER_DAY - 1, 2 * PER_DAY)
    later, earlier = wider_windows(instance_of((FIRST,), (arrival,), days=12), arrival)
    assert later == tuple((LaterDeadline("p", days),) for days in (1, 2, 3))
    assert earlier == tuple((EarlierStart("p", days),) for days in (1, 2))


def test_the_likeliest_is_the_one_that_keeps_clear_of_dear_slots() -> None:
    """What leaves no itinerary at all is no remedy."""
    instance = instance_of((FIRST,), (party("p", 17, 9),))
    prices = replace(_free(instance), cost=np.full((1, PER_DAY), 300.0))
    useless, short, free = ((ExtraDesk(kind_of(FIRST), Span(*hours)),) for hours in ((3, 5), (9, 10), (9, 12)))
    found = valued(instance, instance.arrivals[0], [useless, short, free], prices)
    assert found == [(100.0, free), (700.0, useless), (700.0, short)]
    closed = instance_of((replace(FIRST, shifts=()),), (party("p", 17, 9),))
    assert [remedy for _, remedy in valued(closed, closed.arrivals[0], [useless, free], _free(closed))] == [free]


def test_several_desks_are_of_different_kinds() -> None:
    """Two of one kind on two days are not needed for one arrival's step."""
    one, two, other = (ExtraDesk(kind_of(each), Span(9, 12)) for each in (FIRST, SECOND, OTHER))
    later = replace(one, span=Span(33, 36))
    assert list(several((one, later, other), 2)) == [(one, other), (later, other)]
    assert list(several((two, other), 1)) == [(two,), (other,)]
