"""What one more desk hour is worth, by kind of desk and day: the planner's reading of the relaxation's prices.

A price is the slope of the cost of the relaxed plan (fractions of arrivals allowed) in the number of desks open in a
slot. Where one more and one fewer are not worth the same, every price between the two is right, and the one that an
interior-point method finds lies inside: more than one more desk saves, less than one fewer costs. A desk for a single
hour is worth that hour's price at most, since an appointment has to lie inside it.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from solver.classes import FloatArray
from solver.desk_prices import DeskPrices
from solver.instance import Instance, Resource, Span
from solver.remedies import DeskKind, desks_by_kind


@dataclass(frozen=True, slots=True)
class ShadowPrice:
    """What a desk more of a kind saves on a day, for each hour that it is open as long as any of its kind.

    `cost` is in units of the objective, `late` in arrivals, None if it is not known. `dearest` is the hour (slots of
    the instance) that saves most, `dearest_cost` what it saves.
    """

    kind: DeskKind
    day: int
    cost: float
    late: float | None
    dearest: Span
    dearest_cost: float


def shadow_prices(instance: Instance, prices: DeskPrices) -> tuple[ShadowPrice, ...]:
    """The shadow prices of every kind of desk on every day on which it is open, the dearest first."""
    found = (
        price for kind, desks in desks_by_kind(instance).items() for price in _of_kind(instance, prices, kind, desks)
    )
    return tuple(sorted(found, key=lambda price: (-price.cost, price.day, price.kind.order)))


def _of_kind(
    instance: Instance, prices: DeskPrices, kind: DeskKind, desks: tuple[Resource, ...]
) -> Iterator[ShadowPrice]:
    rows = [prices.row[desk.id] for desk in desks]
    best = prices.cost[rows].argmax(axis=0)  # one more desk works the hours of whichever is worth most
    slots = np.arange(prices.cost.shape[1])
    cost = prices.cost[rows][best, slots]
    late = None if prices.late is None else prices.late[rows][best, slots]
    open_slots = np.zeros(len(slots), dtype=bool)
    for desk in desks:
        for shift in desk.shifts:
            open_slots[shift.start : shift.end] = True
    for day in range(len(instance.days)):
        chosen = np.flatnonzero(open_slots[day * instance.slots_per_day : (day + 1) * instance.slots_per_day])
        if len(chosen):
            yield _of_day(instance, kind, day, chosen + day * instance.slots_per_day, (cost, late))


def _of_day(
    instance: Instance, kind: DeskKind, day: int, chosen: np.ndarray, priced: tuple[FloatArray, FloatArray | None]
) -> ShadowPrice:
    cost, late = priced
    an_hour = 60 / instance.slot_minutes
    length = max(1, round(an_hour))
    first = int(chosen[0])
    last = max(first, int(chosen[-1]) + 1 - length)
    sums = [float(cost[start : start + length].sum()) for start in range(first, last + 1)]
    dearest = first + int(np.argmax(sums))
    return ShadowPrice(
        kind,
        day,
        float(cost[chosen].mean()) * an_hour,
        None if late is None else float(late[chosen].mean()) * an_hour,
        Span(dearest, min(dearest + length, int(chosen[-1]) + 1)),
        max(sums) * an_hour / length,
    )
