"""Changes of an instance and the words for them."""

from dataclasses import replace

import pytest

from solver.instance import Span
from solver.remedies import (
    EarlierStart,
    ExtraDesk,
    LaterDeadline,
    Remedy,
    SpokenLanguage,
    arrival_named,
    desks_by_kind,
    desks_of,
    kind_of,
    tell,
    with_remedy,
)
from tests.solver.stage import PER_DAY, desk, instance_of, party

ONE = desk("one", (9, 17), agency="ind")
INSTANCE = instance_of((ONE,), (party("p", PER_DAY + 17, PER_DAY + 9), party("q")), days=3)
DESK = ExtraDesk(kind_of(ONE), Span(9, 12))


def test_an_extra_desk_is_like_the_others_under_a_name_of_its_own() -> None:
    """Twice over too."""
    taken = replace(INSTANCE, resources=(replace(ONE, id="extra-1"),))
    desks = with_remedy(taken, (DESK, replace(DESK, span=Span(33, 40)))).resources
    assert [(each.id, each.shifts) for each in desks[1:]] == [("extra-2", (Span(9, 12),)), ("extra-3", (Span(33, 40),))]
    assert {kind_of(each) for each in desks} == {kind_of(ONE)}


def test_a_language_is_learnt_by_one_desk() -> None:
    """Beside those it speaks."""
    two = replace(ONE, id="two")
    changed = SpokenLanguage("one", "fr").applied(replace(INSTANCE, resources=(ONE, two)))
    assert [sorted(each.languages) for each in changed.resources] == [["fr", "nl"], ["nl"]]


def test_a_window_is_widened_by_listed_days() -> None:
    """Of one arrival, at the same time of the day."""
    changed = with_remedy(INSTANCE, (LaterDeadline("p", 1), EarlierStart("p", 1)))
    wide = arrival_named(changed, "p")
    assert (wide.available_from, wide.deadline, wide.deadline_day) == (9, 2 * PER_DAY + 17, 2)
    assert arrival_named(changed, "q") == arrival_named(INSTANCE, "q")


@pytest.mark.parametrize(
    ("remedy", "words"),
    [
        ((DESK,), "one ind desk on 7 September between 09:00 and 12:00"),
        ((replace(DESK, span=Span(22, 24)),), "one ind desk on 7 September between 22:00 and 00:00"),
        ((replace(DESK, spoken="fr"),), "one ind desk that speaks fr on 7 September between 09:00 and 12:00"),
        ((LaterDeadline("p", 1),), "a deadline one day later, on 9 September,"),
        ((LaterDeadline("q", 2),), "a deadline 2 days later, on 9 September,"),
        ((EarlierStart("p", 1),), "being available one day earlier, on 7 September,"),
        ((SpokenLanguage("one", "fr"),), "ind desk one speaking fr"),
        ((DESK, SpokenLanguage("one", "fr")), f"{DESK.told(INSTANCE)} and ind desk one speaking fr"),
    ],
)
def test_a_remedy_is_told_in_words(remedy: Remedy, words: str) -> None:
    """With the day, the hours and the agency."""
    assert tell(remedy, INSTANCE) == words


def test_desks_are_of_one_kind_where_only_shifts_differ() -> None:
    """Whatever their order."""
    two, other = replace(ONE, id="two", shifts=()), replace(ONE, id="other", agency="a")
    kinds = desks_by_kind(replace(INSTANCE, resources=(ONE, other, two)))
    assert [(kind.agency, [each.id for each in desks]) for kind, desks in kinds.items()] == [
        ("a", ["other"]),
        ("ind", ["one", "two"]),
    ]


def test_the_desks_of_a_remedy_leave_other_changes_out() -> None:
    """In their order."""
    assert desks_of((LaterDeadline("p", 1), DESK)) == (DESK,)
