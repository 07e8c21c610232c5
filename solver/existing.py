"""What stands before a plan is made anew: itineraries, which of their steps are fixed, what a move costs."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from math import isfinite

from solver.plan import Itinerary

Fixed = Mapping[str, frozenset[str]]


class ExistingError(ValueError):
    """What stands contradicts itself, or what is fixed breaks a rule of the instance."""


@dataclass(frozen=True)
class Existing:
    """Itineraries as they stand, of this instance or of one that has changed since.

    `fixed`: steps by arrival, all of them or some, whose appointments stay to the letter. An arrival that holds all
    its steps and does not keep their times and places pays for one move, late or not: `move_price`, or its own in
    `move_prices`. Who is no arrival of the instance any more is passed over. Raises ExistingError.
    """

    itineraries: tuple[Itinerary, ...]
    fixed: Fixed = field(default_factory=dict)
    move_price: float = 0.0
    move_prices: Mapping[str, float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if len(self.held) < len(self.itineraries):
            ids = [itinerary.arrival for itinerary in self.itineraries]
            twice = next(arrival for arrival in ids if ids.count(arrival) > 1)
            raise ExistingError(f"itineraries: arrival {twice} has more than one; expected one each")
        prices = {"move_price": self.move_price, **{f"move_prices.{key}": p for key, p in self.move_prices.items()}}
        for name, price in prices.items():
            if not (isfinite(price) and price >= 0):
                raise ExistingError(f"{name}: {price} is wrong; expected a price of 0 or more")
        for arrival, steps in self.fixed.items():
            self._check_held(arrival, steps)

    @cached_property
    def held(self) -> dict[str, Itinerary]:
        """Itineraries by arrival."""
        return {itinerary.arrival: itinerary for itinerary in self.itineraries}

    def price(self, arrival: str) -> float:
        """What a move of an arrival costs."""
        return self.move_prices.get(arrival, self.move_price)

    def fixed_steps(self, arrival: str) -> frozenset[str]:
        """The steps of an arrival that stay."""
        return self.fixed.get(arrival, frozenset())

    def _check_held(self, arrival: str, steps: Iterable[str]) -> None:
        held = self.held[arrival].appointments if arrival in self.held else ()
        for step in steps:
            times = {(a.start, a.end) for a in held if a.step == step}
            if len(times) != 1:
                about = f"fixed: arrival {arrival}, step {step}"
                raise ExistingError(f"{about} is held {len(times)} times; expected a step that stands once")


def all_steps(itineraries: Iterable[Itinerary], arrivals: Collection[str]) -> Fixed:
    """What some arrivals hold, all of it, to be fixed; raises ExistingError for those who hold nothing."""
    held = {itinerary.arrival: itinerary for itinerary in itineraries}
    for arrival in arrivals:
        if arrival not in held:
            raise ExistingError(f"fixed: arrival {arrival} holds nothing; expected one of the itineraries that stand")
    return {arrival: frozenset(a.step for a in held[arrival].appointments) for arrival in arrivals}


def steps_before(itineraries: Iterable[Itinerary], slot: int) -> Fixed:
    """The steps held that start before a slot, to be fixed."""
    found = {i.arrival: frozenset(a.step for a in i.appointments if a.start < slot) for i in itineraries}
    return {arrival: steps for arrival, steps in found.items() if steps}
