"""One arrival in the CP-SAT model: when and in which pool each step is held, and in which order (rules 1 to 6)."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from itertools import pairwise, permutations, product
from typing import TypeVar

from ortools.sat.python import cp_model

from benchmarks.peers.answer import Held
from benchmarks.peers.pools import Axis, Pool
from solver.instance import Arrival, Instance

Options = Sequence[tuple[Pool, tuple[range, ...]]]
Key = TypeVar("Key", int, str)


class StepModel:
    """A step: its start, and a literal for each pool, day and location that may hold it; none is true if late."""

    def __init__(self, model: cp_model.CpModel, axis: Axis, length: int, options: Options) -> None:
        self.length, self.options = length, options
        domains = [_domain(axis, starts) for _, starts in options]
        whole = _domain(axis, sorted((found for _, starts in options for found in starts), key=lambda r: r[0]))
        self.start = model.new_int_var_from_domain(whole, "")
        self.first_start = whole.min()
        self.held = [model.new_bool_var("") for _ in options]
        for literal, domain in zip(self.held, domains, strict=True):
            if len(options) > 1:
                model.add_linear_expression_in_domain(self.start, domain).only_enforce_if(literal)
        self.on_day = _any_of(model, [pool.day for pool, _ in options], self.held)
        self.at_place = _any_of(model, [pool.location for pool, _ in options], self.held)

    def intervals(self, model: cp_model.CpModel) -> Iterator[tuple[Pool, cp_model.IntervalVar]]:
        """What the step takes of each pool if it is held there."""
        for (pool, _), literal in zip(self.options, self.held, strict=True):
            yield pool, model.new_optional_fixed_size_interval_var(self.start, self.length, literal, "")

    def suggest(self, axis: Axis, held: tuple[Pool, int] | None) -> Iterator[tuple[cp_model.IntVar, int]]:
        """Every variable with its value in a plan that is known, None for a late arrival."""
        pool, start = held or (None, None)
        yield self.start, self.first_start if start is None else axis.at(start)
        for (other, _), literal in zip(self.options, self.held, strict=True):
            yield literal, int(other is pool)
        hinted = {literal.index for literal in self.held}
        for key, literal in [*self.on_day.items(), *self.at_place.items()]:
            if literal.index not in hinted:
                yield literal, int(pool is not None and key in (pool.day, pool.location))

    def value(self, solver: cp_model.CpSolver, axis: Axis) -> tuple[Pool, int]:
        """Pool and start in the plan found."""
        pool = next(pool for (pool, _), literal in zip(self.options, self.held, strict=True) if solver.value(literal))
        return pool, axis.slot(solver.value(self.start))

    @property
    def day(self) -> cp_model.LinearExprT:
        """Position of the day on which it is held, 0 if late."""
        return cp_model.LinearExpr.weighted_sum(list(self.on_day.values()), list(self.on_day))


class ArrivalModel:
    """An arrival: `served`, its steps, and an order of them; `terms` are variables with what a unit of each costs."""

    def __init__(
        self,
        model: cp_model.CpModel,
        axis: Axis,
        instance: Instance,
        arrival: Arrival,
        options: Sequence[Options],
    ) -> None:
        self.model, self.instance, self.axis = model, instance, axis
        self.needs = instance.journeys[arrival.journey].steps
        self.first_day = arrival.available_from // instance.slots_per_day
        self.served = model.new_bool_var("")
        lengths = [step.length(arrival.party) for step in self.needs]
        self.steps = [StepModel(model, axis, *pair) for pair in zip(lengths, options, strict=True)]
        for step in self.steps:
            model.add(cp_model.LinearExpr.sum(step.held) == self.served)
        prices = instance.objective
        self.terms: list[tuple[cp_model.IntVar, float]] = [(self.served, prices.visit - prices.late)]
        self.completes = self._completes(prices.day)
        self.idle = [model.new_int_var(0, instance.slots_per_day, "") for _ in self.needs]
        self.terms += [(idle, prices.wait_slot) for idle in self.idle]
        self.stay: dict[tuple[int, int], cp_model.IntVar] = {}
        self.leave: dict[tuple[int, int], cp_model.IntVar] = {}
        self.ends: dict[tuple[int, int], cp_model.IntVar] = {}
        if len(self.steps) > 1:
            self._order()
        self.terms += [(literal, prices.visit) for literal in self.leave.values()]

    def _completes(self, price: float) -> cp_model.IntVar:
        """Days from the arrival's first day until the last result is there (rule 5 is in the options)."""
        model, days = self.model, len(self.instance.days)
        completes = model.new_int_var(0, days, "")
        for step, need in zip(self.steps, self.needs, strict=True):
            lags = [day + need.result_days - self.first_day for day in step.on_day]
            model.add(completes >= cp_model.LinearExpr.weighted_sum(list(step.on_day.values()), lags))
        self.terms.append((completes, price))
        return completes

    def _order(self) -> None:
        """A circuit from node 0 through all steps, by arcs that stay on a day and arcs that leave it."""
        late = ~self.served
        arcs: list[tuple[int, int, cp_model.LiteralT]] = [(0, 0, late)]
        for n in range(len(self.steps)):
            self.ends[-1, n], self.ends[n, -1] = (self.model.new_bool_var("") for _ in range(2))
            arcs += [(n + 1, n + 1, late), (0, n + 1, self.ends[-1, n]), (n + 1, 0, self.ends[n, -1])]
        for pair in permutations(range(len(self.steps)), 2):
            if self._may_follow(*pair):
                arcs += [(pair[0] + 1, pair[1] + 1, literal) for literal in self._arcs(*pair)]
        self.model.add_circuit(arcs)
        for later, need in enumerate(self.needs):
            for earlier in (self._position[other] for other in need.after):
                self._precedes(earlier, later)

    def _arcs(self, earlier: int, later: int) -> Iterator[cp_model.IntVar]:
        one, other = self.steps[earlier], self.steps[later]
        if set(one.on_day) & set(other.on_day):
            yield self._stays(earlier, later)
        if min(one.on_day) < max(other.on_day):
            leave = self.leave[earlier, later] = self.model.new_bool_var("")
            self.model.add(other.day >= one.day + 1).only_enforce_if(leave)
            yield leave

    def _stays(self, earlier: int, later: int) -> cp_model.IntVar:
        """Whether a step directly follows another on the same day, the idle time between them counted."""
        one, other = self.steps[earlier], self.steps[later]
        stay = self.stay[earlier, later] = self.model.new_bool_var("")
        for day in set(one.on_day) | set(other.on_day):
            here, there = one.on_day.get(day, False), other.on_day.get(day, False)
            self.model.add(here == there).only_enforce_if(stay)
        for condition, gap in self._gaps(earlier, later):
            meets = self.model.add(other.start == one.start + one.length + gap + self.idle[later])
            meets.only_enforce_if(stay, *condition)
        return stay

    def _precedes(self, earlier: int, later: int) -> None:
        """The gap after a step that comes first, also where a third one stands between the two (rule 4)."""
        one, other = self.steps[earlier], self.steps[later]
        for condition, gap in self._gaps(earlier, later):
            apart = self.model.add(other.start >= one.start + one.length + gap)
            apart.only_enforce_if(self.served, *condition)

    def _gaps(self, earlier: int, later: int) -> list[tuple[tuple[cp_model.IntVar, ...], int]]:
        """The gaps between two steps, each with the literals of the two locations where it depends on them."""
        one, other = self.steps[earlier].at_place, self.steps[later].at_place
        gaps = {(here, there): self.instance.gap(here, there) for here, there in product(one, other)}
        if len(set(gaps.values())) == 1:
            return [((), next(iter(gaps.values())))]
        return [((one[here], other[there]), gap) for (here, there), gap in gaps.items()]

    def _may_follow(self, earlier: int, later: int) -> bool:
        """Whether a step may come directly after another: neither it nor a third one has to be before (rule 4)."""
        before = self._before
        between = any(k in before[later] and earlier in before[k] for k in range(len(self.needs)))
        return later not in before[earlier] and not between

    @cached_property
    def _position(self) -> dict[str, int]:
        return {need.id: n for n, need in enumerate(self.needs)}

    @cached_property
    def _before(self) -> list[frozenset[int]]:
        """The steps that come before each step, directly or not."""
        before = [frozenset(self._position[other] for other in need.after) for need in self.needs]
        for _ in before:
            before = [direct.union(*(before[k] for k in direct)) for direct in before]
        return before

    def suggest(self, held: Held | None) -> Iterator[tuple[cp_model.IntVar, int]]:
        """Every variable with its value in a plan that is known, None for a late arrival."""
        literals = [self.served, *self.ends.values(), *self.stay.values(), *self.leave.values()]
        numbers = [self.completes, *self.idle]
        values = dict.fromkeys((variable.index for variable in [*literals, *numbers]), 0)
        if held is not None:
            values |= {variable.index: value for variable, value in self._known(held)}
        yield from ((variable, values[variable.index]) for variable in [*literals, *numbers])
        for n, step in enumerate(self.steps):
            yield from step.suggest(self.axis, held[n] if held else None)

    def _known(self, held: Held) -> Iterator[tuple[cp_model.IntVar, int]]:
        yield self.served, 1
        done = (pool.day + need.result_days for (pool, _), need in zip(held, self.needs, strict=True))
        yield self.completes, max(done) - self.first_day
        order = sorted(range(len(held)), key=lambda n: held[n][1])
        if len(order) > 1:
            yield self.ends[-1, order[0]], 1
            yield self.ends[order[-1], -1], 1
        for earlier, later in pairwise(order):
            (here, began), (there, start) = held[earlier], held[later]
            if here.day != there.day:
                yield self.leave[earlier, later], 1
                continue
            yield self.stay[earlier, later], 1
            gap = self.instance.gap(here.location, there.location)
            yield self.idle[later], start - began - self.steps[earlier].length - gap


def _any_of(
    model: cp_model.CpModel, keys: Sequence[Key], literals: Sequence[cp_model.IntVar]
) -> dict[Key, cp_model.IntVar]:
    """For each key a literal that is true if one of its literals is; at most one of all is."""
    alike: dict[Key, list[cp_model.IntVar]] = defaultdict(list)
    for key, literal in zip(keys, literals, strict=True):
        alike[key].append(literal)
    found = {key: same[0] if len(same) == 1 else model.new_bool_var("") for key, same in alike.items()}
    for key, same in alike.items():
        if len(same) > 1:
            model.add(cp_model.LinearExpr.sum(same) == found[key])
    return found


def _domain(axis: Axis, starts: Iterable[range]) -> cp_model.Domain:
    return cp_model.Domain.from_intervals([[axis.at(found[0]), axis.at(found[-1])] for found in starts])
