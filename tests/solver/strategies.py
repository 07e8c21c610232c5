"""Small random instances that use every feature of the format."""

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import reject
from hypothesis import strategies as st

from solver.checks import FormatError
from solver.instance import Arrival, Booking, Instance, Journey, Objective, Resource, Span, Step
from solver.patterns import check_staffing
from solver.plan import Appointment, Itinerary
from solver.roster import Pattern
from tests.solver.brute_force import every_itinerary, share_no_desk

SLOT_MINUTES = 120
PER_DAY = 24 * 60 // SLOT_MINUTES
FIRST_DAY = date(2026, 9, 7)
LOCATIONS = ("mosae", "ceramique", "annex")
LANGUAGES = ("nl", "en", "de")


def journeys(max_steps: int = 5, most_desks: int = 2) -> st.SearchStrategy[Journey]:
    """Journeys of one to five steps in any order that has no cycle, some of them at several desks at once."""

    @st.composite
    def build(draw: st.DrawFn) -> Journey:
        count = draw(st.integers(1, max_steps))
        steps = []
        for n in range(count):
            before = [f"s{k}" for k in range(n) if draw(st.integers(0, 3)) == 0]
            lengths = draw(st.lists(st.integers(1, 2), min_size=1, max_size=2))
            lag = draw(st.sampled_from((0, 0, 0, 1, 2)))
            desks = draw(st.sampled_from(((1,), (1,), (1,), (most_desks,), (1, most_desks))))
            steps.append(Step(f"s{n}", draw(st.sampled_from(("x", "y"))), tuple(lengths), tuple(before), lag, desks))
        return Journey("j", tuple(draw(st.permutations(steps))))

    return build()


@st.composite
def resources(draw: st.DrawFn, days: int) -> tuple[Resource, ...]:
    """One to three desks with a shift or two on some days."""
    desks = []
    for n in range(draw(st.integers(1, 3))):
        shifts = []
        for day in range(days):
            start = day * PER_DAY + draw(st.integers(0, 4))
            for _ in range(draw(st.integers(0, 2))):
                end = min(start + draw(st.integers(1, 5)), (day + 1) * PER_DAY)
                shifts += [Span(start, end)] if end > start else []
                start = end + draw(st.integers(0, 1))
        services = frozenset(draw(st.sampled_from((("x",), ("y",), ("x", "y")))))
        languages = frozenset(draw(st.lists(st.sampled_from(LANGUAGES), max_size=2)))
        location = draw(st.sampled_from(LOCATIONS))
        desks.append(Resource(f"r{n}", f"agency-{n % 2}", location, services, languages, tuple(shifts)))
    return tuple(desks)


