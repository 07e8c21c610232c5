"""What is told of a scenario: each measure as a number of one replication, and how sure all of them make it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from math import inf
from typing import Literal, get_args

from scheduler.domain.agency import Agency
from scheduler.domain.texts import Text
from scheduler.scenarios.figures import Figures
from scheduler.scenarios.simulate import ABSENCE
from scheduler.scenarios.statistics import Estimate, batch_means, estimate
from solver.online import SEVERAL, WINDOW

Unit = Literal["share", "days", "minutes", "hours", "cost", "count"]
Better = Literal["more", "less"]
Topic = Literal["promise", "people", "desks", "cost", "demand"]
TOPICS: tuple[Topic, ...] = get_args(Topic)


@dataclass(frozen=True, slots=True)
class Measure:
    """A number of each replication; `of` is None where a replication says nothing of it.

    `better`: which way is good, None where neither is.
    """

    key: str
    title: Text
    topic: Topic
    unit: Unit
    of: Callable[[Figures], float | None]
    better: Better | None = "less"

    def by_number(self, figures: Mapping[int, Figures]) -> dict[int, float]:
        """The number of each replication that has one."""
        told = ((number, self.of(one)) for number, one in figures.items())
        return {number: value for number, value in told if value is not None}

    def estimate(self, figures: Mapping[int, Figures]) -> Estimate | None:
        """Its mean over replications; None where none has a number."""
        if self.key == WITHIN.key and len(figures) == 1:
            (only,) = figures.values()
            found = batch_means(only.weeks)
        else:
            found = estimate(list(self.by_number(figures).values()))
        return None if found is None else found.within(0.0, 1.0 if self.unit == "share" else inf)


WITHIN = Measure(
    "within",
    Text("Binnen de belofte klaar", "Done within the promise"),
    "promise",
    "share",
    lambda told: _ratio(told.within, told.arrivals),
    "more",
)
ROSTER_COST = Measure(
    "roster_cost",
    Text("Kosten van het rooster", "Cost of the roster"),
    "cost",
    "cost",
    lambda told: told.roster_cost,
)
MEASURES = (
    WITHIN,
    Measure(
        "unserved",
        Text("Geen tijd gevonden", "Found no time at all"),
        "promise",
        "share",
        lambda told: _ratio(told.unserved, told.arrivals),
    ),
    Measure(
        "days_to_bsn",
        Text("Dagen tot BSN, gemiddeld", "Days to BSN, mean"),
        "people",
        "days",
        lambda told: _mean(told.days_to_bsn),
    ),
    Measure(
        "days_to_bsn_90",
        Text("Dagen tot BSN voor 9 van de 10", "Days to BSN for 9 in 10"),
        "people",
        "days",
        lambda told: _quantile(told.days_to_bsn, 0.9),
    ),
    Measure(
        "days_to_done",
        Text("Dagen tot alles klaar is, gemiddeld", "Days until all is done, mean"),
        "people",
        "days",
        lambda told: _mean(told.days_to_done),
    ),
    Measure(
        "visits",
        Text("Bezoeken per aankomst", "Visits an arrival"),
        "people",
        "count",
        lambda told: _ratio(told.visits, _served(told)),
    ),
    Measure(
        "idle_minutes",
        Text("Wachten tussen afspraken, per aankomst", "Waiting between appointments, an arrival"),
        "people",
        "minutes",
        lambda told: _ratio(told.idle_minutes, _served(told)),
    ),
    Measure(
        "desk_minutes",
        Text("Wachten aan de balie, per afspraak", "Waiting at the desk, an appointment"),
        "people",
        "minutes",
        lambda told: _ratio(told.desk_minutes, told.appointments),
    ),
    Measure(
        "walk_ins_seen",
        Text("Zonder afspraak, dezelfde dag geholpen", "Walk-ins seen on the same day"),
        "people",
        "share",
        lambda told: _ratio(told.walk_ins, told.walked_in),
        "more",
    ),
    Measure(
        "walk_in_minutes",
        Text("Wachten zonder afspraak, wie dezelfde dag geholpen is", "Waiting of a walk-in seen on the same day"),
        "people",
        "minutes",
        lambda told: _ratio(told.walk_in_minutes, told.walk_ins),
    ),
    Measure(
        "moves",
        Text("Verplaatst voordat het vast stond, per aankomst", "Moved before it was firm, an arrival"),
        "people",
        "count",
        lambda told: _ratio(told.moves, told.arrivals),
    ),
    Measure(
        "displaced",
        Text("Verplaatst door uitval van een balie, per aankomst", "Displaced by absence, an arrival"),
        "people",
        "count",
        lambda told: _ratio(told.displaced, told.arrivals),
    ),
    Measure(
        "utilisation",
        Text("Bezetting van de balies", "Utilisation of the desks"),
        "desks",
        "share",
        lambda told: _use(told, None),
        None,
    ),
    Measure(
        "desk_hours",
        Text("Balie-uren open", "Desk hours open"),
        "desks",
        "hours",
        lambda told: sum(use.open for use in told.use.values()),
        None,
    ),
    Measure(
        "absent_hours",
        Text("Balie-uren uitgevallen", "Desk hours lost to absence"),
        "desks",
        "hours",
        lambda told: told.absent_hours,
    ),
    Measure(
        "booked_hours",
        Text("Balie-uren geboekt", "Desk hours booked"),
        "desks",
        "hours",
        lambda told: sum(use.booked for use in told.use.values()),
        None,
    ),
    Measure(
        "overtime_hours",
        Text("Uren na sluitingstijd", "Hours after closing"),
        "desks",
        "hours",
        lambda told: told.overtime_minutes / 60,
    ),
    ROSTER_COST,
    Measure(
        "roster_cost_per_arrival",
        Text("Kosten van het rooster, per aankomst", "Cost of the roster, an arrival"),
        "cost",
        "cost",
        lambda told: _ratio(told.roster_cost, told.arrivals),
    ),
    Measure(
        "cost",
        Text("Ongemak in punten, per aankomst", "Inconvenience in points, an arrival"),
        "cost",
        "count",
        lambda told: _ratio(told.cost, told.arrivals),
    ),
    Measure("arrivals", Text("Aankomsten", "Arrivals"), "demand", "count", lambda told: told.arrivals, None),
    Measure("no_shows", Text("Niet verschenen", "Did not come"), "demand", "count", lambda told: told.no_shows, None),
    Measure("cancellations", Text("Afgezegd", "Cancelled"), "demand", "count", lambda told: told.cancellations, None),
)


def measures(agencies: Sequence[Agency]) -> tuple[Measure, ...]:
    """All measures of scenarios with these agencies, by topic."""
    causes = {agency.id: agency.name for agency in agencies} | {
        SEVERAL: Text("meer dan één dienst", "more than one agency"),
        WINDOW: Text("eigen beschikbaarheid", "their own availability"),
        ABSENCE: Text("uitval van een balie", "a desk that stayed shut"),
    }
    by_cause = (_late_by(cause, name) for cause, name in causes.items())
    by_agency = (_utilisation_of(agency) for agency in agencies)
    return tuple(sorted((*MEASURES, *by_cause, *by_agency), key=lambda measure: TOPICS.index(measure.topic)))


def estimates(told: Sequence[Measure], figures: Mapping[int, Figures]) -> dict[str, Estimate]:
    """The estimate of each measure by its key, those without a number left out."""
    found = {measure.key: measure.estimate(figures) for measure in told}
    return {key: value for key, value in found.items() if value is not None}


def _late_by(cause: str, name: Text) -> Measure:
    title = Text(f"Te laat door: {name.nl}", f"Late for want of: {name.en}")
    return Measure(
        f"late.{cause}", title, "promise", "share", lambda told: _ratio(told.late.get(cause, 0), told.arrivals)
    )


def _utilisation_of(agency: Agency) -> Measure:
    title = Text(f"Bezetting: {agency.name.nl}", f"Utilisation: {agency.name.en}")
    return Measure(f"utilisation.{agency.id}", title, "desks", "share", lambda told: _use(told, agency.id), None)


def _ratio(part: float, whole: float) -> float | None:
    return part / whole if whole else None


def _served(told: Figures) -> int:
    return told.arrivals - told.unserved


def _mean(days: Sequence[int]) -> float | None:
    return _ratio(sum(day * arrivals for day, arrivals in enumerate(days)), sum(days))


def _quantile(days: Sequence[int], share: float) -> float | None:
    """The fewest days within which a share of the arrivals is done."""
    enough = share * sum(days)
    return next((float(day) for day, so_far in enumerate(accumulate(days)) if so_far >= enough > 0), None)


def _use(told: Figures, agency: str | None) -> float | None:
    used = [use for hour, use in told.use.items() if agency in (None, hour.agency)]
    return _ratio(sum(use.booked for use in used), sum(use.open for use in used))
