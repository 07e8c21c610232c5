"""Why arrivals of a plan are late, and what would have served them.

Every reason is confirmed by taking it away: the changed instance is planned anew around the late arrival, and the
reason counts if the plan found has one fewer late and the verifier passes it. What is not told may still be a reason:
the search for such a plan is not exhaustive where many arrivals are concerned.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations, islice, takewhile
from typing import Literal

from solver.budget import Budget
from solver.candidates import extra_desks, new_days, several, spoken_languages, valued, whole_day, wider_windows
from solver.desk_prices import DeskPrices, desk_prices
from solver.instance import Instance
from solver.own_window import cheapest_alone, fields_in_the_way, services_missing
from solver.plan import Plan
from solver.remedies import ExtraDesk, Remedy, arrival_named, desks_of
from solver.rescue import rescued
from solver.shadow_prices import ShadowPrice, shadow_prices
from solver.surroundings import surroundings, window
from solver.trials import Trials, length

_PRICES_SHARE, _SHARED_SHARE = 0.3, 0.1  # of the time
_VALUED, _TRIED = 200, 12  # ways to add so many desks that are looked at, and tried
_MOST_DESKS = 2  # at once
_LIKELY = 0.1  # of the price of lateness: what takes so much off what it would cost may well serve it

Verdict = Literal["window", "service", "price", "plan", "capacity", "unknown", "unseen"]


@dataclass(frozen=True, slots=True)
class LateArrival:
    """Why one arrival is late.

    `verdict`: its own `window` allows no itinerary, whatever the desks; a `service` it needs is offered nowhere; by
    the `price` of lateness it is cheaper late; the `plan` is to blame, a better one serves it; `capacity` is short, the
    remedies would have served it; the reason is `unknown`, or was `unseen` since time ran out. `names`: the fields of
    its window, or the services. `remedies`: what would have served it, each by itself, desks first, the smallest
    first. `complete`: whether everything was tried in time.
    """

    arrival: str
    verdict: Verdict
    names: tuple[str, ...] = ()
    remedies: tuple[Remedy, ...] = ()
    complete: bool = True

    @property
    def desks(self) -> tuple[tuple[ExtraDesk, ...], ...]:
        """The remedies that are desks: their kinds and days are what binds."""
        return tuple(desks for remedy in self.remedies if (desks := desks_of(remedy)))

    @property
    def others(self) -> tuple[Remedy, ...]:
        """The remedies that are none."""
        return tuple(remedy for remedy in self.remedies if not desks_of(remedy))


@dataclass(frozen=True, slots=True)
class SharedDesk:
    """One desk that several of the late miss, and how many of them it would have served at least."""

    desk: ExtraDesk
    missed_by: tuple[str, ...]
    serves: int


@dataclass(frozen=True, slots=True)
class Explanation:
    """The late of a plan with their reasons, the desks that several of them miss, and the shadow prices."""

    late: tuple[LateArrival, ...]
    shared: tuple[SharedDesk, ...]
    prices: tuple[ShadowPrice, ...]


def explain_plan(instance: Instance, plan: Plan, *, seconds: float) -> Explanation:
    """Why the late of a plan that the verifier passes are late, and what desk hours are worth.

    When the time is up, what was found is told, and what was not looked at.
    """
    budget = Budget(seconds, None)
    prices = desk_prices(instance, seconds=budget.seconds(_PRICES_SHARE), crowded=bool(plan.late))
    kept = budget.seconds(_SHARED_SHARE)
    late: list[LateArrival] = []
    for n, name in enumerate(plan.late):
        until = budget.left() - (budget.left() - kept) / (len(plan.late) - n)
        late.append(_Case(instance, plan, name, prices, _after(budget, until)).reason())
    shared = tuple(_shared(instance, plan, late, prices, _after(budget, 0.0)))
    return Explanation(tuple(late), shared, shadow_prices(instance, prices))


def _after(budget: Budget, until: float) -> Callable[[], bool]:
    return lambda: budget.left() <= until


class _Case:
    """One late arrival, what it could be told, and the trials of it."""

    def __init__(
        self, instance: Instance, plan: Plan, name: str, prices: DeskPrices, out_of_time: Callable[[], bool]
    ) -> None:
        self._instance, self._arrival, self._prices = instance, arrival_named(instance, name), prices
        self._trials = Trials(instance, plan, name, prices, out_of_time)

    def reason(self) -> LateArrival:
        """The verdict, and what would have served it."""
        if self._trials.out_of_time():
            return self._told("unseen")
        missing = services_missing(self._instance, self._arrival)
        if missing:
            return self._told("service", missing)
        fields = fields_in_the_way(self._instance, self._arrival)
        if fields:
            return self._told("window", fields, self._wider())
        if self._instance.objective.late <= cheapest_alone(self._instance, self._arrival) < float("inf"):
            return self._told("price")
        return self._confirmed()

    def _confirmed(self) -> LateArrival:
        """By trials: first of all without any change."""
        if self._trials.serves(()) is not None:
            return self._told("plan")
        remedies = (*self._desks(), *self._languages(), *self._wider())
        if self._trials.needless:
            return self._told("plan")
        return self._told("capacity" if remedies else "unknown", (), remedies)

    def _told(self, verdict: Verdict, names: tuple[str, ...] = (), remedies: tuple[Remedy, ...] = ()) -> LateArrival:
        return LateArrival(self._arrival.id, verdict, names, remedies, not self._trials.out_of_time())

    def _desks(self) -> tuple[Remedy, ...]:
        """The fewest desks that serve it, the smallest first and made smaller yet.

        Where the prices say which ones do, the others are not tried: a plan may be better with them by chance.
        """
        desks, late = extra_desks(self._instance, self._arrival), self._instance.objective.late
        limit = min(late, cheapest_alone(self._instance, self._arrival, self._prices)) - _LIKELY * late
        for size in range(1, _MOST_DESKS + 1):
            tried = self._valued(several(desks, size))[:_TRIED]
            for likely in (True, False):
                remedies = [remedy for value, remedy in tried if (value <= limit) == likely]
                found = sorted(self._trials.confirmed(remedies), key=self._size)
                if found:
                    return (self._trials.narrowed(found[0]), *found[1:])
        return ()

    def _size(self, remedy: Remedy) -> tuple[int, int]:
        """Desks on days on which the agency is not there at all, then slots."""
        return new_days(self._instance, remedy), length(remedy)

    def _languages(self) -> tuple[Remedy, ...]:
        """The fewest desks that serve it once they speak one of its languages."""
        spoken = spoken_languages(self._instance, self._arrival)
        for size in range(1, _MOST_DESKS + 1):
            tried = self._valued(combinations(spoken, size))
            found = tuple(islice(self._trials.confirmed(remedy for _, remedy in tried), 1))
            if found:
                return found
        return ()

    def _valued(self, remedies: Iterable[Remedy]) -> list[tuple[float, Remedy]]:
        in_time = takewhile(lambda _: not self._trials.out_of_time(), islice(remedies, _VALUED))
        return valued(self._instance, self._arrival, in_time, self._prices)

    def _wider(self) -> tuple[Remedy, ...]:
        """The nearest deadline and the nearest start that serve it."""
        kinds = wider_windows(self._instance, self._arrival)
        return tuple(remedy for kind in kinds for remedy in islice(self._trials.confirmed(kind), 1))


def _shared(
    instance: Instance,
    plan: Plan,
    late: Iterable[LateArrival],
    prices: DeskPrices,
    out_of_time: Callable[[], bool],
) -> Iterator[SharedDesk]:
    """Each desk that several of the late miss: all of them are tried at once."""
    missed: dict[ExtraDesk, list[str]] = defaultdict(list)
    for each in late:
        for desk, *others in each.desks:
            if not others:
                missed[whole_day(instance, desk)].append(each.arrival)
    for desk, names in missed.items():
        if len(names) > 1 and not out_of_time():
            windows = [window(instance, arrival_named(instance, name)) for name in names]
            days = range(min(each.start for each in windows), max(each.stop for each in windows))
            cut, known = surroundings(desk.applied(instance), plan, names, days)
            found = rescued(cut, known, prices, out_of_time)
            yield SharedDesk(desk, tuple(names), max(1, len(names) - len(found.late)))
