"""The figures of a simulated plan, counted on arrays."""

from collections import Counter
from functools import cached_property

import numpy as np

from scheduler.scenarios.demand import WALKS_IN, BoolArray, FloatArray, IntArray, Newcomers
from scheduler.scenarios.desk_hours import DeskHours
from scheduler.scenarios.figures import Figures
from scheduler.scenarios.floor import hold
from scheduler.scenarios.requests import Requests
from scheduler.scenarios.simulate import Outcome
from scheduler.scenarios.visits import Visits
from scheduler.scenarios.world import World

_WEEK = 7


class Measuring:
    """What a replication comes to; arrays by request unless told otherwise."""

    def __init__(self, world: World, hours: DeskHours, people: Newcomers, requests: Requests, outcome: Outcome) -> None:
        self._world, self._hours, self._people = world, hours, people
        self._requests, self._outcome, self._in_time = requests, outcome, outcome.in_time
        self._visits = Visits.of(world.classes, outcome)

    def figures(self, seed: int) -> Figures:
        """All of them."""
        visits, held, walk_ins = self._visits, self._held, self._walk_ins
        minutes = self._world.instance.slot_minutes
        floor = hold(visits, self._outcome.absent, minutes, self._paces, self._people.absent[visits.arrival])
        return Figures(
            seed=seed,
            arrivals=int(self._counts.sum()),
            within=int((self._counts & self._in_time).sum()),
            late=self._late,
            unserved=int((self._counts & (self._done < 0)).sum()),
            days_to_done=self._days_after(self._done),
            days_to_bsn=self._days_after(self._bsn),
            visits=int((visits.begins_visit & held).sum()),
            idle_minutes=float(visits.idle[held].sum() * minutes),
            appointments=int(held.sum()),
            desk_minutes=float(floor.waited[held].sum()),
            overtime_minutes=float(floor.overtime[held].sum()),
            walk_ins=len(walk_ins),
            walk_in_minutes=float(walk_ins.sum() * minutes),
            no_shows=int((self._in_horizon & self._people.absent).sum()),
            cancellations=int((self._in_horizon & self._cancels).sum()),
            moves=self._outcome.moves,
            cost=float(self._outcome.cost[self._counts].sum()),
            roster_cost=self._hours.cost,
            use=self._hours.use(visits, self._outcome.absent),
            weeks=self._weeks(),
            displaced=int(self._outcome.displaced[self._counts].sum()),
            walked_in=int((self._counts & (self._people.lead == WALKS_IN)).sum()),
            absent_hours=float(self._hours.of_desks(self._outcome.absent).sum()),
        )

    @cached_property
    def _cancels(self) -> BoolArray:
        cancels: BoolArray = self._people.cancels >= 0
        return cancels

    @cached_property
    def _in_horizon(self) -> BoolArray:
        """Who comes after the warm-up."""
        after: BoolArray = self._people.day >= self._world.scenario.horizon.warm_up.days
        return after

    @cached_property
    def _counts(self) -> BoolArray:
        return self._in_horizon & ~self._cancels & ~self._people.absent

    @cached_property
    def _held(self) -> BoolArray:
        """[appointment] whether it took place, and counts."""
        return self._counts[self._visits.arrival]

    @cached_property
    def _paces(self) -> FloatArray:
        """[appointment] how long it takes, as a share of what is planned."""
        return self._people.paces[self._visits.arrival, self._visits.step]

    @property
    def _results(self) -> IntArray:
        """[appointment] the day on which its result is there."""
        journey = self._people.journey[self._visits.arrival]
        return self._visits.day + self._world.result_days[journey, self._visits.step]

    @cached_property
    def _done(self) -> IntArray:
        """The day of the last result, -1 for who was not served."""
        return self._visits.last_day(self._results, len(self._counts))

    @property
    def _bsn(self) -> IntArray:
        """The day of the citizen service number, -1 where there is none."""
        journey = self._people.journey[self._visits.arrival]
        gives = self._world.gives_bsn[journey, self._visits.step] > 0
        return self._visits.last_day(np.where(gives, self._results, -1), len(self._counts))

    @property
    def _late(self) -> dict[str, int]:
        late = np.flatnonzero(self._counts & ~self._in_time).tolist()
        return dict(sorted(Counter(self._outcome.short[n] for n in late).items()))

    def _days_after(self, day: IntArray) -> tuple[int, ...]:
        """[n] how many have an open day n calendar days after they could come."""
        chosen = self._counts & (day >= 0)
        dates = self._world.dates[np.minimum(day[chosen], len(self._world.dates) - 1)]
        comes = self._world.scenario.horizon.first.toordinal() + self._people.day[chosen]
        return tuple(np.bincount(np.maximum(dates - comes, 0)).tolist())

    @property
    def _walk_ins(self) -> IntArray:
        """[who was seen on the day of walking in] slots until the first appointment."""
        visits, per_day = self._visits, self._world.instance.slots_per_day
        available = np.array([each.available_from for each in self._requests.arrivals], dtype=np.int64)[visits.arrival]
        starts = visits.day * per_day + self._world.classes.first + visits.start
        walks_in = self._held & visits.first & (self._people.lead[visits.arrival] == WALKS_IN)
        chosen = walks_in & (visits.day == available // per_day)
        found: IntArray = (starts - available)[chosen]
        return found

    def _weeks(self) -> tuple[tuple[int, int], ...]:
        """Whole weeks after the warm-up: arrivals, and who of them is done in time."""
        horizon = self._world.scenario.horizon
        week = (self._people.day - horizon.warm_up.days) // _WEEK
        count = ((horizon.last - horizon.counted_from).days + 1) // _WEEK
        whole = self._counts & (week < count)
        arrivals = np.bincount(week[whole], minlength=count)
        within = np.bincount(week[whole & self._in_time], minlength=count)
        return tuple(zip(arrivals.tolist(), within.tolist(), strict=True))
