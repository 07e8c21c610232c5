"""The words of a report, in the languages the service speaks."""

from collections.abc import Mapping

from calendars.words import Language
from scheduler.domain.texts import Text
from scheduler.scenarios.comparison import Verdict
from scheduler.scenarios.measures import Measure, Topic, Unit

_WORDS = {
    "kind": Text("Scenario", "Scenario"),
    "headline": Text(
        "{share} van de aankomsten is klaar binnen de belofte", "{share} of arrivals are done within the promise"
    ),
    "no_figures": Text("Er zijn nog geen cijfers", "There are no figures yet"),
    "other": Text('Bij "{name}" is dat {share}, {change}.', 'With "{name}" it is {share}, {change}.'),
    "points_more": Text("{points} procentpunt meer", "{points} points more"),
    "points_less": Text("{points} procentpunt minder", "{points} points less"),
    "no_difference": Text("geen duidelijk verschil", "no clear difference"),
    "no_other": Text("precies hetzelfde", "exactly the same"),
    "no_common": Text("niet te vergelijken", "nothing to compare it by"),
    "late": Text(
        "Van wie te laat is, is dat {share} door: {cause}.", "Of those who are late, {share} are for want of: {cause}."
    ),
    "nobody_late": Text(
        "Niemand van de {arrivals} aankomsten in {count} herhalingen is te laat.",
        "Nobody of the {arrivals} arrivals in {count} replications is late.",
    ),
    "charts": Text("In beeld", "In charts"),
    "noscript": Text(
        "De grafieken hebben JavaScript nodig; alle cijfers staan ook in de tabel.",
        "The charts need JavaScript; all figures are in the table too.",
    ),
    "measures": Text("Alle cijfers", "All figures"),
    "against": Text("verschil", "difference"),
    "nothing": Text("Overal nul", "Nothing throughout"),
    "differs": Text('Wat "{other}" anders doet dan "{base}"', 'What "{other}" does differently from "{base}"'),
    "same": Text("Niets dat de cijfers bepaalt.", "Nothing that the figures depend on."),
    "assumptions": Text('Waar "{name}" van uitgaat', 'What "{name}" takes for granted'),
    "sure": Text("Hoe zeker dit is", "How sure this is"),
    "stopped": Text(
        "{name}: gestopt na {done} van de {total} herhalingen.", "{name}: stopped after {done} of {total} replications."
    ),
    "failed": Text(
        "{name}: herhaling {number} (startgetal {seed}) mislukte: {reason}",
        "{name}: replication {number} (seed {seed}) failed: {reason}",
    ),
    "replications": Text(
        "Elk cijfer is het gemiddelde van {count} herhalingen: dezelfde dagen, elke keer met andere mensen. Daaronder "
        "staat het 95%-interval (Student): van honderd zulke intervallen bevatten er ongeveer 95 het ware gemiddelde. "
        "Elk interval staat op zichzelf.",
        "Each figure is the mean of {count} replications: the same days, each time with other people. Beneath it is "
        "the 95% interval (Student's t): of a hundred such intervals about 95 hold the true mean. Each stands by "
        "itself.",
    ),
    "one": Text(
        "Er is één herhaling. Het interval van de belofte komt van de weken (groepsgemiddelden); van de andere cijfers "
        "is niet te zeggen hoe zeker ze zijn. Met twintig herhalingen wel.",
        "There is one replication. The interval of the promise is that of its weeks (batch means); how sure the other "
        "figures are cannot be told. With twenty replications it can.",
    ),
    "paired": Text(
        "Verschillen vergelijken dezelfde mensen in beide scenario's, herhaling voor herhaling, zodat toeval wegvalt. "
        'Groen is beter en rood slechter dan "{base}"; grijs kan toeval zijn.',
        "Differences compare the same people in both scenarios, replication by replication, so that chance cancels "
        'out. Green is better and red worse than "{base}"; grey may be chance.',
    ),
    "in_common": Text(
        "Niet alle scenario's zijn even vaak gespeeld: een verschil gaat over de herhalingen die beide hebben, en is "
        "niet dat van de twee kolommen.",
        "Not all scenarios were played as often: a difference is over the replications that both have, and not that of "
        "the two columns.",
    ),
    "simulated": Text(
        "Het is een simulatie: ze zegt wat uit de aannames hierboven volgt, niet of die uitkomen.",
        "It is a simulation: it tells what follows from the assumptions above, not whether these come true.",
    ),
    "source": Text(
        "{name}: startgetal {seed}, {done} van de {total} herhalingen, kenmerk {digest}",
        "{name}: seed {seed}, {done} of {total} replications, digest {digest}",
    ),
}
TOPICS: Mapping[Topic, Text] = {
    "promise": Text("De belofte", "The promise"),
    "people": Text("De mensen", "The people"),
    "desks": Text("De balies", "The desks"),
    "cost": Text("De kosten", "The cost"),
    "demand": Text("De vraag", "The demand"),
}
_UNITS: Mapping[Unit, Text] = {"minutes": Text("minuten", "minutes")}
VERDICTS: Mapping[Verdict, Text] = {
    "better": Text("beter dan toeval verklaart", "better than chance would explain"),
    "worse": Text("slechter dan toeval verklaart", "worse than chance would explain"),
    "changed": Text("anders dan toeval verklaart", "other than chance would explain"),
    "same": Text("hetzelfde in elke herhaling", "the same in every replication"),
    "unclear": Text("kan toeval zijn", "may be chance"),
}
_SAVING = {"PNG_ACTION": Text("Bewaar als PNG", "Save as PNG"), "SVG_ACTION": Text("Bewaar als SVG", "Save as SVG")}


def unit_of(measure: Measure, language: Language) -> str:
    """What a measure counts, where its title does not say it."""
    return _UNITS[measure.unit].in_language(language) if measure.unit in _UNITS else ""


def words(language: Language) -> dict[str, str]:
    """All of them in one language, by name."""
    return {name: text.in_language(language) for name, text in _WORDS.items()}


def saving(language: Language) -> dict[str, str]:
    """Those of the menu of a chart."""
    return {name: text.in_language(language) for name, text in _SAVING.items()}
