"""Rules: desks drop out, agencies close, times become firm, and nights better what is promised."""

from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, timedelta

from hypothesis import strategies as st
from hypothesis.stateful import rule

from scheduler.application import Application
from scheduler.domain.disruption import Absence, Disruption
from scheduler.use_cases.close import close
from scheduler.use_cases.disrupt import disrupt
from scheduler.use_cases.end_disruption import end_disruption
from scheduler.use_cases.fix_times import fix_times
from scheduler.use_cases.improve import improve
from scheduler.use_cases.read_bookings import get_booking
from tests.scheduler.machine import world as w
from tests.scheduler.machine.base import chosen, some
from tests.scheduler.machine.corner import DESKS, REGION, SLOT, local_day, midnight, open_slots
from tests.scheduler.machine.days import Days
from tests.scheduler.stage import ACTOR


class Desks(Days):
    """What happens to desks, and at night."""

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
        hit = [name for name, one in self.world.bookings.items() if self._is_hit(one.visits.values(), blocked)]
        ending = [one for _, one in self.world.holds_now(self.now) if self._is_hit(one.visits.values(), blocked)]
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

    def _is_hit(self, visits: Iterable[w.Visit], blocked: set[w.Slot]) -> bool:
        return any(each.slots & blocked for each in visits if not each.has_begun(self.now))

    @rule()
    def times_become_firm(self) -> None:
        """On their day, with a final mail."""
        today = local_day(self.now)
        due = {
            name
            for name, one in self.world.bookings.items()
            if one.visits and one.fixes_on is not None and one.fixes_on <= today
        }
        assert fix_times(self.app) == len(due)
        for name in due:
            self.now_as(get_booking(self.app, name), told=True)
            assert self.world.bookings[name].times == "firm"

    @rule(later=st.booleans())
    def a_night_passes(self, later: bool) -> None:
        """Provisional times that have not begun get better; whoever was in time still is."""
        if later:
            self.clock.now = midnight(local_day(self.now) + timedelta(days=1)).astimezone(UTC)
        moved = improve(self.app, REGION.id)
        for name, before in self.world.bookings.items():
            after = get_booking(self.app, name)
            visits = w.visits_of(after.appointments)
            if visits == before.visits:
                continue
            moved -= 1
            assert before.times == "provisional"
            assert not any(each.has_begun(self.now) for each in before.visits.values())
            assert after.meets_deadline or not before.in_time
            self.now_as(after, told=after.times == "firm")
        assert moved == 0
