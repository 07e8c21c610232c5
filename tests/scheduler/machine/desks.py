"""Rules: desks drop out, agencies close, and are there again."""

from collections.abc import Callable, Iterable, Sequence
from datetime import timedelta

from hypothesis import strategies as st
from hypothesis.stateful import rule

from scheduler.application import Application
from scheduler.domain.disruption import Absence, Disruption
from scheduler.use_cases.close import close
from scheduler.use_cases.disrupt import disrupt
from scheduler.use_cases.end_disruption import end_disruption
from tests.scheduler.machine import world as w
from tests.scheduler.machine.base import chosen, some
from tests.scheduler.machine.corner import DESKS, REGION, SLOT, local_day, midnight, open_slots
from tests.scheduler.machine.days import Days
from tests.scheduler.stage import ACTOR


class Desks(Days):
    """What happens to desks."""

    def __init__(self, app: Application) -> None:
        super().__init__(app)
        self.reported: dict[str, bool] = {}  # whether each is ended

    @rule(desk=st.sampled_from(sorted(DESKS)), which=some, minutes=st.sampled_from([10, 60, 200]))
    def a_desk_drops_out(self, desk: str, which: int, minutes: int) -> None:
        """From a while before one of the next slots on."""
        ahead = [at for at in open_slots(local_day(self.now), 5) if at >= self.now]
        start = ahead[which % len(ahead)] - timedelta(minutes=10)
        absence = Absence(desk, start, start + timedelta(minutes=minutes + 10))
        self._dropped_out([absence], lambda: disrupt(self.app, ACTOR, (absence,), "ill", self.key()))

    @rule(agency=st.sampled_from([None, *sorted(set(DESKS.values()))]), days=st.integers(0, 2))
    def an_agency_is_closed(self, agency: str | None, days: int) -> None:
        """All day."""
        day = local_day(self.now + timedelta(days=days))
        start, end = midnight(day), midnight(day + timedelta(days=1))
        absences = [Absence(desk, start, end) for desk, owner in DESKS.items() if agency in (None, owner)]
        key = self.key()
        self._dropped_out(absences, lambda: close(self.app, ACTOR, REGION.id, agency, day, day, "flooding", key))

    @rule(which=some)
    def it_is_over_early(self, which: int) -> None:
        """A desk is back: what is left of its time is free, and nobody is moved."""
        name = chosen(self.reported, which)
        if name not in self.reported:
            return
        ended, self.reported[name] = self.reported[name], True
        report = end_disruption(self.app, ACTOR, name)
        assert report.ended_at is not None
        if not ended:
            self.world.audit += 1
            self.world.blocked = {
                slot: one for slot, one in self.world.blocked.items() if one != name or slot[1] < self.now
            }

    def _dropped_out(self, absences: Sequence[Absence], act: Callable[[], Disruption]) -> None:
        """Those who were to come are moved, holds end, and nobody else is touched."""
        blocked = self._blocked_by(absences)
        bookings, holds = self.world.bookings.items(), self.world.holds_now(self.now)
        hit = [name for name, one in bookings if self._is_hit(one.visits.values(), absences, blocked)]
        ending = [one for _, one in holds if self._is_hit(one.visits.values(), absences, blocked)]
        told = act()
        assert {each.booking_id for each in told.displaced} == set(hit)
        assert told.holds_ended == len(ending)
        for one in ending:
            one.ended = True
        self.world.blocked |= dict.fromkeys(blocked, told.id)
        self.world.audit += 1
        self.reported[told.id] = False
        for each in told.displaced:
            self.displaced(each)

    def _blocked_by(self, absences: Sequence[Absence]) -> set[w.Slot]:
        """Open slots from now on that nobody is being served in, and that are not blocked already."""
        served = {slot for each in self.world.visits(self.now) if each.has_begun(self.now) for slot in each.slots}
        found = {
            (absence.resource, at)
            for absence in absences
            for at in open_slots(local_day(absence.start), 2)
            if at >= self.now and at < absence.end and at + SLOT > absence.start
        }
        return found - served - self.world.blocked.keys()

    def _is_hit(self, visits: Iterable[w.Visit], absences: Sequence[Absence], blocked: set[w.Slot]) -> bool:
        """Whether any that has not begun loses its desk, or is at one outside of its hours that is away."""
        ahead = [each for each in visits if not each.has_begun(self.now)]
        away = any(
            each.desk == absence.resource and each.start < absence.end and absence.start < each.end
            for each in ahead
            for absence in absences
        )
        return away or any(each.slots & blocked for each in ahead)
