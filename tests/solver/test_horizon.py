"""Long horizons a window at a time."""

from dataclasses import replace

import pytest

from benchmarks.instances import Family, generate
from solver import horizon
from solver.classes import merged_classes
from solver.horizon import cores, roll
from solver.incumbent import Progress
from solver.instance import Instance, Journey, Span, Step
from solver.layout import lay_out
from solver.parts import Report, Solved, Terms
from solver.prices import Ascent
from solver.stitching import Stitching
from solver.stopping import Stopped, never
from solver.verify import verify
from tests.solver.stage import PER_DAY, desk, first_plan, instance_of, party

LONG = Family(100, 60, (1, 1, 2), features=True)


def _greedily(instance: Instance, _terms: Terms, _report: Report | None) -> Solved:
    """A window by its greedy plan and a short ascent."""
    plan = first_plan(instance)
    ascent = Ascent(plan.pricer)
    ascent.run(30, lambda: False)
    return Solved(lay_out(plan, 0.0, 0.0), plan.pricer.classes, ascent.best.prices)


def test_core_days_follow_on_one_another_to_the_last() -> None:
    """Of equal length as near as can be."""
    found = cores(generate(Family(100, 250), 1))
    assert [day for core in found for day in core] == list(range(250))
    assert {len(core) for core in found} == {20, 21}


@pytest.mark.parametrize("family", [Family(100, 40), Family(100, 60, window_days=20), Family(0, 10), Family(40, 1)])
def test_few_days_and_long_windows_are_planned_whole(family: Family) -> None:
    """There is nothing to gain, or nothing that falls apart."""
    assert cores(generate(family, 1)) == [range(family.days)]


@pytest.mark.parametrize("seed", [1, 2])
def test_windows_make_a_plan_of_every_feature_that_is_verified_whole(seed: int) -> None:
    """With a bound under its cost, and hardly anyone late who is not so in the plan of the whole."""
    instance = generate(LONG, seed)
    plan = roll(instance, Terms(60.0), _greedily, lambda: 1.5, None)
    assert verify(instance, plan).violations == ()
    assert 0.8 * plan.cost < plan.bound <= plan.cost
    assert len(plan.late) <= len(first_plan(instance).late) + 1


def test_progress_counts_who_is_not_planned_yet_as_late() -> None:
    """Costs fall, bounds rise, and the last of them is the plan."""
    instance, seen = generate(LONG, 1), list[Progress]()
    plan = roll(instance, Terms(60.0), _greedily, lambda: 1.5, seen.append)
    costs, bounds = [p.cost for p in seen], [p.bound for p in seen]
    assert costs == sorted(costs, reverse=True)
    assert bounds == sorted(bounds)
    assert seen[0].late > 50 > seen[-1].late
    assert seen[-1] == Progress(plan.cost, plan.bound, len(plan.late), 1.5)


def test_a_window_sees_its_core_the_margin_and_who_waits() -> None:
    """Desks open from the core on, and nobody is planned again who began before it."""
    instance = generate(Family(150, 60, (1, 1, 1)), 1)
    windows: list[Instance] = []

    def note(part: Instance, terms: Terms, report: Report | None) -> Solved:
        windows.append(part)
        return _greedily(part, terms, report)

    plan = roll(instance, Terms(60.0), note, lambda: 0.0, None)
    per_day, begins = instance.slots_per_day, {i.arrival: i.appointments[0].start for i in plan.itineraries}
    for core, part in zip(cores(instance), windows, strict=True):
        offset = instance.days.index(part.days[0])
        opens = min(shift.start for desk in part.resources for shift in desk.shifts) // per_day + offset
        assert opens == core.start
        assert len(part.days) <= core.stop - offset + 10
        assert all(begins[a.id] >= core.start * per_day for a in part.arrivals if a.id in begins)


def test_what_the_kept_hold_on_later_days_is_taken_in_the_next_window() -> None:
    """A journey begun on the last day of a core ends on the next one, at the desk that the next arrival would like."""
    at = [n * PER_DAY for n in range(60)]
    first = desk("one", (at[19] + 9, at[19] + 11), (at[20] + 9, at[20] + 11))
    then = desk("two", (at[20] + 15, at[20] + 17), (at[21] + 9, at[21] + 11), service="y")
    journey = Journey("j", (Step("first", "x", (2,)), Step("then", "y", (2,), after=("first",))))
    early = replace(party("early", at[21] - 1, at[19]), unavailable=(Span(at[20], at[20] + 12),))
    instance = instance_of((first, then), (early, party("next", at[22] - 1, at[20])), days=60, journey=journey)
    plan = roll(instance, Terms(60.0), _greedily, lambda: 0.0, None)
    assert verify(instance, plan).violations == ()
    assert [[a.start for a in i.appointments] for i in plan.itineraries] == [
        [at[19] + 9, at[20] + 15],
        [at[20] + 9, at[21] + 9],
    ]
    assert (plan.cost, plan.bound) == (420, 420)  # the days around the seam prove that nothing better can be had


def test_prices_are_learnt_where_all_desks_were_free_and_evened_out_at_every_seam(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Each day from one window; those kept before a window reach two days into it here."""
    instance = generate(Family(150, 60, (1, 1, 1)), 1)
    days, seams = list[int](), list[int]()

    class Noting(Stitching):
        def learn(self, window: range, known: range, solved: Solved) -> None:
            """Note the days; their classes are those of the instance, free as they are there."""
            inside = range(known.start, min(known.stop, window.stop))
            days.extend(inside)
            whole = merged_classes(instance)
            for day in inside:
                own, theirs = whole.on_day(day), solved.classes.on_day(day - window.start)
                members = solved.classes.members[theirs.start : theirs.stop]
                assert members == whole.members[own.start : own.stop]
            super().learn(window, known, solved)

        def even_out(self, seam: int, seconds: float, stopped: Stopped = never) -> None:
            """Note the seam."""
            seams.append(seam)
            assert seconds > 0
            assert not stopped()

    monkeypatch.setattr(horizon, "Stitching", Noting)
    roll(instance, Terms(60.0), _greedily, lambda: 0.0, None)
    assert days == list(range(60))
    assert seams == [22, 42]


def test_who_found_no_room_has_another_chance_in_the_next_window() -> None:
    """The last day of a core has room for one of two, whose windows reach into the next core."""
    desks = (desk("one", *((n * PER_DAY + 9, n * PER_DAY + 11) for n in range(60))),)
    both = tuple(party(f"p{n}", deadline=21 * PER_DAY - 1, available_from=19 * PER_DAY) for n in range(2))
    instance = instance_of(desks, both, days=60)
    blind = replace(instance, arrivals=both[:1])

    def first_only(part: Instance, terms: Terms, report: Report | None) -> Solved:
        """Serves one arrival a window."""
        solved = _greedily(replace(part, arrivals=part.arrivals[:1]), terms, report)
        return replace(solved, plan=replace(solved.plan, late=tuple(a.id for a in part.arrivals[1:])))

    plan = roll(instance, Terms(60.0), first_only, lambda: 0.0, None)
    assert (plan.late, plan.cost) == ((), 210)
    assert len(roll(blind, Terms(60.0), first_only, lambda: 0.0, None).itineraries) == 1
