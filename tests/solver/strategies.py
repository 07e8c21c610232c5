"""Small random instances that use every feature of the format."""

from datetime import date, timedelta

from hypothesis import strategies as st

from solver.instance import Arrival, Booking, Instance, Journey, Objective, Resource, Span, Step

SLOT_MINUTES = 120
PER_DAY = 24 * 60 // SLOT_MINUTES
FIRST_DAY = date(2026, 9, 7)
LOCATIONS = ("mosae", "ceramique", "annex")
LANGUAGES = ("nl", "en", "de")


def journeys(max_steps: int = 5) -> st.SearchStrategy[Journey]:
    """Journeys of one to five steps in any order that has no cycle."""

    @st.composite
    def build(draw: st.DrawFn) -> Journey:
        count = draw(st.integers(1, max_steps))
        steps = []
        for n in range(count):
            before = [f"s{k}" for k in range(n) if draw(st.integers(0, 3)) == 0]
            lengths = draw(st.lists(st.integers(1, 2), min_size=1, max_size=2))
            lag = draw(st.sampled_from((0, 0, 0, 1, 2)))
            steps.append(Step(f"s{n}", draw(st.sampled_from(("x", "y"))), tuple(lengths), tuple(before), lag))
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
def instances(draw: st.DrawFn, max_arrivals: int = 1, max_steps: int = 5, max_days: int = 3) -> Instance:
    """Instances of one to three days, one to three desks and one journey."""
    days = draw(st.integers(1, max_days))
    journey = draw(journeys(max_steps))
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


def _booked(draw: st.DrawFn, desks: tuple[Resource, ...]) -> tuple[Booking, ...]:
    shifts = [(desk.id, shift) for desk in desks for shift in desk.shifts]
    chosen = draw(st.lists(st.sampled_from(shifts), max_size=1)) if shifts else []
    return tuple(Booking(desk, shift.start, shift.start + 1) for desk, shift in chosen)
