"""What of an instance can be planned apart is: regions that share no desk, and windows of a long horizon.

Regions are planned at the same time, as far as they are of a size. The plan joined from the parts is verified whole.
"""

import logging
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

from solver.budget import Budget
from solver.components import components
from solver.horizon import cores, roll
from solver.incumbent import PlanRefusedError
from solver.instance import Instance
from solver.parts import Ledger, Report, Shares, Terms, Whole, joined
from solver.plan import Plan
from solver.verify import verify

_LOG = logging.getLogger(__name__)


def solve_apart(instance: Instance, terms: Terms, whole: Whole, report: Report | None) -> Plan:
    """The plan of an instance from the plans that `whole` makes of its parts; raises PlanRefusedError.

    Costs and bounds of regions add up.
    """
    parts = components(instance)
    if len(parts) == 1 and len(cores(instance)) == 1:
        return whole(instance, terms, report).plan
    plan = _Apart(parts, terms, whole, report).plan(instance)
    verdict = verify(instance, plan)
    if not verdict.ok:
        _LOG.error("joined plan refused by the verifier: %s", verdict.violations[0].message)
        raise PlanRefusedError
    return plan


class _Apart:
    def __init__(self, parts: Sequence[Instance], terms: Terms, whole: Whole, report: Report | None) -> None:
        self._parts, self._terms, self._whole = parts, terms, whole
        self._elapsed = Budget(terms.seconds).elapsed
        self._ledger = Ledger(parts, self._elapsed, report) if report else None

    def plan(self, instance: Instance) -> Plan:
        """The plans of all parts, joined."""
        sizes = [len(part.arrivals) for part in self._parts]
        lanes = lanes_of(sizes, self._terms.workers)
        with ThreadPoolExecutor(len(lanes)) as executor:
            found = dict(
                pair for pairs in executor.map(lambda lane: self._lane(lane, len(lanes)), lanes) for pair in pairs
            )
        return joined(instance, [found[n] for n in range(len(self._parts))], self._elapsed())

    def _lane(self, numbers: Sequence[int], lanes: int) -> list[tuple[int, Plan]]:
        """Plan some parts one after the other, beside the other lanes."""
        sizes = [len(self._parts[n].arrivals) for n in numbers]
        everybody = sum(len(part.arrivals) for part in self._parts)
        terms = replace(self._terms.share(sum(sizes), everybody), workers=max(1, self._terms.workers // lanes))
        shares = Shares(terms, sum(sizes))
        return [(n, self._part(n, shares.next(size))) for n, size in zip(numbers, sizes, strict=True)]

    def _part(self, number: int, terms: Terms) -> Plan:
        part, report = self._parts[number], self._ledger.of(number) if self._ledger else None
        if len(cores(part)) > 1:
            return roll(part, terms, self._whole, self._elapsed, report)
        return self._whole(part, terms, report).plan


def lanes_of(sizes: Sequence[int], workers: int) -> list[list[int]]:
    """Which parts are planned one after the other: as many lanes as stay about equally busy, `workers` at most."""
    count = max(1, min(workers, sum(sizes) // max(1, *sizes)))
    lanes: list[list[int]] = [[] for _ in range(count)]
    for number in sorted(range(len(sizes)), key=lambda n: -sizes[n]):
        min(lanes, key=lambda lane: sum(sizes[n] for n in lane)).append(number)
    return lanes
