"""What can be wrong, in the words of the domain; the doors decide which status code that is."""

# ruff: noqa: N818 -- these are outcomes with names of their own: "slot taken", not "slot taken error"

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from scheduler.domain.itinerary import OfferList, Unserved


class DomainError(Exception):
    """Base of everything a caller can do something about."""


@dataclass(eq=False)
class InvalidInput(DomainError):
    """A value that cannot be: `pointer` is a JSON pointer; `value` is None where it must not be repeated."""

    pointer: str
    value: object
    expected: str

    def __str__(self) -> str:
        shown = "" if self.value is None else f": {str(self.value)[:80]!r}"
        return f"{self.pointer}{shown} should be {self.expected}"


@dataclass(eq=False)
class NotFound(DomainError):
    """Nothing of this kind has this id."""

    kind: str
    id: str

    def __str__(self) -> str:
        return f"there is no {self.kind} {self.id!r}"


@dataclass(eq=False)
class SlotTaken(DomainError):
    """Someone else took a slot first; `offers` are fresh ones."""

    offers: "OfferList"

    def __str__(self) -> str:
        return "a slot of this itinerary was taken meanwhile"


@dataclass(eq=False)
class NothingFits(DomainError):
    """There is no itinerary to book, be it late; `reason` says why."""

    reason: str

    def __str__(self) -> str:
        return f"nothing was booked: {self.reason}"


@dataclass(eq=False)
class NotAllFit(DomainError):
    """Some parties of a group cannot be served in time, so none was booked; `exceptions` says who and why."""

    exceptions: "tuple[Unserved, ...]"

    def __str__(self) -> str:
        return f"{len(self.exceptions)} of the parties cannot be served in time; nothing was registered or booked"


@dataclass(eq=False)
class OfferExpired(DomainError):
    """The offer is past its time."""

    offer_id: str
    expires_at: datetime

    def __str__(self) -> str:
        return f"offer {self.offer_id!r} expired at {self.expires_at.isoformat()}; ask for new offers"


@dataclass(eq=False)
class HoldExpired(DomainError):
    """The hold is past its time; its slots are free again."""

    hold_id: str
    expired_at: datetime

    def __str__(self) -> str:
        return f"hold {self.hold_id!r} expired at {self.expired_at.isoformat()}; ask for new offers"


@dataclass(eq=False)
class HoldEnded(DomainError):
    """The hold ended before its time: given up, replaced by a later one, or used for a booking that is cancelled."""

    hold_id: str

    def __str__(self) -> str:
        return f"hold {self.hold_id!r} was given up, replaced or used before; ask for new offers"


@dataclass(eq=False)
class RenewedOut(DomainError):
    """The hold was renewed as often as a hold may be."""

    hold_id: str
    most: int
    expires_at: datetime

    def __str__(self) -> str:
        until = self.expires_at.isoformat()
        return f"hold {self.hold_id!r} was renewed {self.most} times, the most there is; book it before {until}"


@dataclass(eq=False)
class AlreadyBooked(DomainError):
    """The arrival has a booking that this would contradict."""

    arrival_id: str
    booking_id: str

    def __str__(self) -> str:
        return f"arrival {self.arrival_id!r} has booking {self.booking_id!r}; reschedule or cancel that one"


@dataclass(eq=False)
class NotBooked(DomainError):
    """The booking is cancelled, so there is nothing left to change."""

    booking_id: str

    def __str__(self) -> str:
        return f"booking {self.booking_id!r} is cancelled"


@dataclass(eq=False)
class VisitOutOfOrder(DomainError):
    """What was to be noted of a visit does not follow from how far it is."""

    appointment_id: str
    status: str
    noted: str
    follows: str

    def __str__(self) -> str:
        return f"appointment {self.appointment_id!r} is {self.status}; {self.noted} is for one that is {self.follows}"


@dataclass(eq=False)
class NotItsTime(DomainError):
    """What was to be noted of a visit is noted at another time; `expected` says when."""

    appointment_id: str
    noted: str
    expected: str

    def __str__(self) -> str:
        return f"{self.noted} of appointment {self.appointment_id!r} is noted {self.expected}"


@dataclass(eq=False)
class VisitBegun(DomainError):
    """An appointment has started or is finished, so that it can be neither moved nor cancelled."""

    appointment_id: str
    step: str
    status: str

    def __str__(self) -> str:
        return (
            f"appointment {self.appointment_id!r} is {self.status} and stays as it is; "
            f"name the steps to change, {self.step!r} not among them"
        )


@dataclass(eq=False)
class StaleVersion(DomainError):
    """The booking changed since the caller read it."""

    booking_id: str
    wanted: int
    current: int

    def __str__(self) -> str:
        return f"booking {self.booking_id!r} is at version {self.current}, not {self.wanted}"


@dataclass(eq=False)
class IdempotencyConflict(DomainError):
    """The idempotency key was used before with another request."""

    key: str

    def __str__(self) -> str:
        return f"idempotency key {self.key!r} was used with another request"


@dataclass(eq=False)
class PlanNotReady(DomainError):
    """The plan cannot be applied in the state it is in."""

    plan_id: str
    status: str

    def __str__(self) -> str:
        return f"plan {self.plan_id!r} is {self.status}; only a plan that is done can be applied"


@dataclass(eq=False)
class PlanStale(DomainError):
    """Something the plan relies on changed after it was made; `reason` says what."""

    plan_id: str
    reason: str

    def __str__(self) -> str:
        return f"plan {self.plan_id!r} no longer fits: {self.reason}; ask for a new plan"


@dataclass(eq=False)
class ProposalClosed(DomainError):
    """The proposal was applied, declined or overtaken."""

    proposal_id: str
    status: str

    def __str__(self) -> str:
        return f"proposal {self.proposal_id!r} is {self.status}; only one that is open can be applied or declined"


@dataclass(eq=False)
class ProposalStale(DomainError):
    """Something the proposal relies on changed after it was made; `reason` says what."""

    proposal_id: str
    reason: str

    def __str__(self) -> str:
        return f"proposal {self.proposal_id!r} no longer fits: {self.reason}; the next night looks again"


@dataclass(eq=False)
class ScenarioNotReady(DomainError):
    """No replication of the scenario has figures yet, or none will have."""

    scenario_id: str
    status: str

    def __str__(self) -> str:
        return f"scenario {self.scenario_id!r} is {self.status} and has no figures; a report needs some"


@dataclass(eq=False)
class RegionBusy(DomainError):
    """A region was booked faster than it could be locked, many times over."""

    region: str

    def __str__(self) -> str:
        return f"region {self.region!r} is too busy to be planned anew at the moment; nothing was changed, ask again"
