"""What a planner should know before trusting the figures of a scenario."""

from collections.abc import Iterator, Mapping
from statistics import fmean

from calendars.words import Language, list_in_words
from scheduler.domain.texts import Text
from scheduler.scenarios.figures import Figures
from scheduler.scenarios.numbers import percent
from scheduler.scenarios.result import Result
from scheduler.scenarios.scenario import Scenario
from scheduler.scenarios.statistics import paired

_FEWEST_WEEKS = 4
_UNSTEADY = Text(
    "In de eerste helft van de weken is {first} binnen de belofte klaar, in de tweede helft {second}: de rij groeit, "
    "of de aanloop is te kort. De cijfers hangen er dan van af hoe lang er gespeeld wordt.",
    "In the first half of the weeks {first} are done within the promise, in the second half {second}: the queue grows, "
    "or the warm-up is too short. The figures then depend on how long is played.",
)
_UNHEARD = Text(
    "Aan geen balie voor {services} spreekt iemand {languages}: wie niets anders spreekt, is altijd te laat.",
    "At no desk for {services} does anybody speak {languages}: whoever speaks nothing else is late in any case.",
)


def remarks(result: Result, language: Language) -> Iterator[str]:
    """Sentences; none where nothing is odd."""
    for languages, services in _unheard(result.scenario).items():
        told = {
            "languages": " / ".join(sorted(languages)),
            "services": list_in_words(list(dict.fromkeys(services)), language),
        }
        yield _UNHEARD.in_language(language).format(**told)
    if (halves := unsteady(result.figures)) is not None:
        first, second = (percent(share, language) for share in halves)
        yield _UNSTEADY.in_language(language).format(first=first, second=second)


def unsteady(figures: Mapping[int, Figures]) -> tuple[float, float] | None:
    """The shares within the promise of both halves of the weeks, if the second is lower than chance explains."""
    halves = {number: found for number, one in figures.items() if (found := _halves(one)) is not None}
    first, second = ({number: found[n] for number, found in halves.items()} for n in (0, 1))
    change = paired(first, second)
    if change is None or change.high is None or change.high >= 0:
        return None
    return fmean(first.values()), fmean(second.values())


def _halves(one: Figures) -> tuple[float, float] | None:
    """The share of either half of the weeks; None where they are too few, or nobody came in one of them."""
    middle = len(one.weeks) // 2
    parts = one.weeks[:middle], one.weeks[middle:]
    arrivals, within = ([sum(week[n] for week in part) for part in parts] for n in (0, 1))
    if len(one.weeks) < _FEWEST_WEEKS or not all(arrivals):
        return None
    return within[0] / arrivals[0], within[1] / arrivals[1]


def _unheard(scenario: Scenario) -> dict[frozenset[str], list[str]]:
    """The services that arrivals need who speak some languages, and at whose desks nobody speaks any of these."""
    desks = [group.desk for group in scenario.capacity.desks if group.count]
    coming = [each for each in scenario.capacity.journeys if scenario.demand.journeys.get(each.id, 0) > 0]
    services = sorted({service for journey in coming for service in journey.services})
    found: dict[frozenset[str], list[str]] = {}
    for languages, weight in scenario.demand.languages:
        for service in services if weight > 0 and languages else ():
            spoken = {each for desk in desks if service in desk.services for each in desk.languages}
            if not spoken & languages:
                found.setdefault(languages, []).append(service)
    return found
