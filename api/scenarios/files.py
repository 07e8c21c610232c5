"""Scenario files: YAML or JSON, on top of a start or of another file; whatever is wrong is one line."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError

from api.problems import field_name, shown
from api.scenarios.reading import scenario_of
from api.scenarios.yaml_text import parse
from api.schemas.nearest import nearest_field
from api.schemas.scenarios import ScenarioIn, StartIn
from scheduler.domain.errors import InvalidInput
from scheduler.scenarios.scenario import Scenario
from solver.checks import FormatError, one_line
from solver.format import load_json
from solver.wording import expected

MAX_BYTES = 4 * 2**20
Starting = Callable[[StartIn], Scenario]


class ScenarioFileError(ValueError):
    """What is wrong with a scenario file, in one line."""

    def __init__(self, path: Path, what: str) -> None:
        super().__init__(one_line(f"{path}: {what}"))


def read_scenario(path: Path, starting: Starting) -> tuple[Scenario, Scenario | None]:
    """The scenario in a file, and the one it is based on, if any; raises ScenarioFileError."""
    return _read(path, starting, ())


def _read(path: Path, starting: Starting, above: Sequence[Path]) -> tuple[Scenario, Scenario | None]:
    document = document_in(path)
    if document.start is not None and document.base is not None:
        raise ScenarioFileError(path, f"base: {shown(document.base)} is wrong; expected a start or a base, not both")
    base = None
    if document.base is not None:
        below = path.parent / document.base
        if below.resolve() in (each.resolve() for each in (*above, path)):
            wrong = f"base: {shown(document.base)} is wrong"
            raise ScenarioFileError(path, f"{wrong}; expected a file that is not based on this one")
        if not below.is_file():
            raise ScenarioFileError(
                path, f"base: {shown(document.base)} is wrong; expected a file, and there is no {below}"
            )
        base, _ = _read(below, starting, (*above, path))
    try:
        start = starting(document.start) if document.start is not None else base
        return scenario_of(document, start), base
    except InvalidInput as error:
        raise ScenarioFileError(path, refused(error)) from None


def document_in(path: Path) -> ScenarioIn:
    """The document in a file, its fields checked one by one; raises ScenarioFileError."""
    try:
        return ScenarioIn.model_validate(_data_in(path))
    except ValidationError as error:
        raise ScenarioFileError(path, field_refused(first_wrong(error))) from None


def refused(error: InvalidInput) -> str:
    """What a check refuses, by the name of the field as it stands in a file."""
    steps = [int(step) if step.isdecimal() else step for step in error.pointer.strip("/").split("/")]
    if error.value is None:
        return f"{field_name(steps)}: missing; expected {error.expected}"
    return f"{field_name(steps)}: {shown(error.value)} is wrong; expected {error.expected}"


def yaml_data(text: str) -> object:
    """The value of a text in YAML; raises FormatError, with the line at which it goes wrong."""
    try:
        return parse(text)
    except RecursionError:
        raise FormatError("text", None, "YAML that is not nested so deeply") from None
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        where = "" if mark is None else f" at line {mark.line + 1}, column {mark.column + 1}"
        raise FormatError("text", None, f"YAML ({error.problem}{where})") from None
    except (yaml.YAMLError, ValueError) as error:
        raise FormatError("text", None, f"YAML ({str(error).splitlines()[0]})") from None


def first_wrong(error: ValidationError) -> Mapping[str, Any]:
    """The first field that is wrong; one that is unknown tells more than another that is missing for it."""
    errors = error.errors(include_url=False)
    first: Mapping[str, Any] = min(errors, key=lambda each: each["type"] != "extra_forbidden")
    if first["type"] == "extra_forbidden":  # of a field that may be called [key] itself
        return first
    return {**first, "loc": tuple(step for step in first["loc"] if step != "[key]")}


def field_refused(first: Mapping[str, Any]) -> str:
    """What is wrong with a field, by its name as it stands in a file."""
    field = field_name(first["loc"]) or "file"
    if first["type"] == "extra_forbidden":
        near = nearest_field(ScenarioIn, first["loc"])
        return f"{field}: there is no such field" + (f"; did you mean {near}?" if near else "")
    if first["type"] == "missing":
        return f"{field}: missing"
    return f"{field}: {shown(first['input'])} is wrong; expected {expected(first)}"


def _data_in(path: Path) -> object:
    try:
        if path.stat().st_size > MAX_BYTES:
            raise ScenarioFileError(path, f"too large; expected at most {MAX_BYTES // 2**20} MB")
        return load_json(path) if path.suffix == ".json" else yaml_data(path.read_text(encoding="utf-8"))
    except FormatError as error:
        raise ScenarioFileError(path, f"expected {error.expected}") from None
    except OSError as error:
        raise ScenarioFileError(path, f"expected a readable file ({error.strerror})") from None
    except UnicodeDecodeError:
        raise ScenarioFileError(path, "expected a text in UTF-8") from None
