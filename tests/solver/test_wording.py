"""The words for what a document should have held."""

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
        ("name", "", "a text of at least 1 characters"),
        ("name", "four", "a text of at most 3 characters"),
        ("name", "\ud800", "a text without halves of characters"),
        ("many", 1, "a list"),
        ("many", [], "at least 1 of them"),
        ("many", [1, 2, 3], "at most 2 entries"),
        ("keyed", [], "an object"),
        ("kind", "c", "'a' or 'b'"),
        ("told", 1, "true or false"),
        ("more", 1, "no field of this name"),
    ],
)
def test_the_words_are_plain(field: str, value: Any, words: str) -> None:
    """They name no type of the library."""
    with pytest.raises(ValidationError) as refused:
        _Sample.model_validate({field: value})
    assert expected(refused.value.errors()[0]) == words


def test_the_nearest_unknown_name_is_meant() -> None:
    """Only where it is near."""
    assert meant_by("party", ["colour", "prty"]) == "prty"
    assert meant_by("party", ["colour"]) is None
