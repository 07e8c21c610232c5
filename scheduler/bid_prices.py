"""Bid prices between the store, by desk and day, and the solver, by desk and slot of a frame."""

from datetime import datetime

import numpy as np

from scheduler.domain.bid_prices import BidPriceTable, DayPrices
from scheduler.translation import Frame
from solver.classes import FloatArray
from solver.desk_prices import DeskPrices

_LEAST = 0.01  # prices below say nothing


def on_frame(table: BidPriceTable, frame: Frame) -> DeskPrices:
    """Prices as the solver takes them, for the desks and days of a frame."""
    row, per_day = {desk: n for n, desk in enumerate(frame.resources)}, frame.grid.slots_per_day
    cost = np.zeros((len(row), len(frame.days), per_day))
    for desk, number in row.items():
        for position, day in enumerate(frame.days):
            found = table.on(desk, day)
            if found is not None:
                cost[number, position, found.first : found.first + len(found.prices)] = found.prices
    return DeskPrices(row, cost.reshape(len(row), -1), None)


def as_table(frame: Frame, found: DeskPrices, now: datetime) -> BidPriceTable:
    """Prices of the solver as they are stored."""
    cost = found.cost.reshape(len(found.row), len(frame.days), -1)
    desks = {
        desk: {
            day.isoformat(): _day(cost[number, position])
            for position, day in enumerate(frame.days)
            if (cost[number, position] >= _LEAST).any()
        }
        for desk, number in found.row.items()
    }
    return BidPriceTable(now, {desk: days for desk, days in desks.items() if days})


def _day(prices: FloatArray) -> DayPrices:
    """The slots from the first to the last that cost anything."""
    (slots,) = np.nonzero(prices >= _LEAST)
    first, last = int(slots[0]), int(slots[-1])
    return DayPrices(first, tuple(prices[first : last + 1].round(2).tolist()))
