"""A plan in the making: which arrival holds which column, and the desks that are left."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

import numpy as np

from solver.cheapest import Work, cheapest_path, write_column
from solver.classes import FloatArray, IntArray
from solver.compiled import compiled, inlined
from solver.groups import Home
from solver.itinerary import Rules, path_keeps_order
from solver.occupancy import Occupancy, refresh
from solver.pricing import Column, Pricer, first_seats
from solver.seats import EVERY_DAY, Desks, home_value
from solver.tables import Tables

LATE = -1  # stands as the first step of an arrival that holds nothing


class Held(NamedTuple):
    """An assignment for compiled code.

    `group`, `cost`: [arrival], group -1 for those who can never come, the price of lateness for the late. `columns`:
    [arrival, 4, seat] step, class, start and length in order of time, first step LATE. `free`, `room`: of Occupancy.
    """

    group: IntArray
    cost: FloatArray
    columns: IntArray
    free: IntArray
    room: IntArray


@inlined
def change_desks(tables: Tables, column: IntArray, seats: int, held: Held, until: int, by: int) -> None:
    """Give so many desks back (take them, below 0) at every seat of a column [4, seat] on days before `until`."""
    for n in range(seats):
        cls, start = column[1, n], column[2, n]
        if tables.day[cls] < until:
            held.free[cls, start : start + column[3, n]] += by
            refresh(held.free[cls], held.room[cls], tables.start[cls], tables.end[cls])


@inlined
def drop(tables: Tables, held: Held, arrival: int, otherwise: float, until: int) -> None:
    """Make an arrival late, at the price it has `otherwise`."""
    if held.columns[arrival, 0, 0] != LATE:
        seats = tables.seats[tables.shape[held.group[arrival]]]
        change_desks(tables, held.columns[arrival], seats, held, until, 1)
        held.columns[arrival, 0, 0] = LATE
        held.cost[arrival] = otherwise


@compiled
def place(tables: Tables, rules: Rules, held: Held, arrival: int, otherwise: float, desks: Desks, work: Work) -> bool:
    """Serve a late arrival by its cheapest itinerary on free desks, unless it costs as much `otherwise`.

    Its cost counts the prices of desks that are paid for; an itinerary with nothing but these serves nobody.
    """
    group = held.group[arrival]
    if group < 0:
        return False
    value, home = (
        cheapest_path(tables, rules, group, desks, work) + tables.move[group],
        home_value(tables, group, desks),
    )
    if min(value, home) == np.inf:
        return False
    column, seats = held.columns[arrival], tables.seats[tables.shape[group]]
    cost = write_column(tables, rules, group, desks, work, home <= value, column)
    later = 0
    for n in range(seats):
        cls, start = column[1, n], column[2, n]
        if tables.day[cls] >= desks.until:
            cost += desks.total[cls, start + column[3, n]] - desks.total[cls, start]
            later += 1
    if cost >= otherwise or later == seats:
        column[0, 0] = LATE
        return False
    held.cost[arrival] = cost
    change_desks(tables, column, seats, held, desks.until, -1)
    return True


@compiled
def _place_all(
    tables: Tables, rules: Rules, held: Held, order: IntArray, late: FloatArray, desks: Desks, work: Work
) -> None:
    for arrival in order:
        place(tables, rules, held, arrival, late[arrival], desks, work)


class Assignment:
    """Columns of arrivals (positions in the instance), None for the late.

    It shares `desks` with another plan, if they are given.
    """

    def __init__(self, pricer: Pricer, desks: Occupancy | None = None) -> None:
        self.pricer = pricer
        arrivals, seats = len(pricer.classes.instance.arrivals), pricer.tables.home_step.shape[1]
        self.occupancy = desks or Occupancy(pricer.classes)
        self.late_cost = pricer.late_costs
        self.held = Held(
            pricer.groups.of_arrival,
            self.late_cost.copy(),
            np.full((arrivals, 4, seats), LATE, dtype=np.int64),
            self.occupancy.free,
            self.occupancy.room,
        )

    @property
    def group_of(self) -> IntArray:
        """[arrival] group, -1 for those whose window holds no day."""
        return self.held.group

    @property
    def late(self) -> list[int]:
        """Arrivals that hold nothing."""
        found: list[int] = np.flatnonzero(self.held.columns[:, 0, 0] == LATE).tolist()
        return found

    @property
    def cost(self) -> float:
        """Cost of the plan as it stands."""
        return float(self.held.cost.sum())

    @property
    def moves(self) -> float:
        """What those pay who lose the itinerary they hold already: a part of `cost`."""
        return sum(home.move for arrival, home in self._homes() if not self._keeps(arrival, home))

    def _homes(self) -> Iterator[tuple[int, Home]]:
        return ((group.members[0], group.home) for group in self.pricer.groups.groups if group.home)

    def _keeps(self, arrival: int, home: Home) -> bool:
        column = self.column(arrival)
        return column is not None and home.kept_by(column.step, column.start, column.cls)

    @property
    def columns(self) -> list[Column | None]:
        """The column of every arrival."""
        return [self.column(arrival) for arrival in range(len(self.held.cost))]

    def value(self, arrival: int) -> float:
        """What an arrival costs now."""
        return float(self.held.cost[arrival])

    def column(self, arrival: int) -> Column | None:
        """What an arrival holds."""
        rows = self.held.columns[arrival]
        if rows[0, 0] == LATE:
            return None
        found = rows[:, : self.pricer.groups.groups[self.held.group[arrival]].shape.seats].copy()
        return Column(self.value(arrival), found[0], found[1], found[2], found[3])

    def serve(self, arrival: int, column: Column) -> None:
        """Give a late arrival a column that fits."""
        self.occupancy.take(column.cls, column.start, column.length)
        rows = np.stack([column.step, column.cls, column.start, column.length])
        self.held.columns[arrival, :, : rows.shape[1]] = rows
        self.held.cost[arrival] = column.cost

    def release(self, arrivals: Iterable[int]) -> dict[int, Column | None]:
        """Make arrivals late; what they held is returned, for `restore`."""
        held = {arrival: self.column(arrival) for arrival in arrivals}
        for arrival in held:
            drop(self.pricer.tables, self.held, arrival, self.late_cost[arrival], EVERY_DAY)
        return held

    def restore(self, held: dict[int, Column | None]) -> None:
        """Undo `release` and whatever the released arrivals got since."""
        self.release(held)
        for arrival, column in held.items():
            if column is not None:
                self.serve(arrival, column)

    def copy(self) -> "Assignment":
        """The same plan, to be changed by itself."""
        return self.charged(self.late_cost)

    def charged(self, late_cost: FloatArray) -> "Assignment":
        """The same plan, to be changed by itself, where being late costs so much [arrival]."""
        twin = Assignment(self.pricer)
        twin.become(self)
        twin.late_cost, late = late_cost, self.late
        twin.held.cost[late] = late_cost[late]
        return twin

    def become(self, other: "Assignment") -> None:
        """Take over another plan of the same instance."""
        for mine, theirs in zip(self.held, other.held, strict=True):
            mine[:] = theirs

    def keep(self, arrival: int, prices: FloatArray) -> bool:
        """Serve a late arrival by what it holds already, if there is a desk for it."""
        group = int(self.group_of[arrival])
        desks = self.pricer.desks(prices, self.occupancy)
        column = self.pricer.home_column(group, desks) if group >= 0 else None
        if column is not None:
            self.serve(arrival, column)
        return column is not None

    def settle_homes(self, order: Iterable[int]) -> None:
        """Serve those who keep what they hold, in an order, at the classes of their own desks where these have room.

        Whoever finds no class in the end is served where it is now, and the others settle around it.
        """
        none, homes = np.zeros(self.pricer.classes.free.shape), dict(self._homes())
        now = {arrival: self.column(arrival) for arrival in order if self._keeps(arrival, homes[arrival])}
        stuck, back = list(now), dict[int, Column | None]()
        while stuck:
            self.release(now)
            self.restore(back)
            stuck = [arrival for arrival in now if arrival not in back and not self.keep(arrival, none)]
            back |= {arrival: now[arrival] for arrival in stuck}

    def insert(self, arrival: int, prices: FloatArray, days: range | None = None) -> bool:
        """Serve a late arrival by its cheapest itinerary on free desks under prices, if that beats being late."""
        pricer = self.pricer
        desks = pricer.desks(prices, self.occupancy, days)
        late = float(self.late_cost[arrival])
        return place(pricer.tables, pricer.rules, self.held, arrival, late, desks, pricer.work())

    def insert_all(self, order: Iterable[int], prices: FloatArray) -> None:
        """`insert` late arrivals one after the other."""
        pricer = self.pricer
        desks, numbers = pricer.desks(prices, self.occupancy), np.array(list(order), dtype=np.int64)
        _place_all(pricer.tables, pricer.rules, self.held, numbers, self.late_cost, desks, pricer.work())

    def insert_late(self, prices: FloatArray) -> None:
        """`insert` everyone who is late, in order of deadline."""
        arrivals = self.pricer.classes.instance.arrivals
        order = sorted(self.late, key=lambda n: (arrivals[n].deadline, arrivals[n].available_from))
        self.insert_all(order, prices)

    def keeps_order(self, group: int, column: Column) -> bool:
        """Whether a column leaves the gaps that the recursion does not see to."""
        classes, rows = self.pricer.classes, (column.step, column.cls, column.start)
        step, cls, start = (row[first_seats(column.step)] for row in rows)
        path = np.stack([step, classes.day[cls], classes.location[cls], start], axis=1)
        return path_keeps_order(self.pricer.groups.groups[group].shape.moves, self.pricer.rules, path)


def greedy(pricer: Pricer, prices: FloatArray) -> Assignment:
    """Every arrival in order of deadline, each by its cheapest itinerary under prices on the desks still free."""
    assignment = Assignment(pricer)
    assignment.insert_late(prices)
    return assignment


def as_it_stands(pricer: Pricer, order: Iterable[int]) -> Assignment:
    """Arrivals, in an order, by what they hold already; then who does not or cannot, by the cheapest itinerary left."""
    assignment, none = Assignment(pricer), np.zeros(pricer.classes.free.shape)
    for arrival in order:
        assignment.keep(arrival, none)
    assignment.insert_late(none)
    return assignment
