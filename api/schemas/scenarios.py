"""A scenario as planners write it: the format onestop-scenario/1.

What is left out stays as it is at the start or in the base scenario; from scratch it must be given where there is no
default.
"""

from typing import Annotated, Any, Literal, TypeAlias

from pydantic import BeforeValidator, Field, StringConstraints, WithJsonSchema

from api.schemas.base import Day, Flag, Id, Language, Received
from api.schemas.scenario_days import DayOfYear, DaysText, LeadText, PartyText, SpanText, Tongues, Weekday
from scheduler.domain.arrival import MAX_PARTY
from scheduler.domain.forecast import MAX_LEAD, MAX_WEEKLY
from scheduler.domain.policy import DeadlinePolicy
from scheduler.domain.texts import Text
from scheduler.scenarios.checking import MAX_DESKS, MAX_REPLICATIONS, MAX_SPREAD, MAX_WEEKS

FORMAT = "onestop-scenario/1"
Weight = Annotated[float, Field(strict=True, ge=0, le=1e9, allow_inf_nan=False)]
Share = Annotated[float, Field(strict=True, ge=0, le=1, allow_inf_nan=False)]
Price = Annotated[float, Field(strict=True, ge=0, le=1e9, allow_inf_nan=False)]
Slots = Annotated[int, Field(strict=True, ge=0, le=1_440)]
Desks = Annotated[int, Field(strict=True, ge=1, le=MAX_DESKS)]
MoreDesks = Annotated[int, Field(strict=True, ge=-MAX_DESKS, le=MAX_DESKS)]
Words = Annotated[str, StringConstraints(min_length=1, max_length=200)]
Hours: TypeAlias = dict[DaysText, list[SpanText]]


class Words2(Received):
    """A name in Dutch and in English."""

    nl: Words
    en: Words

    def text(self) -> Text:
        """The same in the domain."""
        return Text(self.nl, self.en)


def _in_both(value: Any) -> Any:
    return {"nl": value, "en": value} if isinstance(value, str) else value


Name = Annotated[
    Words2,
    BeforeValidator(_in_both),
    WithJsonSchema(
        {
            "description": "A name, in Dutch and in English where these differ.",
            "oneOf": [
                {"type": "string", "minLength": 1, "maxLength": 200},
                {
                    "type": "object",
                    "properties": {
                        tongue: {"type": "string", "minLength": 1, "maxLength": 200} for tongue in ("nl", "en")
                    },
                    "required": ["nl", "en"],
                    "additionalProperties": False,
                },
            ],
        }
    ),
]


class StartIn(Received):
    """Where it starts: as a `region` is now with whom it expects, or with whom came in the `weeks` of its history."""

    region: Id | None = None
    history: Id | None = None
    weeks: Annotated[int, Field(strict=True, ge=1, le=MAX_WEEKS)] | None = None


class SeasonIn(Received):
    """Days of every year, both included, on which `factor` times as many come."""

    first: Annotated[DayOfYear, Field(alias="from")]
    last: Annotated[DayOfYear, Field(alias="to")]
    factor: Annotated[float, Field(strict=True, ge=0, le=100, allow_inf_nan=False)]


class IntakeIn(Received):
    """A group that comes on one day on top of everybody else."""

    day: Day
    parties: Annotated[int, Field(strict=True, ge=1, le=10_000)]
    journey: Id
    party: Annotated[int, Field(strict=True, ge=1, le=MAX_PARTY)] = 1
    languages: Annotated[list[Language], Field(default_factory=list)]
    lead_days: Annotated[int, Field(strict=True, ge=0, le=MAX_LEAD)] = 0


class DemandIn(Received):
    """Who comes: `weekly` arrivals, `scale` times as many; weights of what they are like, by name."""

    weekly: Annotated[float, Field(strict=True, ge=0, le=MAX_WEEKLY, allow_inf_nan=False)] | None = None
    scale: Annotated[float, Field(strict=True, ge=0, le=100, allow_inf_nan=False)] = 1.0
    journeys: dict[Id, Weight] | None = None
    parties: dict[PartyText, Weight] | None = None
    languages: dict[Tongues, Weight] | None = None
    weekdays: dict[Weekday, Weight] | None = None
    leads: dict[LeadText, Weight] | None = None
    seasons: list[SeasonIn] | None = None
    intakes: list[IntakeIn] | None = None
    walk_ins: Share | None = None
    no_shows: Share | None = None
    cancellations: Share | None = None
    spread: Annotated[float, Field(strict=True, ge=0, le=MAX_SPREAD, allow_inf_nan=False)] | None = None


class TravelIn(Received):
    """Slots it takes from one location to another, the same both ways."""

    here: Annotated[Id, Field(alias="from")]
    there: Annotated[Id, Field(alias="to")]
    slots: Slots


class PricesIn(Received):
    """What makes one itinerary dearer than another."""

    late: Price | None = None
    visit: Price | None = None
    wait_slot: Price | None = None
    day: Price | None = None


class RegionIn(Received):
    """The region: its clock, its grid and its prices."""

    id: Id | None = None
    name: Words | None = None
    timezone: Annotated[str, StringConstraints(min_length=1, max_length=64)] | None = None
    email: Annotated[str, StringConstraints(min_length=3, max_length=254)] | None = None
    slot_minutes: Annotated[int, Field(strict=True, ge=1, le=1_440)] | None = None
    min_gap_slots: Slots | None = None
    travel: list[TravelIn] | None = None
    prices: PricesIn = PricesIn()


