"""The field that somebody meant who wrote one that there is not."""

from collections.abc import Iterable
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import BaseModel

from solver.wording import meant_by


def nearest_field(model: type[BaseModel], path: Iterable[int | str]) -> str | None:
    """The name of a field beside the unknown one at the end of a path into a body, if any is near."""
    *way, unknown = path
    kind: Any = model
    for step in way:
        kind = _inside(kind, step)
    kind = model_of(kind)
    return None if kind is None else meant_by(str(unknown), _by_name(kind))


def _by_name(model: type[BaseModel]) -> dict[str, Any]:
    return {field.alias or name: field.annotation for name, field in model.model_fields.items()}


def _inside(kind: Any, step: int | str) -> Any:
    """The type of a field, of an item of a list, or of a value of a mapping."""
    model = model_of(kind)
    if model is not None:
        return _by_name(model).get(str(step))
    return next(iter(get_args(_plain(kind))[-1:]), None)


def model_of(kind: Any) -> type[BaseModel] | None:
    """The model that a type is, with or without what annotates it."""
    kind = _plain(kind)
    return kind if isinstance(kind, type) and issubclass(kind, BaseModel) else None


def _plain(kind: Any) -> Any:
    """A type without what annotates it, and without None."""
    while get_origin(kind) in (Annotated, Union, UnionType):
        kind = next(one for one in get_args(kind) if one is not type(None))
    return kind
