"""What is wrong with a form, in the reader's language: the field by its label, and what was typed as it was typed."""

from collections.abc import Mapping
from dataclasses import dataclass

from api.pages.expected_texts import in_words
from api.pages.form_fields import PLAIN, WRITTEN, typed_in
from api.pages.scenario_form import GivenTwiceError, TextError, holds, typed_at, written_in
from api.pages.scenario_texts import TEXTS
from api.problems import masked
from api.scenarios.files import refused
from calendars.words import Language
from scheduler.domain.errors import InvalidInput

FormError = TextError | GivenTwiceError | InvalidInput
FORM_ERRORS = (TextError, GivenTwiceError, InvalidInput)
_SHOWN = 80


@dataclass(frozen=True, slots=True)
class Wrong:
    """What is wrong with a field; `in_english` is what is told of the text, in the words for files."""

    field: str
    said: str
    in_english: str = ""


def wrong_of(error: FormError, fields: Mapping[str, str], labels: Mapping[str, str], language: Language) -> Wrong:
    """What a form is refused for; `labels` are what its fields, and the starts there are, are called."""
    text = TEXTS[language]
    if isinstance(error, TextError):
        return _of_text(str(error), language)
    if isinstance(error, GivenTwiceError):
        label = labels.get(error.field, error.field)
        return Wrong(error.field, text["given_twice"].format(field=label, name=error.name))
    return _of_field(error, fields, labels, language)


def _of_field(error: InvalidInput, fields: Mapping[str, str], labels: Mapping[str, str], language: Language) -> Wrong:
    path = tuple(error.pointer.strip("/").split("/"))
    own = typed_at(path, typed_in(fields))
    if own is not None:
        chosen = labels.get(fields.get("start", ""), own.text) if own.field == "start" else own.text
        value = None if error.value is None else chosen
        return _told(own.field, labels.get(own.field, own.field), value, error.expected, language)
    empty = next((field.name for field in PLAIN if field.path == path), None)
    if empty is None or holds(written_in(fields), path):
        return _of_text(refused(error), language)
    return _told(empty, labels[empty], error.value, error.expected, language)


def _told(field: str, label: str, value: object, expected: str, language: Language) -> Wrong:
    """A sentence about a field; nothing is repeated that must not be."""
    text, wanted = TEXTS[language], in_words(expected, language)
    if value is None:
        return Wrong(field, (text["expected"] if wanted else text["missing"]).format(field=label, expected=wanted))
    typed = str(value) if len(str(value)) <= _SHOWN else f"{str(value)[:_SHOWN]}..."
    return Wrong(field, masked(text["is_wrong"].format(field=label, typed=typed, expected=wanted)))


def _of_text(said: str, language: Language) -> Wrong:
    return Wrong(WRITTEN, TEXTS[language]["wrong_text"], masked(said))
