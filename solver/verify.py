"""Checks a plan against the letter of the rules, in wall time; shares no code with the solver's model.

It reads the two documents, counts in datetimes instead of slots, and states every broken rule. Rule numbers
are those of the instance format; rule 0 stands for a plan that does not fit its instance at all and rule 7
for a cost or a bound that is not what it says.
"""

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import combinations, pairwise

from solver.format import instance_document, plan_document
from solver.instance import Instance
from solver.plan import Plan
from solver.schema import (
    AppointmentDocument,
    ArrivalDocument,
    InstanceDocument,
    PlanDocument,
    ResourceDocument,
    StepDocument,
)

_TOLERANCE = 1e-6


@dataclass(frozen=True, slots=True)
class Violation:
    """A broken rule: its number, and the arrival, resource and times it concerns."""

    rule: int
    arrival: str
    resource: str
    message: str

    def __str__(self) -> str:
        about = [f"rule {self.rule}", self.arrival and f"arrival {self.arrival}"]
        about.append(self.resource and f"resource {self.resource}")
        line = ", ".join(part for part in about if part) + f": {self.message}"
        return "".join(c if c.isprintable() else " " for c in line)  # a name may hold a line break


@dataclass(frozen=True, slots=True)
class Verdict:
    """The recomputed cost of a plan, and what is wrong with it: nothing, for a good one."""

    cost: float
    violations: tuple[Violation, ...]

    @property
    def ok(self) -> bool:
        """Whether no rule is broken."""
        return not self.violations


@dataclass(frozen=True, slots=True)
class _Visit:
    """An appointment of a plan beside what the instance says of it."""

    arrival: ArrivalDocument
    step: StepDocument
    resource: ResourceDocument
    start: datetime
    end: datetime

    @property
    def times(self) -> str:
        return f"{self.step.id} {self.start:%Y-%m-%d %H:%M}-{self.end:%H:%M}"


def verify(instance: Instance, plan: Plan) -> Verdict:
    """The verdict on a plan held in memory, by way of the documents that would be written."""
    return verify_documents(instance_document(instance), plan_document(plan, instance))


def verify_documents(instance: InstanceDocument, plan: PlanDocument) -> Verdict:
    """The verdict on a plan for an instance that has passed its own checks."""
    return _Verifier(instance, plan).verdict()


