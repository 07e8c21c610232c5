"""What is different in one scenario from another, and whether chance alone would explain it."""

from dataclasses import dataclass
from typing import Literal

from scheduler.scenarios.measures import Measure, measures
from scheduler.scenarios.result import Result
from scheduler.scenarios.statistics import Estimate, paired

Verdict = Literal["better", "worse", "changed", "same", "unclear"]


@dataclass(frozen=True, slots=True)
class Difference:
    """A measure of two scenarios; `change`: how much more the second has, over the replications that both have."""

    measure: Measure
    a: Estimate | None
    b: Estimate | None
    change: Estimate | None

    @property
    def verdict(self) -> Verdict:
        """`unclear` where the interval of the change holds no change too, or where there is none."""
        if self.change is None or self.change.low is None or self.change.high is None:
            return "unclear"
        if self.change.low == self.change.high == 0:
            return "same"
        if self.change.low <= 0 <= self.change.high:
            return "unclear"
        if self.measure.better is None:
            return "changed"
        return "better" if (self.change.mean > 0) == (self.measure.better == "more") else "worse"


def compare(a: Result, b: Result) -> tuple[Difference, ...]:
    """Every measure that `a` or `b` has a number of, in the order of `measures`."""
    agencies = {agency.id: agency for result in (a, b) for agency in result.scenario.capacity.agencies}
    found = (_difference(measure, a, b) for measure in measures(tuple(agencies.values())))
    return tuple(each for each in found if each.a is not None or each.b is not None)


def _difference(measure: Measure, a: Result, b: Result) -> Difference:
    change = paired(measure.by_number(a.figures), measure.by_number(b.figures))
    return Difference(measure, measure.estimate(a.figures), measure.estimate(b.figures), change)
