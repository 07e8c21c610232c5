"""What a new plan changes."""

from solver.existing import Existing
from solver.instance import Journey, Step
from solver.moves import Move, changes
from solver.plan import Appointment, Itinerary
from tests.solver.stage import desk, instance_of, party

DESKS = (desk("one", (9, 20)), desk("two", (9, 20)), desk("far", (9, 20), location="there"))
INSTANCE = instance_of(DESKS, (party("p"),), journey=Journey("j", (Step("a", "x", (1,)), Step("b", "x", (1,)))))
A, B = Appointment("a", "one", 9, 10), Appointment("b", "one", 11, 12)


def _changes(
    before: tuple[Appointment, ...], after: tuple[Appointment, ...], fixed: frozenset[str] = frozenset()
) -> tuple[tuple[Move, ...], tuple[Move, ...]]:
    existing = Existing((Itinerary("p", before),), {"p": fixed}, 7.0)
    return changes(INSTANCE, existing, (Itinerary("p", after),) if after else (), {"p"})


def test_only_what_changes_is_told() -> None:
    """What stays is in neither list, and one price is paid for all that goes."""
    later = Appointment("b", "one", 13, 14)
    assert _changes((A, B), (A, later)) == ((Move("p", (B,), (later,), 7.0, could_stay=True),), ())
    assert _changes((A, B), (A, B)) == ((), ())


def test_another_place_is_a_move_and_another_desk_is_none() -> None:
    """At one location a desk is as good as any other."""
    there, beside = Appointment("b", "far", 11, 12), Appointment("b", "two", 11, 12)
    assert _changes((A, B), (A, there)) == ((Move("p", (B,), (there,), 7.0, could_stay=True),), ())
    assert _changes((A, B), (A, beside)) == ((), (Move("p", (B,), (beside,), 0.0, could_stay=True),))


def test_who_is_late_loses_all_that_is_not_fixed() -> None:
    """Nothing comes instead."""
    assert _changes((A, B), ()) == ((Move("p", (A, B), (), 7.0, could_stay=True),), ())
    assert _changes((A, B), (), frozenset(("a",)))[0][0].before == (B,)


def test_what_is_fixed_is_never_told() -> None:
    """Not even where a document lists it in another order."""
    later = Appointment("b", "one", 13, 14)
    assert _changes((B, A), (A, later), frozenset(("a",)))[0] == (Move("p", (B,), (later,), 7.0, could_stay=True),)


def test_who_held_only_some_steps_moves_for_nothing() -> None:
    """And does not move at all by getting the others too."""
    later = Appointment("a", "one", 13, 14)
    assert _changes((A,), (A, B)) == ((), ())
    assert _changes((A,), (B, later)) == ((Move("p", (A,), (B, later), 0.0, could_stay=True),), ())


def test_a_desk_that_is_unknown_now_is_another_place() -> None:
    """Nobody knows where it stood."""
    gone = Appointment("b", "gone", 11, 12)
    assert _changes((A, gone), (A, B))[0] == (Move("p", (gone,), (B,), 7.0, could_stay=True),)


def test_arrivals_that_hold_nothing_or_are_gone_are_not_told() -> None:
    """The plan itself says who is served."""
    existing = Existing((Itinerary("gone", (A,)),), {}, 7.0)
    assert changes(INSTANCE, existing, (Itinerary("p", (A, B)),), set()) == ((), ())
