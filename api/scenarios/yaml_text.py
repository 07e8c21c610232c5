"""YAML as planners mean it: `no` is Norwegian and not false, and 12:30, 2026-09-08 and 09:00-12:00 are texts.

Numbers, true, false and null are those of YAML 1.2; the library speaks YAML 1.1. Keys are texts as they are written.
Aliases are refused: a few lines of them can stand for more than fits in memory.
"""

import re
from collections.abc import Callable
from typing import Any, ClassVar

import yaml
from yaml.composer import ComposerError
from yaml.constructor import ConstructorError

_KIND = "tag:yaml.org,2002:"
_BOOLEANS = ("true", "false")


def parse(text: str) -> object:
    """The value of a text: texts, numbers, booleans, lists and mappings.

    Raises yaml.YAMLError, RecursionError where it is nested too deeply, and ValueError for a number of 5,000 digits.
    """
    return yaml.load(text, _Loader)  # noqa: S506 # the loader makes nothing else


def write(value: object) -> str:
    """The text of a value."""
    return yaml.dump(value, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=120)


class _Loader(yaml.SafeLoader):
    yaml_implicit_resolvers: dict[str, Any] = {}  # noqa: RUF012 # typed so by the library
    yaml_constructors: ClassVar[dict[Any, Any]] = {}

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        if self.check_event(yaml.AliasEvent):
            mark = self.get_event().start_mark  # type: ignore[no-untyped-call] # of the library
            raise ComposerError(None, None, "an alias; write the value out", mark)
        return super().compose_node(parent, index)


class _Dumper(yaml.SafeDumper):
    yaml_implicit_resolvers: dict[str, Any] = {}  # noqa: RUF012 # typed so by the library


def _null(_loader: _Loader, _node: yaml.Node) -> None:
    return None


def _text(loader: _Loader, node: yaml.Node) -> str:
    if not isinstance(node, yaml.ScalarNode):
        raise _refused(node)
    return loader.construct_scalar(node)


def _truth(loader: _Loader, node: yaml.Node) -> bool:
    text = _text(loader, node).lower()
    if text not in _BOOLEANS:
        raise _refused(node)
    return text == _BOOLEANS[0]


def _whole(loader: _Loader, node: yaml.Node) -> int:
    return int(_text(loader, node))


def _number(loader: _Loader, node: yaml.Node) -> float:
    return float(_text(loader, node).lower().replace(".inf", "inf").replace(".nan", "nan"))


def _list(loader: _Loader, node: yaml.Node) -> list[Any]:
    if not isinstance(node, yaml.SequenceNode):
        raise _refused(node)
    return loader.construct_sequence(node, deep=True)


def _mapping(loader: _Loader, node: yaml.Node) -> dict[str, Any]:
    if not isinstance(node, yaml.MappingNode):
        raise _refused(node)
    found: dict[str, Any] = {}
    for key, value in node.value:
        if not isinstance(key, yaml.ScalarNode):
            raise ConstructorError(None, None, "a name that is no text", key.start_mark)
        if key.value in found:
            raise ConstructorError(None, None, f"{key.value!r} a second time", key.start_mark)
        found[key.value] = loader.construct_object(value, deep=True)
    return found


def _unknown(_loader: _Loader, node: yaml.Node) -> None:
    raise _refused(node)


def _refused(node: yaml.Node) -> yaml.YAMLError:
    return ConstructorError(None, None, f"the tag {node.tag} on a value it is not for", node.start_mark)


_SCALARS: tuple[tuple[str, str, str, Callable[[_Loader, yaml.Node], object]], ...] = (
    ("null", "~|null|Null|NULL|", "~nN", _null),
    ("bool", "true|True|TRUE|false|False|FALSE", "tTfF", _truth),
    ("int", "[-+]?[0-9]+", "-+0123456789", _whole),
    (
        "float",
        r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?|[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)",
        "-+.0123456789",
        _number,
    ),
)
for _name, _form, _first, _made in _SCALARS:
    _Loader.add_constructor(_KIND + _name, _made)
    for _side in (_Loader, _Dumper):
        _side.add_implicit_resolver(_KIND + _name, re.compile(f"^(?:{_form})$"), [*_first, ""])
_Loader.add_constructor(_KIND + "str", _text)
_Loader.add_constructor(_KIND + "seq", _list)
_Loader.add_constructor(_KIND + "map", _mapping)
_Loader.add_constructor(None, _unknown)
