"""Rules: time passes, and people come to their visits, later than they should, or not at all."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from scheduler.domain.booking import BookedAppointment
from scheduler.domain.disruption import Displaced
from scheduler.domain.errors import InvalidInput, NotFound, NotItsTime, VisitBegun, VisitOutOfOrder
from scheduler.expiry import release_expired
from scheduler.outbox import deliver_due
from scheduler.use_cases.await_late import await_late
from scheduler.use_cases.check_in import check_in
from scheduler.use_cases.finish_visit import finish_visit
from scheduler.use_cases.miss import miss
from scheduler.use_cases.read_bookings import get_booking
from scheduler.use_cases.start_visit import start_visit
from tests.scheduler.machine import world as w
from tests.scheduler.machine.base import Wrong, chosen, some
from tests.scheduler.machine.changing import Changing
from tests.scheduler.machine.corner import local_day
from tests.scheduler.stage import ACTOR

POINTS = {
    "checked-in": (check_in, "booked"),
    "started": (start_visit, "checked-in"),
    "finished": (finish_visit, "started"),
    "no-show": (miss, "booked"),
}
DUE = ((), ("no-show",), ("checked-in",), ("checked-in", "started"), ("checked-in", "started", "finished"))
REACHED = {"no-show": {"no-show"}, "finished": {"checked-in", "started", "finished"}}
REACHED |= {"started": {"checked-in", "started"}, "checked-in": {"checked-in"}, "booked": set()}


class Days(Changing):
    """What happens from day to day."""

    @rule(minutes=st.sampled_from([5, 11, 30, 100, 24 * 60]))
    def time_passes(self, minutes: int) -> None:
        """Holds and offers end by themselves."""
        self.clock.forward(minutes=minutes)

    @rule(which=some, minutes=st.sampled_from([-20, 0, 10, 40]), noted=st.sampled_from(DUE))
    def a_visit_is_due(self, which: int, minutes: int, noted: Sequence[str]) -> None:
        """The time of a visit comes, and perhaps its party."""
        ahead = {each.name: each for one in self.world.bookings.values() for each in one.visits.values()}
        ahead = {name: each for name, each in ahead.items() if each.start + timedelta(minutes=minutes) > self.now}
        if ahead:
            name = chosen(ahead, which)
            self.clock.now = ahead[name].start + timedelta(minutes=minutes)
            for status in noted:
                self.note(name, status)

    @rule()
    def holds_that_are_over_are_given_back(self) -> None:
        """By the worker."""
        release_expired(self.app)

    @rule()
    def mails_go_out(self) -> None:
        """All that are queued, once each, but for what was withdrawn before."""
        deliver_due(self.app)
        with self.app.database.reading() as connection:
            statuses = Counter(connection.exec_driver_sql("SELECT status FROM outbox").scalars())
        assert len(self.mailbox.messages) == statuses["sent"]
        assert statuses.keys() <= {"sent", "withdrawn"}

    @precondition(lambda self: self.world.bookings)
    @rule(which=some, status=st.sampled_from(sorted(POINTS)))
    def visit(self, which: int, status: str) -> None:
        """Somebody comes, is helped, is done, or does not come."""
        self.note(self._some_visit(which)[0], status)

    def note(self, name: str, status: str) -> None:
        """Note a point of a visit, if it may be noted now."""
        visit, booking = self._visits().get(name, (None, None))
        note, follows = POINTS[status]
        if visit is None or booking is None:
            self.attempt(NotFound, lambda: note(self.app, ACTOR, name))
        elif status in REACHED[visit.status]:
            with self.unchanged():
                note(self.app, ACTOR, name)
        else:
            wrong = self._refusal_of_visit(visit, status, follows)
            self._noted(booking, visit, self.attempt(wrong, lambda: note(self.app, ACTOR, name)), status)

    def _some_visit(self, which: int) -> tuple[str, w.Visit | None, w.Booked | None]:
        """A visit that is near, if any is booked, with its booking."""
        found = self._visits()
        today = {name: pair for name, pair in found.items() if local_day(pair[0].start) == local_day(self.now)}
        name = chosen(today or found, which)
        visit, booking = found.get(name, (None, None))
        return name, visit, booking

    def _visits(self) -> dict[str, tuple[w.Visit, w.Booked]]:
        return {each.name: (each, one) for one in self.world.bookings.values() for each in one.visits.values()}

    def _refusal_of_visit(self, visit: w.Visit, status: str, follows: str) -> Wrong:
        if visit.status != follows:
            return VisitOutOfOrder
        today = local_day(visit.start) == local_day(self.now)
        return None if today and (status != "no-show" or visit.start <= self.now) else NotItsTime

    def _noted(self, booking: w.Booked, visit: w.Visit, noted: BookedAppointment | None, status: str) -> None:
        if noted is None:
            return
        visit.status = status
        if status == "no-show":
            visit.until = self.now
        booking.version += 1
        self.world.audit += 1

    @precondition(lambda self: self.world.bookings)
    @rule(which=some, minutes=st.sampled_from([0, 20, 45, 150]))
    def somebody_is_late(self, which: int, minutes: int) -> None:
        """Comes some minutes after the appointment, or after now."""
        name, visit, booking = self._some_visit(which)
        expected = max(self.now, visit.start if visit else self.now) + timedelta(minutes=minutes)
        wrong: Wrong = NotFound
        if visit is not None:
            wrong = VisitBegun if visit.cannot_change or visit.status == "no-show" else None
            wrong = wrong or self._refusal_of_lateness(visit, expected)
        told = self.attempt(wrong, lambda: await_late(self.app, ACTOR, name, expected))
        if told is not None and booking is not None and visit is not None:
            self.displaced(told, late=visit.step)
            assert visit.step not in booking.visits or booking.visits[visit.step].start >= expected

    def _refusal_of_lateness(self, visit: w.Visit, expected: datetime) -> Wrong:
        if local_day(visit.start) != local_day(self.now):
            return NotItsTime
        late = max(self.now, visit.start) < expected <= visit.start + timedelta(days=1)
        return None if late else InvalidInput

    def displaced(self, told: Displaced, late: str | None = None) -> None:
        """A booking was moved as it was told: what has begun stays, but for what is waited for."""
        before = self.world.bookings[told.booking_id]
        after = get_booking(self.app, told.booking_id)
        visits = w.visits_of(after.appointments)
        assert w.visits_of(told.before) == {s: each for s, each in before.visits.items() if visits.get(s) != each}
        assert w.visits_of(told.after) == {s: each for s, each in visits.items() if before.visits.get(s) != each}
        for step, each in before.visits.items():
            stays = each.has_begun(self.now) and step != late
            assert visits[step] == each if stays else step not in visits or visits[step].start >= self.now
        assert told.kept == bool(visits and (after.meets_deadline or not before.in_time))
        lost = [rule for each in told.before for rule in (other.rule for other in each.overrides)]
        assert [override.rule for override in told.overrides_lost] == lost
        before.given_up |= before.visits.keys() - visits.keys()
        if not told.after:
            self.world.end_hold_of(before.arrival)
        self.now_as(after, told=True)
