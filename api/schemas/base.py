"""What every body has in common: camelCase names, no unknown fields, values that say what they are."""

import re
from datetime import date, datetime
from typing import Annotated, Any

from pydantic import AfterValidator, AwareDatetime, BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints
from pydantic.alias_generators import to_camel

_YEARS = range(2000, 2101)
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_INSTANT = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,6})?)?(Z|[+-]\d{2}:\d{2})")
_EMAIL = r"^[^\s@<>()\[\]\\,;:\"\x00-\x1f\x7f]+@[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?\.[A-Za-z]{2,63}$"


class Received(BaseModel):
    """A body or part of one that a client sends: fields by their camelCase names, and no others."""

    model_config = ConfigDict(alias_generator=to_camel, extra="forbid", frozen=True)


class Sent(BaseModel):
    """A body or part of one that the service answers with."""

    model_config = ConfigDict(alias_generator=to_camel, validate_by_name=True, frozen=True)


def _day_text(value: Any) -> Any:
    if not isinstance(value, str) or not _DAY.fullmatch(value):
        raise ValueError("a day such as 2026-09-08")
    return value


def _instant_text(value: Any) -> Any:
    if not isinstance(value, str) or not _INSTANT.fullmatch(value):
        raise ValueError("an instant with its offset, such as 2026-09-08T09:00:00+02:00")
    return value


def _in_years(value: date) -> date:
    if value.year not in _YEARS:
        raise ValueError(f"a year from {_YEARS.start} to {_YEARS.stop - 1}")
    return value


def _plain_text(value: str) -> str:
    if not value.isprintable():
        raise ValueError("text on one line, without control characters")
    return value


Day = Annotated[date, BeforeValidator(_day_text), AfterValidator(_in_years)]
Instant = Annotated[AwareDatetime, BeforeValidator(_instant_text), AfterValidator(_in_years)]
SentInstant = datetime
Key = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9_-]*$", max_length=64)]
Language = Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}$")]
Email = Annotated[str, StringConstraints(pattern=_EMAIL, max_length=254)]
Text = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200), AfterValidator(_plain_text)
]
Count = Annotated[int, Field(strict=True)]
