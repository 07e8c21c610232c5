"""Random instances as the solver's method was measured on: three agencies, lunch dips, Poisson arrivals.

Ten days of 32 quarter-hour slots and 2, 4 and 5 desks take about 445 arrivals at full load. With `features`
an instance uses everything the format knows: languages, travel, days off, unavailable spans, permits not yet
ready, results that take days, booked time and several journeys. Regions share nothing: each has its own desks,
services, journeys and an equal number of arrivals.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import pairwise

import numpy as np

from solver.instance import Arrival, Booking, Instance, Journey, Objective, Resource, Span, Step

FIRST_DAY = date(2026, 9, 7)
SLOTS_PER_DAY = 96
OPENS, CLOSES = 36, 68  # 09:00 to 17:00
PARTY_WEIGHTS = (0.55, 0.2, 0.12, 0.08, 0.05)

NEWCOMER = Journey(
    "newcomer",
    (
        Step("permit", "permit", (1, 1, 2, 2, 2)),
        Step("registration", "registration", (2, 3, 4, 4, 5), after=("permit",)),
        Step("advice", "advice", (3, 3, 4, 4, 4)),
    ),
)
EU_CITIZEN = Journey(
    "eu-citizen",
    (
        Step("registration", "registration", (2, 3, 4, 4, 5)),
        Step("advice", "advice", (3, 3, 4, 4, 4)),
    ),
)
FIRST_PERMIT = Journey(
    "first-permit",
    (
        Step("biometrics", "permit", (1, 2, 2, 3, 3), result_days=1),
        Step("registration", "registration", (2, 3, 4, 4, 5), after=("biometrics",)),
        Step("housing", "advice", (2, 2, 2, 2, 2), after=("registration",)),
        Step("advice", "advice", (3, 3, 4, 4, 4)),
    ),
)


@dataclass(frozen=True)
class Family:
    """What a random instance is drawn from.

    `arrivals` are those of all regions; `desks` are the numbers at IND, municipality and expat centre of each.
    Everyone has `window_days` days.
    """

    arrivals: int = 400
    days: int = 10
    desks: tuple[int, int, int] = (2, 4, 5)
    features: bool = False
    window_days: int = 3
    regions: int = 1


@dataclass(frozen=True)
class _Region:
    """The names of a region, its share of the arrivals and the number of the first; the first region has no suffix."""

    suffix: str
    arrivals: int
    first: int

    def journey(self, journey: Journey) -> Journey:
        """A journey of the region, whose steps only its own desks offer."""
        steps = tuple(replace(step, service=step.service + self.suffix) for step in journey.steps)
        return Journey(journey.id + self.suffix, steps)


def generate(family: Family, seed: int) -> Instance:
    """An instance of a family; the same seed gives the same instance."""
    random = np.random.default_rng(seed)
    days = tuple(_working_days(family.days))
    regions = _regions(family)
    drawn = [_drawn(family, region, len(days), random) for region in regions]
    journeys = [region.journey(journey) for region in regions for journey in (NEWCOMER, EU_CITIZEN, FIRST_PERMIT)]
    ways = [frozenset((f"mosae{region.suffix}", f"ceramique{region.suffix}")) for region in regions]
    return Instance(
        timezone="Europe/Amsterdam",
        slot_minutes=15,
        days=days,
        min_gap=1,
        travel=dict.fromkeys(ways, 2) if family.features else {},
        objective=Objective(),
        resources=tuple(desk for desks, _, _ in drawn for desk in desks),
        journeys={journey.id: journey for journey in journeys},
        arrivals=tuple(arrival for _, arrivals, _ in drawn for arrival in arrivals),
        booked=tuple(booking for _, _, booked in drawn for booking in booked),
    )


def _regions(family: Family) -> list[_Region]:
    borders = [family.arrivals * n // family.regions for n in range(family.regions + 1)]
    return [
        _Region(f"-{n + 1}" if n else "", last - first, first + 1) for n, (first, last) in enumerate(pairwise(borders))
    ]


def _drawn(
    family: Family, region: _Region, days: int, random: np.random.Generator
) -> tuple[tuple[Resource, ...], tuple[Arrival, ...], tuple[Booking, ...]]:
    """Desks, arrivals and booked time of a region."""
    resources = _resources(family, region, days, random)
    arrivals = _arrivals(family, region, days, random)
    return resources, arrivals, _booked(resources, random) if family.features else ()


def load(instance: Instance) -> float:
    """Desk slots that the arrivals ask for, as a share of the open ones."""
    open_slots = sum(shift.end - shift.start for desk in instance.resources for shift in desk.shifts)
    open_slots -= sum(booking.end - booking.start for booking in instance.booked)
    asked = sum(
        step.length(arrival.party) for arrival in instance.arrivals for step in instance.journeys[arrival.journey].steps
    )
    return asked / open_slots


def _working_days(count: int) -> Sequence[date]:
    every_day = (FIRST_DAY + timedelta(days=n) for n in range(2 * count + 7))
    return [day for day in every_day if day.weekday() < 5][:count]


def _resources(family: Family, region: _Region, days: int, random: np.random.Generator) -> tuple[Resource, ...]:
    agencies = (("ind", "permit", "mosae"), ("gemeente", "registration", "mosae"), ("expat", "advice", "ceramique"))
    resources = []
    for (agency, service, location), desks in zip(agencies, family.desks, strict=True):
        for number in range(desks):
            languages = frozenset(("nl", "en") if not family.features or number % 2 == 0 else ("nl", "de"))
            closed = random.random(days) < 0.05 if family.features else np.zeros(days, dtype=bool)
            shifts = [shift for day in range(days) if not closed[day] for shift in _shifts(day, number)]
            resources.append(
                Resource(
                    id=f"{agency}{region.suffix}-{number + 1}",
                    agency=agency + region.suffix,
                    location=(location if family.features else "mosae") + region.suffix,
                    services=frozenset((service + region.suffix,)),
                    languages=languages,
                    shifts=tuple(shifts),
                )
            )
    return tuple(resources)


def _shifts(day: int, number: int) -> tuple[Span, Span]:
    """A day of a desk with half an hour of lunch, at noon or half an hour later by turns: the lunch dip."""
    midnight = day * SLOTS_PER_DAY
    lunch = midnight + 48 + 2 * (number % 2)
    return Span(midnight + OPENS, lunch), Span(lunch + 2, midnight + CLOSES)


def _arrivals(family: Family, region: _Region, days: int, random: np.random.Generator) -> tuple[Arrival, ...]:
    first_days = max(1, days - family.window_days + 1)
    counts = random.multinomial(region.arrivals, np.full(first_days, 1 / first_days))
    coming = [day for day, count in enumerate(counts.tolist()) for _ in range(count)]
    return tuple(
        _arrival(family, (f"a-{number:05}", region.suffix), day, days, random)
        for number, day in enumerate(coming, region.first)
    )


def _arrival(family: Family, name: tuple[str, str], day: int, days: int, random: np.random.Generator) -> Arrival:
    """An arrival of a day; its name is an id and the suffix of its region."""
    last_day = min(day + family.window_days - 1, days - 1)
    midnight = day * SLOTS_PER_DAY
    plain = Arrival(
        id=name[0],
        journey="newcomer",
        party=1 + int(random.choice(len(PARTY_WEIGHTS), p=PARTY_WEIGHTS)),
        available_from=midnight + OPENS + int(random.integers(0, 12)),
        deadline=last_day * SLOTS_PER_DAY + CLOSES,
        deadline_day=last_day,
    )
    found = _featured(plain, midnight, random) if family.features else plain
    return replace(found, journey=found.journey + name[1])


def _featured(plain: Arrival, midnight: int, random: np.random.Generator) -> Arrival:
    journey = str(random.choice(["newcomer", "eu-citizen", "first-permit"], p=[0.5, 0.25, 0.25]))
    busy = midnight + OPENS + int(random.integers(0, 2 * SLOTS_PER_DAY))
    tomorrow, ends = midnight + SLOTS_PER_DAY, (plain.deadline_day + 1) * SLOTS_PER_DAY
    waits = journey == "newcomer" and random.random() < 0.3 and tomorrow < ends
    return replace(
        plain,
        journey=journey,
        languages=frozenset(random.choice(["en", "nl", "de"], size=int(random.integers(0, 3)), replace=False).tolist()),
        unavailable=(Span(busy, min(busy + 8, ends)),) if random.random() < 0.3 and busy < ends else (),
        ready_from={"permit": tomorrow + OPENS} if waits else {},
    )


def _booked(resources: Sequence[Resource], random: np.random.Generator) -> tuple[Booking, ...]:
    shifts = [(desk.id, shift) for desk in resources for shift in desk.shifts]
    chosen = random.choice(len(shifts), size=len(shifts) // 10, replace=False)
    return tuple(Booking(shifts[n][0], shifts[n][1].start + 2, shifts[n][1].start + 5) for n in chosen)
