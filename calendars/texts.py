"""What mails and invitations say, in English and Dutch."""

from dataclasses import dataclass
from typing import Literal

from calendars.words import Language

Kind = Literal["invitation", "change", "cancellation", "promise", "final", "offer"]


@dataclass(frozen=True, slots=True)
class Phrase:
    """A phrase about one appointment and about several."""

    one: str
    several: str

    def about(self, count: int) -> str:
        """The phrase for `count` appointments."""
        return self.one if count == 1 else self.several


@dataclass(frozen=True, slots=True)
class Texts:
    """The phrases of one language; names in braces are filled in."""

    subject: dict[Kind, Phrase]
    intro: dict[Kind, Phrase]
    calendar: dict[Kind, Phrase]
    greeting: str
    closing: str
    in_time: str
    late: str
    provisional: str
    answer: Phrase
    unchanged: str
    held: str
    manage: str
    questions: str
    reference: str
    step_at_agency: str
    zone: str


TEXTS: dict[Language, Texts] = {
    "en": Texts(
        subject={
            "invitation": Phrase("Your appointment on {days}", "Your appointments on {days}"),
            "change": Phrase("Changed: your appointment on {days}", "Changed: your appointments on {days}"),
            "promise": Phrase("Provisional: your appointment on {days}", "Provisional: your appointments on {days}"),
            "final": Phrase("Final: your appointment on {days}", "Final: your appointments on {days}"),
            "cancellation": Phrase("Cancelled: your appointment on {days}", "Cancelled: your appointments on {days}"),
            "offer": Phrase("A better time is free: {days}", "Better times are free: {days}"),
        },
        intro={
            "invitation": Phrase(
                "We have booked this appointment for you.",
                "We have booked these appointments for you.",
            ),
            "change": Phrase(
                "Your appointment has changed. From now on this is the right time:",
                "Your appointments have changed. From now on these are the right times:",
            ),
            "promise": Phrase(
                "We have kept a place for you. For now it is at this time:",
                "We have kept a place for you. For now it is at these times:",
            ),
            "final": Phrase(
                "The time of your appointment is now final:",
                "The times of your appointments are now final:",
            ),
            "cancellation": Phrase(
                "This appointment has been cancelled. You do not need to come.",
                "These appointments have been cancelled. You do not need to come.",
            ),
            "offer": Phrase(
                "You are on our waiting list. This time has come free, and we keep it for you:",
                "You are on our waiting list. These times have come free, and we keep them for you:",
            ),
        },
        calendar={
            "invitation": Phrase(
                "To put the appointment in your calendar, open the attached file.",
                "To put the appointments in your calendar, open the attached files: there is one for each appointment.",
            ),
            "change": Phrase(
                "To update your calendar, open the attached file.",
                "To update your calendar, open the attached files: there is one for each appointment.",
            ),
            "promise": Phrase(
                "To put the appointment in your calendar as provisional, open the attached file.",
                "To put the appointments in your calendar as provisional, open the attached files: "
                "there is one for each appointment.",
            ),
            "final": Phrase(
                "To update your calendar, open the attached file.",
                "To update your calendar, open the attached files: there is one for each appointment.",
            ),
            "cancellation": Phrase(
                "To take the appointment out of your calendar, open the attached file.",
                "To take the appointments out of your calendar, open the attached files: "
                "there is one for each appointment.",
            ),
        },
        greeting="Dear {name},",
        closing="Kind regards,",
        in_time="Everything will then be arranged by {completed}; we promised {deadline} at the latest.",
        late="Everything will then be arranged by {completed}. "
        "We promised {deadline}, and are sorry that no earlier times were free.",
        provisional="The times may still change a little. On {day} they become final, and we tell you them again.",
        answer=Phrase(
            "Do you want it? Tell us before {time} on {day}: reply to this message, or ask at the front desk. "
            "After that somebody else may have it.",
            "Do you want them? Tell us before {time} on {day}: reply to this message, or ask at the front desk. "
            "After that somebody else may have them.",
        ),
        unchanged="Until you do, nothing changes: an appointment that you have stays as it is.",
        held="Reference {reference}",
        manage="Change or cancel",
        questions="Questions? Reply to this message.",
        reference="Booking {reference}",
        step_at_agency="{step} at {agency}",
        zone="Times are local times ({zone}).",
    ),
    "nl": Texts(
        subject={
            "invitation": Phrase("Uw afspraak op {days}", "Uw afspraken op {days}"),
            "change": Phrase("Gewijzigd: uw afspraak op {days}", "Gewijzigd: uw afspraken op {days}"),
            "promise": Phrase("Voorlopig: uw afspraak op {days}", "Voorlopig: uw afspraken op {days}"),
            "final": Phrase("Definitief: uw afspraak op {days}", "Definitief: uw afspraken op {days}"),
            "cancellation": Phrase("Geannuleerd: uw afspraak op {days}", "Geannuleerd: uw afspraken op {days}"),
            "offer": Phrase("Er is een betere tijd vrij: {days}", "Er zijn betere tijden vrij: {days}"),
        },
        intro={
            "invitation": Phrase(
                "Wij hebben deze afspraak voor u gemaakt.",
                "Wij hebben deze afspraken voor u gemaakt.",
            ),
            "change": Phrase(
                "Uw afspraak is gewijzigd. Vanaf nu geldt deze tijd:",
                "Uw afspraken zijn gewijzigd. Vanaf nu gelden deze tijden:",
            ),
            "promise": Phrase(
                "Wij hebben een plaats voor u vrijgehouden, voorlopig op deze tijd:",
                "Wij hebben een plaats voor u vrijgehouden, voorlopig op deze tijden:",
            ),
            "final": Phrase(
                "De tijd van uw afspraak is nu definitief:",
                "De tijden van uw afspraken zijn nu definitief:",
            ),
            "cancellation": Phrase(
                "Deze afspraak is geannuleerd. U hoeft niet te komen.",
                "Deze afspraken zijn geannuleerd. U hoeft niet te komen.",
            ),
            "offer": Phrase(
                "U staat op onze wachtlijst. Deze tijd is vrijgekomen; wij houden hem voor u vrij:",
                "U staat op onze wachtlijst. Deze tijden zijn vrijgekomen; wij houden ze voor u vrij:",
            ),
        },
        calendar={
            "invitation": Phrase(
                "Open de bijlage om de afspraak in uw agenda te zetten.",
                "Open de bijlagen om de afspraken in uw agenda te zetten: er is er een voor elke afspraak.",
            ),
            "change": Phrase(
                "Open de bijlage om uw agenda bij te werken.",
                "Open de bijlagen om uw agenda bij te werken: er is er een voor elke afspraak.",
            ),
            "promise": Phrase(
                "Open de bijlage om de afspraak als voorlopig in uw agenda te zetten.",
                "Open de bijlagen om de afspraken als voorlopig in uw agenda te zetten: "
                "er is er een voor elke afspraak.",
            ),
            "final": Phrase(
                "Open de bijlage om uw agenda bij te werken.",
                "Open de bijlagen om uw agenda bij te werken: er is er een voor elke afspraak.",
            ),
            "cancellation": Phrase(
                "Open de bijlage om de afspraak uit uw agenda te halen.",
                "Open de bijlagen om de afspraken uit uw agenda te halen: er is er een voor elke afspraak.",
            ),
        },
        greeting="Beste {name},",
        closing="Met vriendelijke groet,",
        in_time="Daarmee is op {completed} alles geregeld; wij beloofden uiterlijk {deadline}.",
        late="Daarmee is op {completed} alles geregeld. "
        "Wij beloofden {deadline}; helaas was er geen eerdere tijd vrij.",
        provisional="De tijden kunnen nog iets veranderen. Op {day} worden ze definitief; dan hoort u ze opnieuw.",
        answer=Phrase(
            "Wilt u deze tijd? Laat het ons weten vóór {time} op {day}: beantwoord dit bericht, of vraag het aan de "
            "balie. Daarna kan iemand anders hem krijgen.",
            "Wilt u deze tijden? Laat het ons weten vóór {time} op {day}: beantwoord dit bericht, of vraag het aan de "
            "balie. Daarna kan iemand anders ze krijgen.",
        ),
        unchanged="Tot dan verandert er niets: een afspraak die u hebt, blijft staan.",
        held="Kenmerk {reference}",
        manage="Wijzigen of annuleren",
        questions="Vragen? Beantwoord dan dit bericht.",
        reference="Boeking {reference}",
        step_at_agency="{step} bij {agency}",
        zone="De tijden zijn plaatselijke tijden ({zone}).",
    ),
}
