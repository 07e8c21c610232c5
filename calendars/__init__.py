"""Time and invitations: slots, opening hours, holidays, deadlines, mail. Knows no database and no HTTP."""

from calendars.deadlines import DEADLINE_POLICIES, Deadline, DeadlinePolicy, deadline
from calendars.grid import Grid, NonexistentLocalTimeError
from calendars.holidays import dutch_holidays
from calendars.invite import METHODS, Appointment, Invitation, Mailbox, Method, build_calendar
from calendars.mail import MailMethod, invitation_message
from calendars.opening import Closure, OpeningException, WallSpan, WeeklyPattern, opening_hours
from calendars.transport import DeliveryError, SmtpTransport, SpoolTransport, Transport
from calendars.words import LANGUAGES, Language, day_in_words, language_for, list_in_words

__all__ = [
    "DEADLINE_POLICIES",
    "LANGUAGES",
    "METHODS",
    "Appointment",
    "Closure",
    "Deadline",
    "DeadlinePolicy",
    "DeliveryError",
    "Grid",
    "Invitation",
    "Language",
    "MailMethod",
    "Mailbox",
    "Method",
    "NonexistentLocalTimeError",
    "OpeningException",
    "SmtpTransport",
    "SpoolTransport",
    "Transport",
    "WallSpan",
    "WeeklyPattern",
    "build_calendar",
    "day_in_words",
    "deadline",
    "dutch_holidays",
    "invitation_message",
    "language_for",
    "list_in_words",
    "opening_hours",
]
