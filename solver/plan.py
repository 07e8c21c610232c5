"""An answer: itineraries in slots, with its cost and the bound that says how good it is."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

Status = Literal["optimal", "feasible", "infeasible"]
_OPTIMAL = 1e-6


@dataclass(frozen=True, slots=True)
class Appointment:
    """One step of an arrival on one resource, `[start, end)` in slots; on one of several, if it takes more at once."""

    step: str
    resource: str
    start: int
    end: int


def in_order(appointments: Iterable[Appointment]) -> tuple[Appointment, ...]:
    """Appointments in order of time, the desks of a step one after the other."""
    return tuple(sorted(appointments, key=lambda a: (a.start, a.step)))


@dataclass(frozen=True, slots=True)
class Itinerary:
    """All appointments of one arrival in order of time."""

    arrival: str
    appointments: tuple[Appointment, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """Itineraries of the served, ids of the late; `bound` is a proven lower bound on every plan's cost."""

    status: Status
    cost: float
    bound: float
    seconds: float
    late: tuple[str, ...]
    itineraries: tuple[Itinerary, ...]

    @property
    def gap(self) -> float:
        """Relative distance of cost to bound; 0 when both are 0."""
        return (self.cost - self.bound) / max(abs(self.cost), 1e-9) if self.cost > self.bound else 0.0


def rated(itineraries: tuple[Itinerary, ...], late: tuple[str, ...], cost: float, bound: float, seconds: float) -> Plan:
    """A plan with its cost, called optimal where that agrees with the bound but for what floating point sums lose."""
    bound = min(bound, cost)
    status: Status = "optimal" if cost - bound <= _OPTIMAL * max(1.0, abs(cost)) else "feasible"
    return Plan(status, cost, bound, seconds, late, itineraries)
