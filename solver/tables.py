"""An instance as flat arrays: what compiled code reads of shapes, groups and classes."""

from typing import Any, NamedTuple

import numpy as np

from solver.classes import BoolArray, Eligibility, FloatArray, IntArray, ResourceClasses
from solver.compiled import inlined
from solver.groups import Groups, Home
from solver.instance import Journey, Step
from solver.shape import Moves, Shape

_NO_HOME = Home(0.0, np.inf, (), (), ())
_ONE_STEP = Shape(Journey("", (Step("", "", (1,)),)), (1,), (1,)).moves  # stands in where there is no arrival at all


class Tables(NamedTuple):
    """Shapes are padded to the most steps and states of any; what is padded is never looked at.

    `steps`, `full`: [shape]. `lengths`, `lags`: [shape, step]. `next_state`: [shape, state, step]. `tomorrow`,
    `done`: [shape, state]. `after`: [shape, step, step]. See `Moves`. `desks` at once: [shape, step]; `seats`: [shape]
    of all steps together.

    `shape`, `alike`, `first_day`, `entry`, `days`, `size`, `move`, `home_cost`: [group], `alike` the same for those
    that differ only in their entry, `move` the price of losing the home, 0 where there is none. `kinds`: [group, step].
    `home_step`, `home_start`: [group, seat]. `home_cls`: [group, seat, option], -1 past the last one. `window`: [group]
    where the group's [step, day, slot] begins in `allowed`.

    `eligible_at`: [kind, day, location, 2] from and to where in `eligible` the classes stand that may serve.
    `day`, `location`, `start`, `end`: [class].
    """

    steps: IntArray
    full: IntArray
    lengths: IntArray
    lags: IntArray
    next_state: IntArray
    tomorrow: IntArray
    done: IntArray
    after: BoolArray
    desks: IntArray
    seats: IntArray
    shape: IntArray
    alike: IntArray
    first_day: IntArray
    entry: IntArray
    days: IntArray
    size: IntArray
    move: FloatArray
    home_cost: FloatArray
    kinds: IntArray
    home_step: IntArray
    home_start: IntArray
    home_cls: IntArray
    window: IntArray
    allowed: BoolArray
    eligible_at: IntArray
    eligible: IntArray
    day: IntArray
    location: IntArray
    start: IntArray
    end: IntArray


@inlined
def moves_of(tables: Tables, group: int) -> Moves:
    """The moves of a group's shape."""
    shape = tables.shape[group]
    return Moves(
        tables.steps[shape],
        tables.full[shape],
        tables.lengths[shape],
        tables.lags[shape],
        tables.next_state[shape],
        tables.tomorrow[shape],
        tables.done[shape],
        tables.after[shape],
    )


def make_tables(classes: ResourceClasses, groups: Groups) -> Tables:
    """The tables of an instance's classes and groups."""
    shapes: dict[int, Shape] = {id(group.shape): group.shape for group in groups.groups}
    number = {key: n for n, key in enumerate(shapes)}
    of_shapes = _of_shapes([shape.moves for shape in shapes.values()])
    steps = max((shape.steps for shape in shapes.values()), default=1)
    seats = max((shape.seats for shape in shapes.values()), default=1)
    homes = [group.home or _NO_HOME for group in groups.groups]
    windows = [group.allowed.size for group in groups.groups]
    at, eligible = _eligible(classes, groups)
    fields: tuple[Any, ...] = (
        *of_shapes,
        _padded([shape.desks for shape in shapes.values()] or [(1,)], steps),
        _whole([shape.seats for shape in shapes.values()] or [1]),
        _whole(number[id(group.shape)] for group in groups.groups),
        groups.alike,
        _whole(group.first_day for group in groups.groups),
        _whole(group.entry for group in groups.groups),
        _whole(group.allowed.shape[1] for group in groups.groups),
        groups.sizes,
        np.array([home.move for home in homes], dtype=float),
        np.array([home.cost for home in homes], dtype=float),
        _padded([group.kinds for group in groups.groups], steps),
        _padded([home.step for home in homes], seats),
        _padded([home.start for home in homes], seats),
        _options(homes, seats),
        np.concatenate([[0], np.cumsum(windows, dtype=np.int64)])[:-1].astype(np.int64),
        np.concatenate([np.zeros(0, dtype=bool), *(group.allowed.reshape(-1) for group in groups.groups)]),
        at,
        eligible,
        classes.day,
        classes.location,
        classes.start,
        classes.end,
    )
    return Tables(*fields)


def _whole(values: object) -> IntArray:
    return np.array(list(values), dtype=np.int64)  # type: ignore[call-overload]


def _padded(rows: list[tuple[int, ...]], width: int) -> IntArray:
    table = np.full((len(rows), width), -1, dtype=np.int64)
    for n, row in enumerate(rows):
        if row:
            table[n, : len(row)] = row
    return table


def _options(homes: list[Home], seats: int) -> IntArray:
    depth = max((len(classes) for home in homes for classes in home.cls), default=1)
    table = np.full((len(homes), seats, depth), -1, dtype=np.int64)
    for n, home in enumerate(homes):
        if home.cls:
            table[n, : len(home.cls)] = _padded(list(home.cls), depth)
    return table


def _of_shapes(moves: list[Moves]) -> tuple[IntArray, ...]:
    """Every field of the moves of all shapes, stacked and padded to the largest."""
    fields = zip(*moves, strict=True) if moves else ((n,) for n in _ONE_STEP)
    return tuple(_stacked([np.asarray(value) for value in values]) for values in fields)


def _stacked(values: list[IntArray]) -> IntArray:
    largest = tuple(max(sizes) for sizes in zip(*(value.shape for value in values), strict=True))
    table = np.zeros((len(values), *largest), dtype=values[0].dtype)
    for n, value in enumerate(values):
        table[n : n + 1][(slice(None), *(slice(0, size) for size in value.shape))] = value
    return table


def _eligible(classes: ResourceClasses, groups: Groups) -> tuple[IntArray, IntArray]:
    tables = Eligibility(classes)
    days, places = len(classes.instance.days), len(classes.locations)
    at = np.zeros((len(groups.kinds), days, places, 2), dtype=np.int64)
    found: list[IntArray] = [np.zeros(0, dtype=np.int64)]
    stand = 0
    for n, kind in enumerate(groups.kinds):
        table = tables.table(kind.service, kind.languages)
        counts = (table < classes.count).sum(axis=2)
        at[n, :, :, 1] = stand + np.cumsum(counts).reshape(counts.shape)
        at[n, :, :, 0] = at[n, :, :, 1] - counts
        found.append(table[table < classes.count])
        stand += int(counts.sum())
    return at, np.concatenate(found)
