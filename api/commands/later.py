"""Commands that are imported once they are called: the engines behind all of them take seconds to import."""

import ast
from collections.abc import Mapping
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup
from typer.main import get_command

_HERE = __name__.rpartition(".")[0]


class Later(TyperCommand):
    """Stands for a function of a module beside this one, in the words of its docstring, until it is called."""

    def __init__(self, name: str, place: str) -> None:
        self._module, self._function = place.split(".")
        super().__init__(name, help=_docstrings(f"{_HERE}.{self._module}")[self._function])

    def make_context(self, *args: Any, **settings: Any) -> Any:
        """That of the function's own command, which takes it from here."""
        alone = typer.Typer(add_completion=False)
        alone.command(self.name)(getattr(import_module(f"{_HERE}.{self._module}"), self._function))
        return get_command(alone).make_context(*args, **settings)


def group_of(places: Mapping[str, str]) -> type[TyperGroup]:
    """A group of commands that are imported later: the places, such as `planning.plan`, by their names."""

    class Group(TyperGroup):
        def __init__(self, *, commands: Mapping[str, Any], **settings: Any) -> None:
            later = {name: Later(name, place) for name, place in places.items()}
            super().__init__(commands={**later, **commands}, **settings)

    return Group


@cache
def _docstrings(module: str) -> dict[str, str | None]:
    """Those of its functions, read from the source, which is not run."""
    spec = find_spec(module)
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError(module)
    body = ast.parse(Path(spec.origin).read_text(encoding="utf-8")).body
    return {node.name: ast.get_docstring(node) for node in body if isinstance(node, ast.FunctionDef)}
