"""What a document should have held, in words for people: the wording of the library that checks shapes names types."""

from collections.abc import Iterable, Mapping, Sequence
from difflib import get_close_matches
from typing import Any

_ALIKE = 0.6  # from 0 to 1
_WORDS = {
    "bool_parsing": "true or false",
    "bool_type": "true or false",
    "date_from_datetime_parsing": "a day of the calendar such as 2026-09-08",
    "date_parsing": "a day of the calendar such as 2026-09-08",
    "datetime_from_date_parsing": "an instant of the calendar such as 2026-09-08T09:00:00+02:00",
    "datetime_parsing": "an instant of the calendar such as 2026-09-08T09:00:00+02:00",
    "dict_type": "an object",
    "finite_number": "a finite number",
    "float_type": "a number",
    "int_from_float": "a whole number",
    "int_parsing": "a whole number",
    "int_type": "a whole number",
    "list_type": "a list",
    "model_attributes_type": "an object",
    "model_type": "an object",
    "string_pattern_mismatch": "a text of the form {pattern}",
    "string_type": "a text",
    "string_unicode": "a text without halves of characters",
    "greater_than": "a number above {gt}",
    "greater_than_equal": "{ge} or more",
    "less_than": "a number below {lt}",
    "less_than_equal": "{le} or less",
    "string_too_long": "a text of {max_length} or fewer characters",
    "string_too_short": "a text of {min_length} or more characters",
    "tuple_type": "a list",
    "too_long": "{max_length} or fewer entries",
    "too_short": "{min_length} or more entries",
    "literal_error": "{expected}",
    "extra_forbidden": "no field of this name",
}


def expected(error: Mapping[str, Any]) -> str:
    """What would be right, for an error of pydantic."""
    if error["type"] in _WORDS:
        return _WORDS[error["type"]].format(**{key: _plain(value) for key, value in error.get("ctx", {}).items()})
    return str(error["msg"]).removeprefix("Input should be ").removeprefix("Value error, ")


def _plain(value: object) -> object:
    """A limit without the fraction that it does not have."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


def meant_by(name: str, unknown: Iterable[str]) -> str | None:
    """Which of some unknown names is nearest to one that is missing, if any is near."""
    return next(iter(get_close_matches(name, unknown, 1, _ALIKE)), None)


def unknown_beside(missing: Mapping[str, Any], errors: Sequence[Mapping[str, Any]]) -> list[str]:
    """The unknown fields of the object in which a field is missing."""
    where = missing["loc"][:-1]
    return [str(e["loc"][-1]) for e in errors if e["type"] == "extra_forbidden" and e["loc"][:-1] == where]
