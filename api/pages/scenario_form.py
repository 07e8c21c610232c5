"""The document that a form of a scenario makes: its plain fields, and what is written beside them as in a file."""

from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import ValidationError

from api.pages.form_fields import PLAIN, WRITTEN, Path, Typed, typed_in
from api.problems import field_name, shown
from api.scenarios.files import field_refused, first_wrong, yaml_data
from api.schemas.scenarios import FORMAT, ScenarioIn
from scheduler.domain.errors import InvalidInput
from solver.checks import FormatError
from solver.wording import expected

_ALL = 100
Document = dict[str, Any]


class TextError(ValueError):
    """What is wrong with the text of a form, in the words in which it is told of a file."""


class GivenTwiceError(ValueError):
    """A field that is filled in while the text says the same; `name` is what the text calls it."""

    def __init__(self, field: str, name: str) -> None:
        self.field, self.name = field, name
        super().__init__(f"{field}: {name}")


def document_of_form(fields: Mapping[str, str]) -> ScenarioIn:
    """The document of a form; raises TextError, GivenTwiceError or InvalidInput for the first thing that is wrong."""
    document, typed = written_in(fields), typed_in(fields)
    for each in typed:
        _check_once(document, each)
    for each in typed:
        _put(document, each)
    try:
        return ScenarioIn.model_validate({"format": FORMAT} | document)
    except ValidationError as error:
        raise _refused(first_wrong(error), typed) from None


def written_in(fields: Mapping[str, str]) -> Document:
    """What the text of a form says; raises TextError."""
    try:
        data = yaml_data(fields.get(WRITTEN, ""))
    except FormatError as error:
        raise TextError(f"expected {error.expected}") from None
    if data is not None and not isinstance(data, dict):
        raise TextError(f"{shown(data)} is wrong; expected fields, such as demand: {{weekly: 150}}")
    return data or {}


def holds(document: object, path: Path) -> bool:
    """Whether a document says something of a part of it."""
    for step in path:
        if not isinstance(document, dict) or step not in document:
            return False
        document = document[step]
    return True


def typed_at(path: Path, typed: Sequence[Typed]) -> Typed | None:
    """What was typed at a place in a document, or else around it."""
    near = [each for each in typed if path and (path == each.path[: len(path)] or each.path == path[: len(each.path)])]
    return min(near, key=lambda each: each.path != path, default=None)


def _check_once(written: Document, typed: Typed) -> None:
    for rival in typed.rivals:
        if holds(written, rival):
            raise GivenTwiceError(typed.field, field_name(rival))


def _put(document: Document, typed: Typed) -> None:
    """Write a value into a document; raises TextError where the text has something else on the way."""
    *way, last = typed.path
    for depth, step in enumerate(way, 1):
        document = document.setdefault(step, {})
        if not isinstance(document, dict):
            raise TextError(f"{field_name(way[:depth])}: {shown(document)} is wrong; expected an object")
    document[last] = typed.value


def _refused(first: Mapping[str, Any], typed: Sequence[Typed]) -> Exception:
    """The error of a field, or of the text if no field holds what is wrong."""
    path = tuple(map(str, first["loc"]))
    pointer = "/" + "/".join(path)
    own = typed_at(path, typed)
    if own is not None:
        return InvalidInput(pointer, own.text, expected(_in_percent(first) if own.percent else first))
    if first["type"] == "missing" and any(field.path == path for field in PLAIN):
        return InvalidInput(pointer, None, "")
    return TextError(field_refused(first))


def _in_percent(first: Mapping[str, Any]) -> Mapping[str, Any]:
    """The error of a share with its limits as they are for percents."""
    return {**first, "ctx": {name: limit * _ALL for name, limit in first.get("ctx", {}).items()}}
