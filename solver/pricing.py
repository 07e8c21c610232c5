"""Prices of (class, slot) to the price of a start, and to the cheapest itineraries of whole batches."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from solver.classes import Eligibility, FloatArray, IntArray, ResourceClasses
from solver.cost import itinerary_costs
from solver.groups import Batch, Groups
from solver.itinerary import Itineraries, Recursion, Rules
from solver.occupancy import Occupancy


@dataclass(frozen=True)
class Columns:
    """Itineraries of groups: `group`, `cost`, `value` (cost and prices) [n]; the others [n, steps].

    `cls` is the class that serves a step, `start` a slot of its day, `length` in slots. Steps stand in order of time.
    """

    group: IntArray
    cost: FloatArray
    value: FloatArray
    step: IntArray
    cls: IntArray
    start: IntArray
    length: IntArray


class StartCosts:
    """What a start costs in each class, under prices [class, width] and with the room that is left.

    One empty class is appended, the one that fills up the tables of eligible classes.
    """

    def __init__(self, prices: FloatArray, room: IntArray) -> None:
        self.total = np.zeros((prices.shape[0] + 1, prices.shape[1] + 1))
        np.cumsum(prices, axis=1, out=self.total[:-1, 1:])
        self.room = room

    def by_class(self, length: int) -> FloatArray:
        """[class + 1, width] price of starting `length` slots in a class, infinite without room."""
        result = np.full((len(self.room), self.room.shape[-1]), np.inf)
        starts = result.shape[1] - length + 1
        if starts > 0:
            span = self.total[:, length:] - self.total[:, :starts]
            np.copyto(result[:, :starts], span, where=self.room[:, :starts] >= length)
        return result

    def at(self, classes: IntArray, length: int) -> FloatArray:
        """[..., width] the same for a table of classes."""
        room, total = self.room[classes], self.total[classes]
        result = np.full(room.shape, np.inf)
        starts = room.shape[-1] - length + 1
        if starts > 0:
            span = total[..., length:] - total[..., :starts]
            np.copyto(result[..., :starts], span, where=room[..., :starts] >= length)
        return result

    def cells(self, classes: IntArray, start: IntArray, length: IntArray) -> FloatArray:
        """Price of single starts, elementwise."""
        end = np.minimum(start + length, self.room.shape[1])
        fits = self.room[classes, start] >= length
        priced: FloatArray = np.where(fits, self.total[classes, end] - self.total[classes, start], np.inf)
        return priced


class Pricer:
    """The cheapest itineraries of all groups under prices; prepared once for an instance."""

    def __init__(self, classes: ResourceClasses, groups: Groups) -> None:
        self.classes, self.groups = classes, groups
        self.rules = Rules(classes.instance.objective, classes.gap)
        eligibility = Eligibility(classes)
        self.eligible = [eligibility.table(kind.service, kind.languages) for kind in groups.kinds]
        self.cautious = Rules(classes.instance.objective, np.full_like(classes.gap, classes.gap.max()))
        self.empty = Occupancy(classes)

    def price_all(self, prices: FloatArray) -> "Pricing":
        """Every group under prices [class, width], as if all desks were free."""
        starts = StartCosts(prices, self.empty.room)
        longest = max((batch.allowed.shape[1] for batch in self.groups.batches), default=0)
        table = self._table(starts, longest)
        return Pricing(self, starts, [(batch, self._recursion(batch, table)) for batch in self.groups.batches])

    def price_one(
        self, group: int, starts: StartCosts, days: frozenset[int] | None = None, *, cautious: bool = False
    ) -> "Pricing":
        """One group, with the room that `starts` leaves, on some days only if they are given.

        The `cautious` leave the longest gap everywhere, which keeps every order (see `keeps_order`).
        """
        batch = self.groups.single(group)
        first, count = int(batch.first_day[0]), batch.allowed.shape[1]
        kinds = self.groups.groups[group].kinds
        tables = (self.eligible[kind][first : first + count] for kind in kinds)
        lengths = (self.groups.kinds[kind].length for kind in kinds)
        costs = [starts.at(table, length).min(axis=2) for table, length in zip(tables, lengths, strict=True)]
        cost = np.stack(costs)[:, :, None]
        if days is not None:
            cost[:, [day not in days for day in range(first, first + count)]] = np.inf
        rules = self.cautious if cautious else self.rules
        return Pricing(self, starts, [(batch, self._masked(batch, cost, rules))])

    def _table(self, starts: StartCosts, extra_days: int) -> FloatArray:
        """[kind, day, location, width] cheapest price of a start; `extra_days` empty ones follow the last."""
        classes = self.classes
        days = len(classes.instance.days)
        by_class = {length: starts.by_class(length) for length in {kind.length for kind in self.groups.kinds}}
        table = np.full((len(self.eligible), days + extra_days, len(classes.locations), classes.width), np.inf)
        for n, kind in enumerate(self.groups.kinds):
            by_class[kind.length][self.eligible[n]].min(axis=2, out=table[n, :days])
        return table

    def _recursion(self, batch: Batch, table: FloatArray) -> Recursion:
        days = batch.first_day + np.arange(batch.allowed.shape[1])[:, None]
        return self._masked(batch, table[batch.kinds[:, None, :], days[None]], self.rules)

    def _masked(self, batch: Batch, cost: FloatArray, rules: Rules) -> Recursion:
        np.copyto(cost, np.inf, where=~batch.allowed[:, :, :, None, :])
        return Recursion(batch.shape, rules, cost)


class Pricing:
    """The outcome of one pricing: values of the groups priced, and columns on demand."""

    def __init__(self, pricer: Pricer, starts: StartCosts, solved: Sequence[tuple[Batch, Recursion]]) -> None:
        self._pricer, self.starts, self.solved = pricer, starts, solved

    def values(self) -> FloatArray:
        """[group] value of the cheapest itinerary, infinite where there is none or the group was not priced."""
        values = np.full(len(self._pricer.groups.groups), np.inf)
        for batch, recursion in self.solved:
            values[batch.groups] = recursion.best()
        return values

    def columns_by_first_day(self, below: FloatArray) -> Iterator[Columns]:
        """The cheapest itinerary of each group for each first day, where its value is under `below` [group]."""
        for batch, recursion in self.solved:
            day, who = np.nonzero(recursion.best_by_first_day() < below[batch.groups])
            if len(who):
                yield self.collect(batch, recursion.trace(who, day))

    def cheapest(self) -> Iterator[Columns]:
        """The cheapest itinerary of each group that has one."""
        for batch, recursion in self.solved:
            who = np.nonzero(np.isfinite(recursion.best()))[0]
            if len(who):
                yield self.collect(batch, recursion.trace(who))

    def collect(self, batch: Batch, found: Itineraries) -> Columns:
        """Itineraries of a batch as columns: with the classes that serve them and their true cost."""
        classes = self._pricer.classes
        lengths = np.array(batch.shape.lengths)[found.step]
        lag = np.array([step.result_days for step in batch.shape.journey.steps])[found.step]
        cost = itinerary_costs(
            classes.instance.objective,
            classes.gap,
            found.day,
            found.location,
            (found.start, found.start + lengths),
            lag,
        )
        day = batch.first_day[found.arrival][:, None] + found.day
        kinds = batch.kinds[found.step, found.arrival[:, None]]
        chosen = self._classes(kinds, day, found.location, (found.start, lengths))
        return Columns(batch.groups[found.arrival], cost, found.value, found.step, chosen, found.start, lengths)

    def _classes(
        self, kinds: IntArray, day: IntArray, location: IntArray, spans: tuple[IntArray, IntArray]
    ) -> IntArray:
        """The cheapest class for each start of an itinerary."""
        start, length = spans
        chosen = np.empty_like(kinds)
        for kind in np.unique(kinds):
            where = kinds == kind
            options = self._pricer.eligible[kind][day[where], location[where]]
            prices = self.starts.cells(options, start[where][:, None], length[where][:, None])
            chosen[where] = options[np.arange(len(options)), prices.argmin(axis=1)]
        return chosen
