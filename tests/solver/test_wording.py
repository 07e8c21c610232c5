"""The words for what a document should have held."""

from datetime import UTC, date, datetime
from typing import Annotated, Any, Literal

import pytest
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from solver.wording import expected, meant_by


class _Sample(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)

    count: Annotated[int, Field(ge=1, le=9)] = 1
    share: Annotated[float, Field(gt=0, lt=1, allow_inf_nan=False)] = 0.5
    name: Annotated[str, Field(min_length=1, max_length=3)] = "a"
    many: Annotated[list[int], Field(min_length=1, max_length=2)] = [1]
    keyed: dict[str, int] = {}
    kind: Literal["a", "b"] = "a"
    told: bool = True
    id: Annotated[str, Field(pattern="^[a-z]+$")] = "a"


class _Loose(BaseModel):
    inner: _Sample = _Sample()
    day: date = date(2026, 9, 8)
    at: datetime = datetime(2026, 9, 8, tzinfo=UTC)
    told: bool = True


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("count", "1", "a whole number"),
        ("count", 0, "1 or more"),
        ("count", 10, "9 or less"),
        ("share", "x", "a number"),
        ("share", 0, "a number above 0"),
        ("share", 1, "a number below 1"),
        ("share", float("inf"), "a finite number"),
        ("name", 1, "a text"),
        ("name", "", "a text of 1 or more characters"),
        ("name", "four", "a text of 3 or fewer characters"),
        ("name", "\ud800", "a text without halves of characters"),
        ("many", 1, "a list"),
        ("many", [], "1 or more entries"),
        ("many", [1, 2, 3], "2 or fewer entries"),
        ("keyed", [], "an object"),
        ("kind", "c", "'a' or 'b'"),
        ("told", 1, "true or false"),
        ("more", 1, "no field of this name"),
        ("id", "a b", "a text of the form ^[a-z]+$"),
    ],
)
def test_the_words_are_plain(field: str, value: Any, words: str) -> None:
    """They name no type of the library."""
    with pytest.raises(ValidationError) as refused:
        _Sample.model_validate({field: value})
    assert expected(refused.value.errors()[0]) == words


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("inner", [], "an object"),
        ("day", "2026-13-07", "a day of the calendar such as 2026-09-08"),
        ("at", "2026-13-07T09:00:00Z", "an instant of the calendar such as 2026-09-08T09:00:00+02:00"),
        ("told", "perhaps", "true or false"),
    ],
)
def test_so_they_are_where_texts_are_read_as_something_else(field: str, value: Any, words: str) -> None:
    """As in the bodies and queries of requests."""
    with pytest.raises(ValidationError) as refused:
        _Loose.model_validate({field: value}, from_attributes=True)
    assert expected(refused.value.errors()[0]) == words


def test_the_nearest_unknown_name_is_meant() -> None:
    """Only where it is near."""
    assert meant_by("party", ["colour", "prty"]) == "prty"
    assert meant_by("party", ["colour"]) is None