DeskCount = Annotated[int, Field(strict=True, ge=1, le=20)]


class StepIn(Received):
    """An appointment of a journey: its length in slots for a party of 1, 2, ..., the last one for more.

    `desks` says likewise at how many desks at once the party is seen.
    """

    id: Id
    service: Id
    slots: Annotated[list[Annotated[int, Field(strict=True, ge=1, le=1_440)]], Field(min_length=1, max_length=20)]
    title: Name | None = None
    after: Annotated[list[Id], Field(default_factory=list)]
    result_days: Annotated[int, Field(strict=True, ge=0, le=MAX_LEAD)] = 0
    desks: Annotated[list[DeskCount], Field(min_length=1, max_length=20, default_factory=lambda: [1])]


class JourneyIn(Received):
    """What an arrival has to do."""

    name: Name | None = None
    steps: Annotated[list[StepIn], Field(min_length=1, max_length=12)]


class DeskIn(Received):
    """Desks that are alike, `like` another one but for what is given; open on some days only with `from` and `to`."""

    like: Id | None = None
    agency: Id | None = None
    location: Id | None = None
    services: Annotated[list[Id], Field(min_length=1, max_length=50)] | None = None
    languages: Annotated[list[Language], Field(max_length=50)] | None = None
    hours: Hours | None = None
    exceptions: dict[Day, list[SpanText]] | None = None
    count: Desks | None = None
    hourly: Price | None = None
    first: Annotated[Day | None, Field(alias="from")] = None
    last: Annotated[Day | None, Field(alias="to")] = None


class ClosureIn(Received):
    """Days on which an agency, or everybody, is shut."""

    first: Annotated[Day, Field(alias="from")]
    last: Annotated[Day, Field(alias="to")]
    reason: Words = "closed"
    agency: Id | None = None


class CapacityIn(Received):
    """Which desks there are. `desks` and `closures` are all there are; the others change those of the start.

    `more`: how many desks more (or less, below 0) an agency has on weekdays. `absences`: the share of its days on which
    a desk stays shut, which nobody knows before.
    """

    region: RegionIn = RegionIn()
    agencies: Annotated[dict[Id, Name], Field(max_length=50)] | None = None
    journeys: Annotated[dict[Id, JourneyIn], Field(max_length=100)] | None = None
    desks: Annotated[dict[Id, DeskIn], Field(max_length=MAX_DESKS)] | None = None
    extra_desks: Annotated[dict[Id, DeskIn], Field(max_length=MAX_DESKS, default_factory=dict)]
    change: Annotated[dict[Id, DeskIn], Field(default_factory=dict)]
    without: Annotated[list[Id], Field(default_factory=list)]
    more: Annotated[dict[Id, dict[DaysText, MoreDesks]], Field(default_factory=dict)]
    closures: Annotated[list[ClosureIn], Field(max_length=2_000)] | None = None
    extra_closures: Annotated[list[ClosureIn], Field(max_length=2_000, default_factory=list)]
    absences: Share | None = None


class PromiseIn(Received):
    """Everything done within `days`, counted by `policy`; `extraHolidays` extend it too."""

    policy: DeadlinePolicy | None = None
    days: Annotated[int, Field(strict=True, ge=1, le=90)] | None = None
    extra_holidays: list[Day] | None = None


class PolicyIn(Received):
    """How requests are answered.

    Provisional times are firm `leadDays` open days before; a move gains `movePrice`. `nightly`: they are planned anew
    every night, not only to let somebody in.
    """

    offers: Literal["first-come", "bid-prices"] | None = None
    times: Literal["firm", "provisional"] | None = None
    lead_days: Annotated[int, Field(strict=True, ge=0, le=30)] | None = None
    move_price: Price | None = None
    nightly: Flag | None = None
    promise: PromiseIn = PromiseIn()
    overbooking: dict[Id, Annotated[int, Field(strict=True, ge=0, le=MAX_DESKS)]] | None = None


class HorizonIn(Received):
    """The days that are simulated, both included; arrivals of the first `warmUpDays` count in no figure."""

    first: Annotated[Day | None, Field(alias="from")] = None
    last: Annotated[Day | None, Field(alias="to")] = None
    warm_up_days: Annotated[int, Field(strict=True, ge=0, le=MAX_LEAD)] | None = None


class ScenarioIn(Received):
    """A scenario, from a `start`, from a `base` scenario, or from scratch."""

    format: Literal["onestop-scenario/1"]
    name: Words
    start: StartIn | None = None
    base: Annotated[str, StringConstraints(min_length=1, max_length=500)] | None = None
    demand: DemandIn = DemandIn()
    capacity: Annotated[CapacityIn, Field(default_factory=lambda: CapacityIn.model_validate({}))]
    policy: PolicyIn = PolicyIn()
    horizon: HorizonIn = HorizonIn()
    bsn_service: Id | None = None
    replications: Annotated[int, Field(strict=True, ge=1, le=MAX_REPLICATIONS)] | None = None
    seed: Annotated[int, Field(strict=True, ge=0, le=2**31 - 1)] | None = None
