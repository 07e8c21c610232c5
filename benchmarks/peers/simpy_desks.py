"""First come, first served in SimPy: every newcomer a process, every kind of desk a resource, all in plain Python.

The same model as `scheduler.scenarios` simulates, on the same people: who asks takes the cheapest itinerary that is
left, found by the same recursion; who cancels gives it back; on the day desks are requested and held, and whoever comes
next waits. Results of journeys that take days are not modelled.
"""

from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass
from math import inf

import simpy

from scheduler.scenarios.demand import Newcomers
from scheduler.scenarios.requests import NEVER, Requests
from scheduler.scenarios.world import World
from solver.instance import Arrival, Step

Process = Generator[simpy.Event, object, None]
Visit = tuple[int, int, int, int]  # step, class, start and length, in slots of the day of the class


@dataclass
class Totals:
    """What the peer measures: who is in time, what all pay, and minutes of waiting at the desk."""

    within: int = 0
    late: int = 0
    cost: float = 0.0
    waited: float = 0.0


class Office:
    """The desks: free counts by class and slot."""

    def __init__(self, world: World) -> None:
        classes = world.classes
        self.instance, self.minutes = world.instance, world.instance.slot_minutes
        self.width, self.first = classes.width, classes.first
        self.free = [list(map(int, row)) for row in classes.free]
        self.desks = [len(members) for members in classes.members]
        self.kinds = [classes.resource(cls) for cls in range(classes.count)]
        self.of_day = [list(classes.on_day(day)) for day in range(len(world.instance.days))]

    def fits(self, cls: int, start: int, length: int) -> bool:
        """Whether a desk of a class is free for so long."""
        return start + length <= self.width and all(self.free[cls][slot] > 0 for slot in range(start, start + length))

    def change(self, visits: Sequence[Visit], by: int) -> None:
        """Take the desks of some visits, or give them back."""
        for _, cls, start, length in visits:
            for slot in range(start, start + length):
                self.free[cls][slot] += by


def cheapest(office: Office, arrival: Arrival, deadline_day: int, deadline: int) -> tuple[float, list[Visit]]:
    """The cheapest itinerary that is left, infinite if there is none; backwards over days, steps to do and slots."""
    return _Search(office, arrival, deadline_day, deadline).best()


class _Search:
    def __init__(self, office: Office, arrival: Arrival, deadline_day: int, deadline: int) -> None:
        self._office, self._arrival, self._deadline = office, arrival, deadline
        self._steps: Sequence[Step] = office.instance.journeys[arrival.journey].steps
        self._per_day, self._last = office.instance.slots_per_day, deadline_day
        place = {step.id: n for n, step in enumerate(self._steps)}
        self._before = [sum(1 << place[other] for other in step.after) for step in self._steps]

    def best(self) -> tuple[float, list[Visit]]:
        full, first = (1 << len(self._steps)) - 1, self._arrival.available_from // self._per_day
        later: list[tuple[float, list[Visit]]] = [(inf, [])] * (full + 1)
        for day in range(min(self._last, len(self._office.of_day) - 1), first - 1, -1):
            later = self._day(day, later)
        return later[full]

    def _day(self, day: int, later: list[tuple[float, list[Visit]]]) -> list[tuple[float, list[Visit]]]:
        """For every set of steps to do before a day, the best from then on."""
        objective, width = self._office.instance.objective, self._office.width
        first = self._arrival.available_from // self._per_day
        done = objective.day * (day - first)
        table: list[list[tuple[float, list[Visit]]]] = []
        starts = [self._starts(day, step) for step in self._steps]
        begin = list(later)
        for todo in range(len(later)):
            leave = (done, []) if todo == 0 else later[todo]
            row, fresh = [leave] * (width + 2), (inf, list[Visit]())
            for slot in range(width, -1, -1):
                best = leave
                if row[slot + 1][0] + objective.wait_slot < best[0]:
                    best = (row[slot + 1][0] + objective.wait_slot, row[slot + 1][1])
                start = self._start(todo, slot, starts, table)
                row[slot] = start if start[0] < best[0] else best
                fresh = min(fresh, start, key=lambda told: told[0])
            table.append(row)
            if fresh[0] + objective.visit < begin[todo][0]:
                begin[todo] = (fresh[0] + objective.visit, fresh[1])
        return begin

    def _start(
        self, todo: int, slot: int, starts: list[list[int]], table: list[list[tuple[float, list[Visit]]]]
    ) -> tuple[float, list[Visit]]:
        """The best that begins with a step in a slot."""
        found = (inf, list[Visit]())
        for n, step in enumerate(self._steps):
            if todo >> n & 1 and not self._before[n] & todo and starts[n][slot] >= 0:
                length = step.length(self._arrival.party)
                after = min(slot + length + self._office.instance.min_gap, self._office.width + 1)
                cost, visits = table[todo & ~(1 << n)][after]
                if cost < found[0]:
                    found = cost, [(n, starts[n][slot], slot, length), *visits]
        return found

    def _starts(self, day: int, step: Step) -> list[int]:
        """For each slot of a day a class that can serve a step from it on, -1 where there is none."""
        office, length = self._office, step.length(self._arrival.party)
        classes = [cls for cls in office.of_day[day] if self._serves(cls, step)]
        found = [-1] * (office.width + 1)
        for slot in range(office.width):
            absolute = day * self._per_day + office.first + slot
            if absolute >= self._arrival.available_from and absolute + length <= self._deadline:
                found[slot] = next((cls for cls in classes if office.fits(cls, slot, length)), -1)
        return found

    def _serves(self, cls: int, step: Step) -> bool:
        desk, languages = self._office.kinds[cls], self._arrival.languages
        return step.service in desk.services and (not languages or bool(languages & desk.languages))