class _Verifier:
    def __init__(self, instance: InstanceDocument, plan: PlanDocument) -> None:
        self.instance = instance
        self.plan = plan
        self.days = [date.fromisoformat(day) for day in instance.days]
        self.arrivals = {arrival.id: arrival for arrival in instance.arrivals}
        self.resources = {resource.id: resource for resource in instance.resources}
        self.travel = {frozenset((t.from_, t.to)): t.slots for t in instance.travel_slots if t.from_ != t.to}
        self.shifts = self._shifts_by_day()
        self.violations: list[Violation] = []

    def verdict(self) -> Verdict:
        served = self._served()
        for arrival_id, visits in served.items():
            self._check_arrival(self.arrivals[arrival_id], visits)
        self._check_desks([visit for visits in served.values() for visit in visits])
        self._check_accounted(set(served))
        late = len(self.arrivals) - len(served)
        cost = self.instance.objective.late * late + sum(self._cost(visits) for visits in served.values())
        self._check_figures(cost)
        return Verdict(cost, tuple(self.violations))

    def _shifts_by_day(self) -> dict[tuple[str, date], list[tuple[datetime, datetime]]]:
        """Shifts of each resource and day; a shift lies on one day."""
        found: dict[tuple[str, date], list[tuple[datetime, datetime]]] = defaultdict(list)
        for resource in self.instance.resources:
            for shift in resource.shifts:
                start = _wall(shift.start)
                found[resource.id, start.date()].append((start, _wall(shift.end)))
        return found

    def _broken(self, rule: int, message: str, arrival: str = "", resource: str = "") -> None:
        self.violations.append(Violation(rule, arrival, resource, message))

    def _served(self) -> dict[str, list[_Visit]]:
        """The visits of every arrival in the plan in order of time; what cannot be read is reported."""
        served: dict[str, list[_Visit]] = {}
        for itinerary in self.plan.itineraries:
            arrival = self.arrivals.get(itinerary.arrival)
            if arrival is None:
                self._broken(0, "the instance has no such arrival", itinerary.arrival)
            elif itinerary.arrival in served:
                self._broken(0, "has more than one itinerary", itinerary.arrival)
            else:
                visits = [v for a in itinerary.appointments if (v := self._visit(arrival, a))]
                served[arrival.id] = sorted(visits, key=lambda visit: visit.start)
        return served

    def _visit(self, arrival: ArrivalDocument, given: AppointmentDocument) -> _Visit | None:
        steps = {step.id: step for step in self.instance.journeys[arrival.journey].steps}
        step, resource = steps.get(given.step), self.resources.get(given.resource)
        if step is None:
            self._broken(6, f"its journey has no step {given.step}", arrival.id, given.resource)
        if resource is None:
            self._broken(1, f"step {given.step} is on a resource that does not exist", arrival.id, given.resource)
        try:
            start, end = _wall(given.start), _wall(given.end)
        except ValueError:
            self._broken(0, f"{given.step} {given.start} to {given.end} is not a time", arrival.id, given.resource)
            return None
        return _Visit(arrival, step, resource, start, end) if step and resource else None

    def _check_arrival(self, arrival: ArrivalDocument, visits: Sequence[_Visit]) -> None:
        for visit in visits:
            self._check_visit(visit)
        told_once = _told_once(visits)
        for earlier, later in pairwise(told_once):
            self._check_gap(earlier, later)
        self._check_order(told_once)
        for step in self.instance.journeys[arrival.journey].steps:
            self._check_held(arrival, step, [visit for visit in visits if visit.step.id == step.id])

    def _check_held(self, arrival: ArrivalDocument, step: StepDocument, held: Sequence[_Visit]) -> None:
        """A step is held at as many desks as the party takes, all of them at one time and one location."""
        desks = step.desks[min(arrival.party, len(step.desks)) - 1]
        if not held or (desks == 1 and len(held) > 1):
            self._broken(6, f"step {step.id} is held {len(held)} times instead of once", arrival.id)
        elif len({visit.resource.id for visit in held}) != desks or len(held) != desks:
            self._report(1, held[0], f"is not at {desks} different desks")
        for other in held[1:]:
            if desks > 1 and (other.start, other.end) != (held[0].start, held[0].end):
                self._report(1, other, f"is not at the time of {held[0].times}, the same step at another desk")
            if desks > 1 and other.resource.location != held[0].resource.location:
                self._report(1, other, f"is not at {held[0].resource.location}, as the same step at another desk")

    def _check_visit(self, visit: _Visit) -> None:
        self._check_desk(visit)
        self._check_window(visit)
        self._check_result(visit)

    def _check_desk(self, visit: _Visit) -> None:
        arrival, resource = visit.arrival, visit.resource
        lengths = visit.step.slots
        slots = lengths[min(arrival.party, len(lengths)) - 1]
        if visit.end - visit.start != self._slots(slots):
            self._report(1, visit, f"does not take {slots} slots")
        if visit.step.service not in resource.services:
            self._report(1, visit, f"needs service {visit.step.service}, which the resource does not offer")
        if arrival.languages and not set(arrival.languages) & set(resource.languages):
            self._report(1, visit, f"shares none of the languages {', '.join(arrival.languages)}")
        minutes = visit.start.hour * 60 + visit.start.minute
        if minutes % self.instance.slot_minutes or visit.start.second:
            self._report(0, visit, "does not start on the grid")
        shifts = self.shifts[resource.id, visit.start.date()]
        if not any(start <= visit.start and visit.end <= end for start, end in shifts):
            self._report(2, visit, "does not lie inside one shift")

    def _check_window(self, visit: _Visit) -> None:
        arrival = visit.arrival
        if visit.start < _wall(arrival.available_from):
            self._report(2, visit, f"starts before available_from {arrival.available_from}")
        ready = arrival.ready_from.get(visit.step.id)
        if ready is not None and visit.start < _wall(ready):
            self._report(2, visit, f"starts before ready_from {ready}")
        if visit.end > _wall(arrival.deadline):
            self._report(2, visit, f"ends after the deadline {arrival.deadline}")
        for span in arrival.unavailable:
            if visit.start < _wall(span.end) and _wall(span.start) < visit.end:
                self._report(2, visit, f"overlaps the unavailable span {span.start} to {span.end}")

    def _check_result(self, visit: _Visit) -> None:
        position = self._position(visit.start.date()) + visit.step.result_days
        if position >= len(self.days) or self.days[position] > _wall(visit.arrival.deadline).date():
            self._report(5, visit, f"its result comes {visit.step.result_days} days later, past the deadline")

    def _check_gap(self, earlier: _Visit, later: _Visit) -> None:
        if later.start < earlier.end:
            self._report(3, later, f"overlaps {earlier.times}")
        elif later.start.date() == earlier.start.date() and later.start - earlier.end < self._gap(earlier, later):
            self._report(3, later, f"leaves less than the gap after {earlier.times}")

    def _check_order(self, visits: Sequence[_Visit]) -> None:
        for earlier, later in combinations(visits, 2):
            if later.step.id in earlier.step.after:
                self._report(4, earlier, f"starts before {later.times}, which must come first")
            if earlier.step.id in later.step.after:
                gap = self._gap(earlier, later) if earlier.start.date() == later.start.date() else timedelta()
                if later.start - earlier.end < gap:
                    self._report(4, later, f"does not leave the gap after {earlier.times}, which comes first")

    def _check_desks(self, visits: Sequence[_Visit]) -> None:
        by_desk: dict[str, list[tuple[datetime, datetime, _Visit | None]]] = defaultdict(list)
        for booked in self.instance.booked:
            by_desk[booked.resource].append((_wall(booked.start), _wall(booked.end), None))
        for visit in visits:
            by_desk[visit.resource.id].append((visit.start, visit.end, visit))
        for spans in by_desk.values():
            for one, other in _overlapping(sorted(spans, key=lambda span: span[:2])):
                clash = other[2] or one[2]
                if clash is not None:
                    taken = f"{one[0]:%Y-%m-%d %H:%M} to {one[1]:%H:%M}" if clash is other[2] else "a booked time"
                    self._report(2, clash, f"overlaps what is already there, {taken}")

    def _check_accounted(self, served: set[str]) -> None:
        late = Counter(self.plan.late)
        for arrival, times in sorted(late.items()):
            if arrival not in self.arrivals:
                self._broken(0, "is listed as late and is not in the instance", arrival)
            elif arrival in served or times > 1:
                self._broken(6, "is both served and late, or late twice", arrival)
        for arrival in self.arrivals:
            if arrival not in served and arrival not in late:
                self._broken(6, "is neither served nor late", arrival)

    def _check_figures(self, cost: float) -> None:
        tolerance = _TOLERANCE * max(1.0, abs(cost))
        if abs(self.plan.cost - cost) > tolerance:
            self._broken(7, f"the plan says its cost is {self.plan.cost}, it is {cost}")
        if self.plan.bound > cost + tolerance:
            self._broken(7, f"the bound {self.plan.bound} is above the cost {cost}")
        if self.plan.status == "optimal" and cost - self.plan.bound > tolerance:
            self._broken(7, f"called optimal with cost {cost} above its bound {self.plan.bound}")

    def _cost(self, held: Sequence[_Visit]) -> float:
        if not held:
            return 0.0
        visits = _told_once(held)
        prices = self.instance.objective
        idle = timedelta()
        for earlier, later in pairwise(visits):
            if earlier.start.date() == later.start.date():
                idle += max(timedelta(), later.start - earlier.end - self._gap(earlier, later))
        first = self._position(_wall(visits[0].arrival.available_from).date())
        done = max(self._position(visit.start.date()) + visit.step.result_days for visit in visits)
        different_days = len({visit.start.date() for visit in visits})
        return prices.visit * different_days + prices.wait_slot * (idle / self._slots(1)) + prices.day * (done - first)

    def _report(self, rule: int, visit: _Visit, message: str) -> None:
        self._broken(rule, f"{visit.times} {message}", visit.arrival.id, visit.resource.id)

    def _position(self, day: date) -> int:
        """Position of a day in the list, of the next listed one if it is not there."""
        return bisect_left(self.days, day)

    def _gap(self, one: _Visit, other: _Visit) -> timedelta:
        travel = self.travel.get(frozenset((one.resource.location, other.resource.location)), 0)
        return self._slots(max(self.instance.min_gap_slots, travel))

    def _slots(self, count: int) -> timedelta:
        return timedelta(minutes=count * self.instance.slot_minutes)


def _told_once(visits: Sequence[_Visit]) -> list[_Visit]:
    """The visits, in their order, without the further desks of a step that is held at several at a time."""
    return list({(visit.step.id, visit.start, visit.end): visit for visit in reversed(visits)}.values())[::-1]


def _wall(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is not None:
        raise ValueError(text)
    return moment


def _overlapping(
    spans: Sequence[tuple[datetime, datetime, _Visit | None]],
) -> Iterator[tuple[tuple[datetime, datetime, _Visit | None], tuple[datetime, datetime, _Visit | None]]]:
    """Each span beside the one that reaches furthest before it, where the two overlap."""
    furthest = spans[0]
    for span in spans[1:]:
        if span[0] < furthest[1]:
            yield furthest, span
        if span[1] > furthest[1]:
            furthest = span
