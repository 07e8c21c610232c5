"""What a scenario takes for granted, in the words of who reads its report; and what another one takes differently."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from calendars.words import Language, day_in_words, list_in_words, month_in_words, weekday_in_words
from scheduler.domain.agency import Agency
from scheduler.domain.texts import Text
from scheduler.scenarios.numbers import number, percent
from scheduler.scenarios.scenario import DeskGroup, Scenario

_POLICIES = {
    "calendar_days_atw": Text("kalenderdagen, met de verlenging van de wet", "calendar days, extended as the law does"),
    "calendar_days": Text("kalenderdagen", "calendar days"),
    "working_days": Text("werkdagen", "working days"),
}


@dataclass(frozen=True, slots=True)
class Assumption:
    """What is assumed of something, both in words."""

    label: str
    value: str


@dataclass(frozen=True, slots=True)
class Change:
    """What was assumed of something and what is instead; empty where it is not assumed at all."""

    label: str
    before: str
    after: str


def assumptions(scenario: Scenario, language: Language) -> tuple[Assumption, ...]:
    """All that the figures of a scenario rest on, in the order of who comes, who is there, and how they are served."""
    return tuple(Assumption(label, value) for label, value in _Facts(scenario, language).all() if value)


def changes(base: Scenario, other: Scenario, language: Language) -> tuple[Change, ...]:
    """What `other` assumes differently, in the order of its assumptions; what only `base` assumes comes last."""
    before, after = ({each.label: each.value for each in assumptions(one, language)} for one in (base, other))
    labels = dict.fromkeys([*after, *before])
    told = (Change(label, before.get(label, ""), after.get(label, "")) for label in labels)
    return (*(change for change in told if change.before != change.after), *_finer(base, other, language))


def _finer(base: Scenario, other: Scenario, language: Language) -> Iterator[Change]:
    """Agencies whose desks are told in the same words and yet differ."""
    for agency in base.capacity.agencies:
        before, after = ([d for d in each.capacity.desks if d.desk.agency == agency.id] for each in (base, other))
        told = _Facts(base, language).desks(agency)
        if before != after and told == _Facts(other, language).desks(agency):
            finer = Text("andere uren, diensten, talen of kosten", "other hours, services, languages or costs")
            yield Change(agency.name.in_language(language), told, finer.in_language(language))


class _Facts:
    def __init__(self, scenario: Scenario, language: Language) -> None:
        self._scenario, self._language = scenario, language

    def all(self) -> Iterator[tuple[str, str]]:
        """Labels and values, empty where there is nothing to tell."""
        yield from self._time()
        yield from self._people()
        yield from self._shares()
        for agency in self._scenario.capacity.agencies:
            yield agency.name.in_language(self._language), self.desks(agency)
        yield from self._rules()

    def desks(self, agency: Agency) -> str:
        """The desks of an agency: how many, how long and when."""
        groups = [group for group in self._scenario.capacity.desks if group.desk.agency == agency.id and group.count]
        if not groups:
            return self._say("geen balies", "no desks")
        count, hours = sum(group.count for group in groups), sum(map(_weekly_hours, groups))
        days = sorted({day for group in groups for day, spans in group.desk.pattern.hours.items() if spans})
        on = list_in_words([weekday_in_words(day, self._language) for day in days], self._language)
        desks = self._say("balie" if count == 1 else "balies", "desk" if count == 1 else "desks")
        return f"{count} {desks}, {self._number(hours)} {self._say('uur per week, op', 'hours a week, on')} {on}"

    def _time(self) -> Iterator[tuple[str, str]]:
        horizon = self._scenario.horizon
        first, last = self._day(horizon.counted_from), self._day(horizon.last)
        warm_up = horizon.warm_up.days
        yield self._say("Dagen", "Days"), self._say(f"{first} tot en met {last}", f"{first} to {last}")
        told = self._say(f"{warm_up} dagen, die niet meetellen", f"{warm_up} days, which count in no figure")
        yield self._say("Aanloop", "Warm-up"), told if warm_up else ""

    def _people(self) -> Iterator[tuple[str, str]]:
        demand = self._scenario.demand
        names = {journey.id: journey.name.in_language(self._language) for journey in self._scenario.capacity.journeys}
        journeys = {names.get(key, key): weight for key, weight in demand.journeys.items()}
        weekdays = {weekday_in_words(day, self._language): weight for day, weight in enumerate(demand.weekdays, 1)}
        any_language = self._say("elke taal", "any language")
        languages = {" / ".join(sorted(each)) or any_language: weight for each, weight in demand.languages}
        yield self._say("Aankomsten per week, gemiddeld", "Arrivals a week, on average"), self._number(demand.weekly)
        yield self._say("Trajecten", "Journeys"), self._weights(journeys)
        parties = {self._number(size): weight for size, weight in enumerate(demand.parties, 1)}
        yield self._say("Personen per aankomst", "People an arrival"), self._weights(parties)
        yield self._say("Talen", "Languages"), self._weights(languages)
        yield self._say("Dag van aankomst", "Day of arrival"), self._weights(weekdays)
        leads = {self._number(days): weight for days, weight in enumerate(demand.leads)}
        yield self._say("Dagen van tevoren gevraagd", "Days asked beforehand"), self._weights(leads)
        yield self._say("Seizoenen", "Seasons"), self._seasons()
        yield self._say("Groepen", "Group intakes"), self._intakes()

    def _shares(self) -> Iterator[tuple[str, str]]:
        demand, capacity = self._scenario.demand, self._scenario.capacity
        for nl, en, share in (
            ("Zonder afspraak", "Walk in", demand.walk_ins),
            ("Verschijnen niet", "Do not come", demand.no_shows),
            ("Zeggen af", "Cancel", demand.cancellations),
            ("Spreiding van de duur", "Spread of how long it takes", demand.spread),
            ("Balies die een dag uitvallen", "Desks that stay shut for a day", capacity.absences),
        ):
            yield self._say(nl, en), percent(share, self._language)

    def _rules(self) -> Iterator[tuple[str, str]]:
        scenario = self._scenario
        promise, policy = scenario.capacity.region.promise, scenario.policy
        days = self._say(f"{promise.days} ", f"{promise.days} ") + self._text(_POLICIES[promise.policy])
        yield self._say("Belofte", "Promise"), days
        priced = self._say("naar wat latere aankomsten ermee winnen", "at what they are worth to later arrivals")
        first = self._say("wie het eerst komt", "first come, first served")
        yield self._say("Aanbod van tijden", "Offers of times"), priced if policy.priced else first
        provisional = self._say(
            f"voorlopig, vast {policy.lead_days} open dagen van tevoren",
            f"provisional, firm {policy.lead_days} open days ahead",
        )
        firm = self._say("meteen vast", "firm at once")
        yield self._say("Tijden", "Times"), provisional if policy.provisional else firm
        extra = [f"{agency}: {desks}" for agency, desks in sorted(scenario.overbooking.items()) if desks]
        yield self._say("Extra weggegeven balies", "Desks given away beyond those there are"), ", ".join(extra)
        shut = {
            (closure.closure.first, closure.closure.last)
            for closure in scenario.capacity.closures
            if closure.closure.last >= scenario.horizon.counted_from and closure.closure.first <= scenario.horizon.last
        }
        days_shut = sum((last - first).days + 1 for first, last in shut)
        yield self._say("Dagen gesloten", "Days shut"), self._number(days_shut) if days_shut else ""
        known = max((each.closure.last for each in scenario.capacity.closures), default=scenario.horizon.last)
        told = self._say(
            f"alleen tot en met {self._day(known)}: daarna is elke dag open",
            f"only up to {self._day(known)}: every day after it is open",
        )
        yield self._say("Sluitingen bekend", "Closures known"), told if known.year < scenario.horizon.last.year else ""

    def _seasons(self) -> str:
        told = (
            f"{self._month_day(season.first)} {self._say('tot en met', 'to')} {self._month_day(season.last)}: "
            f"{percent(season.factor, self._language, 0)}"
            for season in self._scenario.demand.seasons
        )
        return "; ".join(told)

    def _intakes(self) -> str:
        told = (
            self._say(f"{intake.parties} op {self._day(intake.day)}", f"{intake.parties} on {self._day(intake.day)}")
            for intake in self._scenario.demand.intakes
        )
        return "; ".join(told)

    def _weights(self, weights: Mapping[str, float]) -> str:
        total = sum(weights.values())
        told = {name: percent(weight / total, self._language, 0) for name, weight in weights.items() if weight}
        return ", ".join(told) if len(told) == 1 else ", ".join(f"{name}: {share}" for name, share in told.items())

    def _month_day(self, told: tuple[int, int]) -> str:
        month, day = told
        return f"{day} {month_in_words(month, self._language)}"

    def _day(self, day: date) -> str:
        return day_in_words(day, self._language, year=True)

    def _number(self, value: float) -> str:
        return number(value, self._language)

    def _text(self, text: Text) -> str:
        return text.in_language(self._language)

    def _say(self, nl: str, en: str) -> str:
        return nl if self._language == "nl" else en


def _weekly_hours(group: DeskGroup) -> float:
    spans: Sequence[int] = [
        span.end_minute - span.start_minute for day in group.desk.pattern.hours.values() for span in day
    ]
    return group.count * sum(spans) / 60
