"""What every body has in common: camelCase names, no unknown fields, values that say what they are."""

import re
from datetime import UTC, date
from typing import Annotated, Any, Generic, Literal, TypeVar

from fastapi import Path
from pydantic import AfterValidator, AwareDatetime, BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints
from pydantic.alias_generators import to_camel

_YEARS = range(2000, 2101)
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_INSTANT = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]{1,6})?)?(Z|[+-][0-9]{2}:[0-9]{2})"
)
T = TypeVar("T")
D = TypeVar("D", bound=date)


class Received(BaseModel):
    """A body or part of one that a client sends: fields by their camelCase names, and no others."""

    model_config = ConfigDict(alias_generator=to_camel, extra="forbid", frozen=True)


class Sent(BaseModel):
    """A body or part of one that the service answers with, read off the domain's own fields where they match."""

    model_config = ConfigDict(alias_generator=to_camel, validate_by_name=True, from_attributes=True, frozen=True)


class Listing(Sent, Generic[T]):
    """A list, or a page of one; `next` is the cursor of the page that follows, if one does."""

    items: list[T]
    next: str | None = None


def _day_text(value: Any) -> Any:
    if not isinstance(value, str) or not _DAY.fullmatch(value):
        raise ValueError("a day such as 2026-09-08")
    return value


def _instant_text(value: Any) -> Any:
    if not isinstance(value, str) or not _INSTANT.fullmatch(value):
        raise ValueError("an instant with its offset, such as 2026-09-08T09:00:00+02:00")
    return value


def _in_years(value: D) -> D:
    if value.year not in _YEARS:
        raise ValueError(f"a year from {_YEARS.start} to {_YEARS.stop - 1}")
    return value


Day = Annotated[date, BeforeValidator(_day_text), AfterValidator(_in_years)]
Instant = Annotated[AwareDatetime, BeforeValidator(_instant_text), AfterValidator(_in_years)]
Id = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9_.-]*$", max_length=64)]
PathId = Annotated[Id, Path()]
Language = Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}$")]
MailLanguage = Literal["nl", "en"]
Stamp = Annotated[AwareDatetime, AfterValidator(lambda instant: instant.astimezone(UTC))]
Flag = Annotated[bool, Field(strict=True)]
