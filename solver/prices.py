"""Prices of (class, slot) by ascent on the Lagrangian dual, and the bound they prove.

For any non-negative prices p

    sum over groups of size * min(late, cheapest itinerary under p) - sum of p * free desks

is a lower bound on the cost of every plan; who loses an itinerary held already pays for that too, late or not. The
subgradient is how far the cheapest itineraries overbook each slot. The volume algorithm (Barahona and Anbil 2000)
steps from the best prices so far along a running average of the subgradients, weighted so that it is as short as it
can be: what single subgradients jump to and fro by cancels.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial

import numpy as np

from solver.cheapest import Pricing
from solver.classes import BoolArray, FloatArray, IntArray
from solver.compiled import compiled
from solver.instance import Objective
from solver.pricing import Pricer, Threads

_AIM = 1.05  # the bound aimed at, of the best so far
_FIRST_STEP, _LONGEST_STEP = 0.1, 2.0  # of the way that Polyak's rule would go
_LONGER, _SHORTER, _PATIENCE = 1.1, 0.66, 10  # after a better bound; after so many rounds without
_AVERAGING, _LEAST_AVERAGING, _SETTLING = 0.1, 0.005, 200  # weight of a subgradient, reduced after so many rounds
_GAINED = 1e-6  # of the bound, in as many rounds, is worth going on for
_DEAR = 0.7  # of the cost (measured: 0.4 to 0.75 where 85 to 90% of the desks are needed, 0.85 to 1.4 at 95%)
_ROUNDING = 1e-9  # floating point sums are not trusted beyond this


@dataclass(frozen=True)
class Bound:
    """A proven lower bound and the prices [class, width] that prove it."""

    value: float
    prices: FloatArray


@dataclass(frozen=True)
class Dual:
    """The dual of serving some groups on some desks.

    `late`: the price of lateness, of the `hopeless` in any case; `beside`: what is paid in any case too. `sizes`,
    `moves`: [group] arrivals, and what they pay who lose what they hold. `free`, `open_slots`: [class, width]. `price`:
    every group under prices [class, width].
    """

    late: float
    sizes: IntArray
    moves: FloatArray
    hopeless: int
    free: IntArray
    open_slots: BoolArray
    price: Callable[[FloatArray], Pricing]
    beside: float = 0.0

    def value(self, pricing: Pricing, prices: FloatArray) -> float:
        """The bound that these prices prove, moves included; arrivals that fit nowhere pay for being late."""
        value = _served_less_paid(pricing.values, self.late, self.moves, self.sizes, prices, self.free)
        value += self.late * self.hopeless + self.beside
        return float(value - _ROUNDING * max(1.0, abs(value)))


def dual_of(pricer: Pricer, late: float | None = None, threads: Threads | None = None, forced: int = 0) -> Dual:
    """The dual of a whole instance; `late`: a price of lateness, that of the objective if not given.

    If at least `forced` arrivals are late in every plan, these pay the rest of the objective's price in any case: a
    lower one proves a bound too then.
    """
    groups, classes = pricer.groups, pricer.classes
    limit = float(pricer.objective.late if late is None else late)
    price = partial(pricer.price_all, late=late, threads=threads)
    desks, beside = (classes.free, classes.open_slots), (pricer.objective.late - limit) * forced
    return Dual(limit, groups.sizes, pricer.tables.move, len(groups.hopeless), *desks, price, beside)


def lagrangian(pricer: Pricer, pricing: Pricing, prices: FloatArray) -> float:
    """The bound that prices prove for a whole instance, see `Dual.value`."""
    return dual_of(pricer).value(pricing, prices)


def price_of_lateness(pricer: Pricer, pricing: Pricing, forced: int) -> float:
    """The price of lateness at which prices prove most if at least `forced` arrivals are late in every plan.

    It is what the last one of as many, the dearest to serve, costs under these prices.
    """
    most, beside = float(pricer.objective.late), forced - len(pricer.groups.hopeless)
    values = np.repeat(_beyond_move(pricer, pricing), pricer.groups.sizes)
    return min(most, float(np.sort(values)[-beside])) if 0 < beside <= len(values) else most


def dearest(pricer: Pricer, pricing: Pricing, count: int) -> list[int]:
    """So many arrivals that are best left late under prices: who can never come, then who costs most to serve."""
    groups, order = pricer.groups, np.argsort(-_beyond_move(pricer, pricing), kind="stable")
    return [*groups.hopeless, *(n for group in order.tolist() for n in groups.groups[group].members)][:count]


def _beyond_move(pricer: Pricer, pricing: Pricing) -> FloatArray:
    """[group] what serving an arrival costs beyond what it pays, late or not, for losing what it holds."""
    beyond: FloatArray = pricing.values - pricer.tables.move
    return beyond


def desks_are_dear(bound: Bound, free: IntArray) -> bool:
    """Whether the free desks [class, width] are worth nearly as much, at the prices of a bound, as the plan costs."""
    return float((bound.prices * free).sum()) >= _DEAR * bound.value


def next_possible_cost(objective: Objective, bound: float, moves: Iterable[float] = ()) -> float:
    """The lowest cost a plan can have that is not under a bound: whole prices, of `moves` too, make whole costs."""
    prices = (objective.late, objective.visit, objective.wait_slot, objective.day, *moves)
    whole = all(price == round(price) for price in prices)
    return float(np.ceil(bound - _ROUNDING * max(1.0, abs(bound)))) if whole and np.isfinite(bound) else bound


# Over arrays as small as these NumPy takes several times as long: it makes one for each operation.


@compiled
def _served_less_paid(
    values: FloatArray, late: float, moves: FloatArray, sizes: IntArray, prices: FloatArray, free: IntArray
) -> float:
    """What serving all groups costs, late ones at their price, less what the prices [class, width] of desks bring."""
    value = 0.0
    for group in range(len(values)):
        value += sizes[group] * min(values[group], late + moves[group])
    for cls in range(prices.shape[0]):
        for slot in range(prices.shape[1]):
            value -= prices[cls, slot] * free[cls, slot]
    return value


@compiled
def _uphill(
    usage: FloatArray, free: IntArray, prices: FloatArray, open_slots: BoolArray, gradient: FloatArray
) -> float:
    """Write the overbooking [class, width] to a gradient, none where desks are shut or prices cannot fall further.

    Returns the square of its length.
    """
    square = 0.0
    for cls in range(usage.shape[0]):
        for slot in range(usage.shape[1]):
            over = usage[cls, slot] - free[cls, slot]
            stays = not open_slots[cls, slot] or (prices[cls, slot] <= 0 and over < 0)
            gradient[cls, slot] = 0.0 if stays else over
            square += gradient[cls, slot] ** 2
    return square


@compiled
def _moved(prices: FloatArray, way: float, gradient: FloatArray, found: FloatArray) -> None:
    """Write prices [class, width] that are some way along a gradient, and not below 0."""
    for cls in range(prices.shape[0]):
        for slot in range(prices.shape[1]):
            found[cls, slot] = max(prices[cls, slot] + way * gradient[cls, slot], 0.0)


@compiled
def _take_in(average: FloatArray, usage: FloatArray, free: IntArray, least: float, most: float) -> None:
    """Take a new usage into the average by the weight that makes the overbooking shortest, within limits."""
    square = along = 0.0
    for cls in range(usage.shape[0]):
        for slot in range(usage.shape[1]):
            change = usage[cls, slot] - average[cls, slot]
            square += change**2
            along -= (average[cls, slot] - free[cls, slot]) * change
    if square > 0:
        weight = min(max(along / square, least), most)
        for cls in range(usage.shape[0]):
            for slot in range(usage.shape[1]):
                average[cls, slot] += weight * (usage[cls, slot] - average[cls, slot])


@compiled
def _agrees(usage: FloatArray, free: IntArray, gradient: FloatArray) -> bool:
    """Whether an overbooking [class, width] points the way of a gradient."""
    along = 0.0
    for cls in range(usage.shape[0]):
        for slot in range(usage.shape[1]):
            along += (usage[cls, slot] - free[cls, slot]) * gradient[cls, slot]
    return along >= 0


class Ascent:
    """The ascent as it stands; `step` takes one more round, `best` is the best bound so far.

    It begins at the prices `start` [class, width], at none if they are not given.
    """

    def __init__(self, problem: Pricer | Dual, threads: Threads | None = None, start: FloatArray | None = None) -> None:
        self._dual = problem if isinstance(problem, Dual) else dual_of(problem, threads=threads)
        self._free = self._dual.free
        prices = np.zeros(self._free.shape) if start is None else start
        pricing = self._dual.price(prices)
        self._usage = pricing.usage.copy()
        self._reach, self._averaging, self._waited = _FIRST_STEP, _AVERAGING, 0
        self.rounds = 0
        self.best = Bound(self._dual.value(pricing, prices), prices)

    def run(self, rounds: int, out_of_time: Callable[[], bool]) -> None:
        """Some more rounds, fewer if time runs out or nothing is gained any more."""
        before = -np.inf
        for n in range(rounds):
            if out_of_time():
                return
            if n % _SETTLING == 0:
                if self.best.value - before <= _GAINED * abs(self.best.value):
                    return
                before = self.best.value
            self.step()

    def step(self) -> None:
        """One round: move the prices along the average overbooking, price everything."""
        self.rounds += 1
        gradient = np.empty(self._usage.shape)
        square = _uphill(self._usage, self._free, self.best.prices, self._dual.open_slots, gradient)
        if square == 0.0:
            return
        aim = (_AIM - 1) * max(abs(self.best.value), 1.0)
        prices = np.empty_like(gradient)
        _moved(self.best.prices, self._reach * aim / square, gradient, prices)
        pricing = self._dual.price(prices)
        self._average(pricing)
        self._judge(Bound(self._dual.value(pricing, prices), prices), pricing, gradient)

    def _average(self, pricing: Pricing) -> None:
        _take_in(self._usage, pricing.usage, self._free, self._averaging / 10, self._averaging)
        if self.rounds % _SETTLING == 0:
            self._averaging = max(_LEAST_AVERAGING, 0.7 * self._averaging)

    def _judge(self, found: Bound, pricing: Pricing, gradient: FloatArray) -> None:
        """Keep better prices; go further where the new subgradient agrees, less far where nothing gets better."""
        if found.value > self.best.value:
            self.best, self._waited = found, 0
            if _agrees(pricing.usage, self._free, gradient):
                self._reach = min(_LONGEST_STEP, self._reach * _LONGER)
            return
        self._waited += 1
        if self._waited == _PATIENCE:
            self._reach, self._waited = self._reach * _SHORTER, 0
