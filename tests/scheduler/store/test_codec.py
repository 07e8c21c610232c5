"""Dataclasses to JSON and back."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calendars.opening import WallSpan
from scheduler.domain.arrival import Person
from scheduler.domain.policy import Promise
from scheduler.store.codec import from_json, to_json


@dataclass(frozen=True)
class Everything:
    """A value of every kind the codec knows."""

    text: str
    number: float
    maybe: date | None
    people: tuple[Person, ...]
    tags: frozenset[str]
    days: Mapping[str, date]
    at: datetime
    hours: WallSpan
    lasts: timedelta
    weights: tuple[tuple[frozenset[str], float], ...]
    travel: Mapping[frozenset[str], int]


@given(
    st.builds(
        Everything,
        text=st.text(),
        number=st.floats(allow_nan=False, allow_infinity=False),
        maybe=st.none() | st.dates(),
        people=st.lists(st.just(Person("partner", ("nl", "en")))).map(tuple),
        tags=st.frozensets(st.text()),
        days=st.dictionaries(st.text(), st.dates()),
        at=st.datetimes(timezones=st.just(UTC)),
        hours=st.just(WallSpan(time(9), time(12, 30))),
        lasts=st.timedeltas(timedelta(days=-999), timedelta(days=999)),
        weights=st.lists(st.tuples(st.frozensets(st.text()), st.floats(0, 1)), max_size=3).map(tuple),
        travel=st.dictionaries(st.frozensets(st.sampled_from(["mosae", "ceramique"]), min_size=1), st.integers()),
    )
)
def test_what_is_written_is_read_back(value: Everything) -> None:
    """Every value survives the way through JSON text."""
    assert from_json(Everything, json.loads(json.dumps(to_json(value)))) == value


def test_defaults_fill_what_an_older_text_lacks() -> None:
    """A field that is not in the text takes its default."""
    assert from_json(Promise, {"days": 5}) == Promise(days=5)


def test_unknown_types_are_refused() -> None:
    """What the codec does not know is an error, not a guess."""
    with pytest.raises(TypeError, match="cannot write object"):
        to_json(object())
    with pytest.raises(TypeError, match="cannot read"):
        from_json(complex, "1")
    with pytest.raises(TypeError, match="cannot read"):
        from_json(list[int], [1])
