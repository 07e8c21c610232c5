"""Plain dataclasses to JSON values and back, by their type hints alone."""

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime, time, timedelta
from functools import cache
from types import NoneType, UnionType
from typing import Any, Literal, TypeVar, Union, cast, get_args, get_origin, get_type_hints

T = TypeVar("T")
_ISO = (datetime, date, time)
_BETWEEN = "|"  # the texts of a set that is a key


def to_json(value: object) -> Any:
    """The JSON value of a dataclass, or of a tuple, set or mapping of them; raises TypeError for anything else."""
    if value is None or isinstance(value, str | int | float | bool):
        return value
    if isinstance(value, _ISO):
        return value.isoformat()
    if isinstance(value, timedelta):
        return value.total_seconds()
    if isinstance(value, Mapping):
        return {_key_text(key): to_json(item) for key, item in value.items()}
    if isinstance(value, frozenset | tuple | list):
        items = [to_json(item) for item in value]
        return sorted(items) if isinstance(value, frozenset) else items
    if is_dataclass(value):
        return {field.name: to_json(getattr(value, field.name)) for field in fields(value) if field.init}
    raise TypeError(f"cannot write {type(value).__name__} as JSON")


def from_json(kind: type[T], data: Any) -> T:
    """The value of type `kind` that `to_json` wrote; raises TypeError for a type it does not know."""
    return cast(T, _read(kind, data))


def _read(kind: Any, data: Any) -> Any:
    origin = get_origin(kind)
    if origin is None:
        return _read_plain(kind, data)
    if origin in (Union, UnionType):
        return None if data is None else _read(next(k for k in get_args(kind) if k is not NoneType), data)
    if origin is Literal:
        return data
    if origin in (tuple, frozenset):
        return origin(_read(each, item) for each, item in zip(_kinds(kind, len(data)), data, strict=True))
    if isinstance(origin, type) and issubclass(origin, Mapping):
        key, item = get_args(kind)
        return {_read_key(key, name): _read(item, value) for name, value in data.items()}
    raise TypeError(f"cannot read {kind} from JSON")


def _kinds(kind: Any, length: int) -> tuple[Any, ...]:
    """The type of each item of a set or a tuple: the same, or as many as are named."""
    named: tuple[Any, ...] = get_args(kind)
    return named if len(named) > 1 and named[-1] is not Ellipsis else named[:1] * length


def _key_text(key: object) -> str:
    return _BETWEEN.join(sorted(key)) if isinstance(key, frozenset) else str(key)


def _read_key(kind: Any, text: str) -> Any:
    return frozenset(text.split(_BETWEEN)) if get_origin(kind) is frozenset else kind(text)


def _read_plain(kind: Any, data: Any) -> Any:
    if kind in _ISO:
        return kind.fromisoformat(data)
    if kind is timedelta:
        return timedelta(seconds=data)
    if isinstance(kind, type) and is_dataclass(kind):
        hints = _hints(kind)
        return cast(Any, kind)(**{name: _read(hints[name], value) for name, value in data.items()})
    if kind in (str, int, float, bool):
        return kind(data)
    raise TypeError(f"cannot read {kind} from JSON")


@cache
def _hints(kind: type) -> dict[str, Any]:
    return get_type_hints(kind)
