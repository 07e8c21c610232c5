"""Checks and figures for an itinerary of which only some steps are taken anew or given up."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from scheduler.domain.arrival import Arrival
from scheduler.domain.booking import BookedAppointment, Booking
from scheduler.domain.errors import InvalidInput
from scheduler.domain.itinerary import Appointment
from scheduler.domain.journey import Journey
from scheduler.fixing import with_day_of_fixing
from scheduler.store.unit_of_work import UnitOfWork
from scheduler.translation import Frame, build_arrival, build_instance
from solver.cost import itinerary_cost
from solver.plan import Itinerary, Plan
from solver.verify import Violation, verify

_RESULTS_WITHIN = timedelta(days=60)
_RULES_OF_ITINERARIES = frozenset((1, 2, 3, 4))  # desk, window, gaps, order; see the instance format


def check_steps(journey: Journey, steps: Sequence[str]) -> None:
    """Refuses steps that the journey does not have: raises InvalidInput."""
    if not steps:
        raise InvalidInput("/steps", "none", f"one or more of {', '.join(journey.step_by_id)}")
    for number, step in enumerate(steps):
        if step not in journey.step_by_id:
            raise InvalidInput(f"/steps/{number}", step, f"one of {', '.join(journey.step_by_id)}")


def completion(uow: UnitOfWork, arrival: Arrival, appointments: Sequence[BookedAppointment]) -> date | None:
    """The day on which the last result of some appointments is there; what was missed has none."""
    held = [each for each in appointments if each.missed_at is None]
    return last_result(uow, arrival, held) if held else None


def last_result(uow: UnitOfWork, arrival: Arrival, appointments: Sequence[Appointment]) -> date:
    """The day on which the last result of some appointments is there, be they held as planned."""
    journey = uow.configuration.journey(arrival.journey)
    frame = _frame(uow, arrival, appointments)
    return max(_result_on(frame, journey, each) for each in appointments)


def cost_of(frame: Frame, journeys: Iterable[Journey], arrival: Arrival, booking: Booking) -> float:
    """What a booking costs by the objective of its region, the price of lateness included.

    Days are counted from when the arrival can come, or from the first of the frame if that is later.
    """
    instance = build_instance(frame, journeys, ())
    cost = itinerary_cost(instance, build_arrival(frame, arrival), frame.planned(booking.appointments))
    return cost if booking.meets_deadline else cost + instance.objective.late


def rearranged(
    uow: UnitOfWork, arrival: Arrival, booking: Booking, appointments: tuple[BookedAppointment, ...], now: datetime
) -> Booking:
    """A booking with other appointments, in order of time, as it is to be stored."""
    completes_on = completion(uow, arrival, appointments)
    return replace(
        booking,
        appointments=appointments,
        completes_on=completes_on,
        meets_deadline=completes_on is not None and arrival.is_met(completes_on, appointments[-1].end),
        version=booking.version + 1,
        updated_at=now,
    )


def to_be_told(uow: UnitOfWork, booking: Booking, lead_days: int) -> Booking:
    """A rearranged booking as it is to be invited to: times are told anew, and become firm as their days demand."""
    told = replace(booking, sequence=booking.sequence + 1)
    return with_day_of_fixing(uow, told, lead_days, booking.updated_at)


def check_fit(uow: UnitOfWork, arrival: Arrival, appointments: Sequence[Appointment], steps: Sequence[str]) -> None:
    """Refuses `steps` whose new appointments do not go with the others': raises InvalidInput.

    The verifier of plans says so, for a plan of this one arrival, with a deadline that stops nothing.
    """
    frame = replace(_frame(uow, arrival, appointments), also=frozenset(each.start.date() for each in appointments))
    # What stands and was overridden breaks rules by itself; only what the new times break beside is wrong.
    stood = _broken(uow, frame, arrival, [each for each in appointments if each.step not in steps])
    broken = [each for each in _broken(uow, frame, arrival, appointments) if each not in stood]
    if broken:
        raise InvalidInput("/steps", ", ".join(steps), f"steps whose new times fit the others: {broken[0].message}")


def _broken(
    uow: UnitOfWork, frame: Frame, arrival: Arrival, appointments: Sequence[Appointment]
) -> Sequence[Violation]:
    """The rules that some appointments of an arrival break, as if they were its whole journey."""
    held = {each.step for each in appointments}
    if not held:
        return ()
    journey = uow.configuration.journey(arrival.journey)
    instance = build_instance(frame, [journey.of(held)], ())
    relevant = replace(arrival, ready_from={s: day for s, day in arrival.ready_from.items() if s in held})
    case = replace(instance, arrivals=(build_arrival(frame, relevant, deadline=frame.bounds[1]),))
    itinerary = Itinerary(arrival.id, frame.planned(appointments))
    verdict = verify(case, Plan("feasible", 0.0, 0.0, 0.0, (), (itinerary,)))
    return [violation for violation in verdict.violations if violation.rule in _RULES_OF_ITINERARIES]


def _result_on(frame: Frame, journey: Journey, appointment: Appointment) -> date:
    day, result_days = appointment.start.date(), journey.step_by_id[appointment.step].result_days
    # Nobody works on the day itself where that was overridden; results take days on which somebody does.
    return frame.day(frame.day_at_or_before(day) + result_days) if result_days else day


def _frame(uow: UnitOfWork, arrival: Arrival, appointments: Sequence[Appointment]) -> Frame:
    days = [each.start.date() for each in appointments]
    return Frame(uow.configuration.setup(arrival.region), min(days), max(days) + _RESULTS_WITHIN)