@st.composite
def arrivals(draw: st.DrawFn, days: int, journey: Journey, name: str) -> Arrival:
    """A party with a window, perhaps with languages, unavailable spans and steps not yet ready."""
    start = draw(st.integers(0, PER_DAY))
    last = draw(st.integers(start // PER_DAY, days - 1)) if start // PER_DAY < days else days - 1
    spans = draw(st.lists(st.tuples(st.integers(0, days * PER_DAY - 1), st.integers(1, 3)), max_size=1))
    ready = draw(st.dictionaries(st.sampled_from([step.id for step in journey.steps]), st.integers(0, 8), max_size=1))
    return Arrival(
        id=name,
        journey=journey.id,
        party=draw(st.integers(1, 3)),
        available_from=start,
        deadline=max(start, last * PER_DAY + draw(st.integers(6, PER_DAY - 1))),
        deadline_day=max(start // PER_DAY, last),
        languages=frozenset(draw(st.lists(st.sampled_from(LANGUAGES), max_size=2))),
        unavailable=tuple(Span(begin, min(begin + length, days * PER_DAY)) for begin, length in spans),
        ready_from=ready,
    )


@st.composite
def instances(
    draw: st.DrawFn, max_arrivals: int = 1, max_steps: int = 5, max_days: int = 3, most_desks: int = 2
) -> Instance:
    """Instances of one to three days, one to three desks and one journey."""
    days = draw(st.integers(1, max_days))
    journey = draw(journeys(max_steps, most_desks))
    desks = draw(resources(days))
    pairs = draw(st.lists(st.permutations(LOCATIONS).map(lambda names: frozenset(names[:2])), max_size=2))
    return Instance(
        timezone="Europe/Amsterdam",
        slot_minutes=SLOT_MINUTES,
        days=tuple(FIRST_DAY + timedelta(days=n) for n in range(days)),
        min_gap=draw(st.integers(0, 1)),
        travel={pair: draw(st.integers(0, 2)) for pair in pairs},
        objective=Objective(1000, draw(st.integers(0, 30)), draw(st.integers(0, 3)), draw(st.integers(0, 10))),
        resources=desks,
        journeys={"j": journey},
        arrivals=tuple(draw(arrivals(days, journey, f"a{n}")) for n in range(draw(st.integers(1, max_arrivals)))),
        booked=_booked(draw, desks),
    )


@st.composite
def staffings(draw: st.DrawFn, samples: int = 1) -> tuple[list[Instance], list[Pattern]]:
    """Demands of one or two arrivals on the same days, some of their desks there anyway and the others patterns."""
    first = draw(instances(max_arrivals=2, max_steps=2))
    there = draw(st.integers(0, len(first.resources) - 1))
    patterns = [
        Pattern(replace(desk, id=f"p{n}"), float(draw(st.integers(0, 5))), draw(st.integers(0, 2)))
        for n, desk in enumerate(first.resources[there:])
    ]
    base = replace(first, resources=first.resources[:there], booked=())
    journey = first.journeys["j"]
    others = [
        replace(base, arrivals=(draw(arrivals(len(first.days), journey, "b0")),))
        for _ in range(draw(st.integers(1, samples)) - 1)
    ]
    try:
        check_staffing([base, *others], patterns, 0.0)
    except FormatError:
        reject()  # nobody can use one of them
    return [base, *others], patterns


def _booked(draw: st.DrawFn, desks: tuple[Resource, ...]) -> tuple[Booking, ...]:
    shifts = [(desk.id, shift) for desk in desks for shift in desk.shifts]
    chosen = draw(st.lists(st.sampled_from(shifts), max_size=1)) if shifts else []
    return tuple(Booking(desk, shift.start, shift.start + 1) for desk, shift in chosen)


@st.composite
def crowds(draw: st.DrawFn) -> Instance:
    """Three arrivals of one step or two of two in each other's way, at desks that are open for hardly longer."""
    steps, days = draw(st.integers(1, 2)), draw(st.integers(1, 2))
    at_once = st.sampled_from(((1,), (1,), (2,)))
    journey = Journey(
        "j", tuple(Step(f"s{n}", "x", (draw(st.integers(1, 2)),), desks=draw(at_once)) for n in range(steps))
    )
    desks = []
    for n in range(draw(st.integers(2, 3))):
        starts = [day * PER_DAY + draw(st.integers(3, 4)) for day in range(days)]
        shifts = tuple(Span(start, start + draw(st.integers(2, 4))) for start in starts)
        place = draw(st.sampled_from(LOCATIONS[:2]))
        desks.append(Resource(f"r{n}", "agency", place, frozenset(("x",)), frozenset(), shifts))
    count, last = 4 - steps, days * PER_DAY - 1
    return Instance(
        timezone="Europe/Amsterdam",
        slot_minutes=SLOT_MINUTES,
        days=tuple(FIRST_DAY + timedelta(days=n) for n in range(days)),
        min_gap=0,
        travel={frozenset(LOCATIONS[:2]): draw(st.integers(0, 1))},
        objective=Objective(1000, 30, 3, 10),
        resources=tuple(desks),
        journeys={"j": journey},
        arrivals=tuple(Arrival(f"a{n}", "j", 1, draw(st.integers(0, 4)), last, days - 1) for n in range(count)),
    )


@st.composite
def standing(draw: st.DrawFn, of: st.SearchStrategy[Instance]) -> tuple[Instance, tuple[Itinerary, ...]]:
    """An instance and itineraries of some of its arrivals, whatever they cost, that share no desk."""
    instance = draw(of)
    held: list[Itinerary] = []
    for arrival in instance.arrivals:
        possible = [
            appointments
            for _, appointments in every_itinerary(instance, arrival, lambda _resource, _slot: 0.0)
            if share_no_desk([*appointments, *(a for other in held for a in other.appointments)])
        ]
        if possible and draw(st.integers(0, 4)) > 0:
            chosen: list[Appointment] = draw(st.sampled_from(possible))
            held.append(Itinerary(arrival.id, tuple(chosen)))
    return instance, tuple(held)


@st.composite
def disturbed(draw: st.DrawFn, instance: Instance) -> Instance:
    """The same instance on another day: a desk without a shift, a party or a window that has changed, or nothing."""
    desk, arrival = draw(st.sampled_from(instance.resources)), draw(st.sampled_from(instance.arrivals))
    down = tuple(replace(each, shifts=each.shifts[1:]) if each is desk else each for each in instance.resources)
    deadline = max(arrival.available_from, arrival.deadline - draw(st.integers(1, PER_DAY)))
    sooner = replace(arrival, deadline=deadline, deadline_day=min(arrival.deadline_day, deadline // PER_DAY))
    larger = replace(arrival, party=arrival.party + 1)
    changed = draw(st.sampled_from((arrival, sooner, larger)))
    arrivals = tuple(changed if each is arrival else each for each in instance.arrivals)
    return replace(instance, resources=draw(st.sampled_from((instance.resources, down))), arrivals=arrivals)
