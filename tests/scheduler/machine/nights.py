"""Rules: times become firm, nights better what is promised, and propose to better what is firm."""

from datetime import UTC, timedelta

from hypothesis import strategies as st
from hypothesis.stateful import rule

from scheduler.application import Application
from scheduler.domain.errors import NotFound, ProposalClosed, ProposalStale
from scheduler.domain.proposal import Proposal, ProposalStatus, ProposedMove
from scheduler.use_cases.apply_proposal import apply_proposal
from scheduler.use_cases.decline_proposal import decline_proposal
from scheduler.use_cases.fix_times import fix_times
from scheduler.use_cases.improve import improve
from scheduler.use_cases.propose import propose
from scheduler.use_cases.read_bookings import get_booking
from tests.scheduler.machine import world as w
from tests.scheduler.machine.base import Wrong, chosen, some
from tests.scheduler.machine.corner import PROTECTED, REGION, local_day, midnight
from tests.scheduler.machine.waiting import Waiting
from tests.scheduler.stage import ACTOR


class Nights(Waiting):
    """What happens at night, and what comes of it."""

    def __init__(self, app: Application) -> None:
        super().__init__(app)
        self.proposals: dict[str, Proposal] = {}
        self.became: dict[str, ProposalStatus] = {}

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

    @rule(then=st.sampled_from(["nothing", "applied", "declined"]))
    def firm_times_could_be_better(self, then: str) -> None:
        """It is proposed: nothing near, nothing that staff have named, each promise kept; nobody is moved."""
        open_ones = [name for name, status in self.became.items() if status == "open"]
        proposal = propose(self.app, REGION.id)
        self.became |= dict.fromkeys(open_ones, "outdated")
        if proposal is None:
            return
        self.proposals[proposal.id], self.became[proposal.id] = proposal, "open"
        self.world.audit += 1
        for move in proposal.moves:
            self._check_move(move)
        assert proposal.gain > REGION.prices.visit * sum(move.told for move in proposal.moves)
        if then == "applied":
            self.a_proposal_is_applied(0)
        elif then == "declined":
            self.a_proposal_is_declined(0)

    def _check_move(self, move: ProposedMove) -> None:
        booking, after = self.world.bookings[move.booking_id], w.visits_of(move.after)
        assert w.visits_of(move.before) == booking.visits
        assert booking.times == "firm"
        assert not any(each.overrides for each in booking.visits.values())
        assert min(each.start for each in (*booking.visits.values(), *after.values())) >= self.now + PROTECTED
        deadline = self.world.people[booking.arrival].deadline
        assert not booking.in_time or all(each.end <= deadline for each in after.values())
        self.check_length(booking.arrival, after)

    @rule(which=some)
    def a_proposal_is_applied(self, which: int) -> None:
        """All of it, if nothing has changed, and who is moved is told; once."""
        name = chosen(self.proposals, which)
        if self.became.get(name) == "applied":
            with self.unchanged():
                assert apply_proposal(self.app, ACTOR, name).status == "applied"
            return
        wrong = self._refusal_of_proposal(name) or self._is_stale(self.proposals[name])
        if self.attempt(wrong, lambda: apply_proposal(self.app, ACTOR, name)) is None:
            return
        self.became[name] = "applied"
        self.world.audit += 1
        for move in self.proposals[name].moves:
            self.now_as(get_booking(self.app, move.booking_id), told=move.told)
            assert self.world.bookings[move.booking_id].visits == w.visits_of(move.after)

    def _refusal_of_proposal(self, name: str) -> Wrong:
        if name not in self.proposals:
            return NotFound
        return None if self.became[name] == "open" else ProposalClosed

    def _is_stale(self, proposal: Proposal) -> Wrong:
        """Whether a booking changed, is near now, or what it would get is not free any more."""
        for move in proposal.moves:
            booking = self.world.bookings[move.booking_id]
            if booking.version != move.version:
                return ProposalStale
            if min(each.start for each in (*move.before, *move.after)) < self.now + PROTECTED:
                return ProposalStale
        before = [each for move in proposal.moves for each in w.visits_of(move.before).values()]
        after = [each for move in proposal.moves for each in w.visits_of(move.after).values()]
        return None if self.world.is_free(after, self.now, before) else ProposalStale

    @rule(which=some)
    def a_proposal_is_declined(self, which: int) -> None:
        """Nobody is moved, then nor later."""
        name = chosen(self.proposals, which)
        if self.became.get(name) == "declined":
            with self.unchanged():
                assert decline_proposal(self.app, ACTOR, name).status == "declined"
        elif self.attempt(self._refusal_of_proposal(name), lambda: decline_proposal(self.app, ACTOR, name)):
            self.became[name] = "declined"
            self.world.audit += 1