def simulate(world: World, people: Newcomers, requests: Requests, patience: int) -> Totals:
    """All newcomers of a replication, in the order in which they ask."""
    office, totals, environment = Office(world), Totals(), simpy.Environment()
    lines = [simpy.Resource(environment, capacity=max(1, desks)) for desks in office.desks]
    earliest = int(requests.asked.min(initial=0))
    for n in range(len(requests.arrivals)):
        environment.process(_newcomer(environment, office, lines, totals, (people, requests, n, patience, earliest)))
    environment.run()
    return totals


def _newcomer(
    environment: simpy.Environment,
    office: Office,
    lines: Sequence[simpy.Resource],
    totals: Totals,
    whose: tuple[Newcomers, Requests, int, int, int],
) -> Process:
    people, requests, n, patience, earliest = whose
    arrival, per_day = requests.arrivals[n], office.instance.slots_per_day
    yield environment.timeout(int(requests.asked[n]) - earliest)
    cost, visits = cheapest(office, arrival, arrival.deadline_day, arrival.deadline)
    in_time = cost < inf
    if not in_time:
        day = min(arrival.deadline_day + patience, len(office.of_day) - 1)
        _, visits = cheapest(office, arrival, day, (day + 1) * per_day)
    office.change(visits, -1)
    assert requests.cancels is not None  # noqa: S101 -- a replication draws them
    if requests.cancels[n] != NEVER:
        yield environment.timeout(int(requests.cancels[n] - requests.asked[n]))
        office.change(visits, 1)
        return
    if people.absent[n]:
        return
    totals.within += in_time
    totals.late += not in_time
    totals.cost += cost if in_time else office.instance.objective.late
    yield from _visits(environment, office, lines, totals, list(_timed(office, people, n, visits, earliest)))


def _timed(
    office: Office, people: Newcomers, n: int, visits: Sequence[Visit], earliest: int
) -> Iterator[tuple[int, float, float]]:
    """Class, time from the beginning and duration of each visit, in slots."""
    day_of = {cls: day for day, classes in enumerate(office.of_day) for cls in classes}
    for step, cls, start, length in visits:
        absolute = day_of[cls] * office.instance.slots_per_day + office.first + start
        yield cls, float(absolute - earliest), length * float(people.paces[n, step])


def _visits(
    environment: simpy.Environment,
    office: Office,
    lines: Sequence[simpy.Resource],
    totals: Totals,
    visits: list[tuple[int, float, float]],
) -> Process:
    for cls, comes, takes in visits:
        yield environment.timeout(max(0.0, comes - environment.now))
        with lines[cls].request() as turn:
            yield turn
            totals.waited += max(0.0, environment.now - comes) * office.minutes
            yield environment.timeout(takes)
