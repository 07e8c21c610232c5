"""Journeys: the steps an arrival needs, and the order in which they can be held."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from graphlib import CycleError, TopologicalSorter

from scheduler.domain.errors import InvalidInput
from scheduler.domain.texts import Text


@dataclass(frozen=True, slots=True)
class Step:
    """One appointment of a journey; `slots[n - 1]` is its length for a party of n, the last for more.

    `desks`, told likewise, says at how many desks at once a party is seen, all of them at one location.
    """

    id: str
    title: Text
    service: str
    slots: tuple[int, ...]
    after: tuple[str, ...] = ()
    result_days: int = 0
    desks: tuple[int, ...] = (1,)


@dataclass(frozen=True, slots=True)
class Journey:
    """A named set of steps; raises InvalidInput for one that nobody could travel."""

    id: str
    name: Text
    steps: tuple[Step, ...]

    def __post_init__(self) -> None:
        ids = [step.id for step in self.steps]
        if not ids or len(set(ids)) < len(ids):
            raise InvalidInput("/steps", ids, "one or more steps, each with an id of its own")
        for number, step in enumerate(self.steps):
            _check_step(number, step, ids)
        _check_order({step.id: step.after for step in self.steps})

    @property
    def step_by_id(self) -> dict[str, Step]:
        """Steps by their id."""
        return {step.id: step for step in self.steps}

    def of(self, steps: Collection[str]) -> "Journey":
        """The same journey with some of its steps only."""
        kept = (step for step in self.steps if step.id in steps)
        return replace(self, steps=tuple(replace(s, after=tuple(o for o in s.after if o in steps)) for s in kept))

    @property
    def services(self) -> frozenset[str]:
        """What agencies must offer between them for this journey."""
        return frozenset(step.service for step in self.steps)


def _check_step(number: int, step: Step, ids: Sequence[str]) -> None:
    if not step.slots or min(step.slots) < 1:
        raise InvalidInput(f"/steps/{number}/slots", step.slots, "lengths of at least one slot")
    if not step.desks or min(step.desks) < 1:
        raise InvalidInput(f"/steps/{number}/desks", step.desks, "numbers of at least one desk")
    if step.result_days < 0:
        raise InvalidInput(f"/steps/{number}/resultDays", step.result_days, "0 or more")
    for other in step.after:
        if other not in ids:
            raise InvalidInput(f"/steps/{number}/after", other, f"one of {', '.join(ids)}")


def _check_order(after: Mapping[str, Sequence[str]]) -> None:
    try:
        TopologicalSorter(after).prepare()
    except CycleError as error:
        raise InvalidInput("/steps", " -> ".join(error.args[1]), "steps that do not wait for each other") from None
