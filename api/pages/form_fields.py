"""The plain fields of the form of a scenario: what each holds, where it stands in a document, and what was typed."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Literal

from api.schemas.scenario_days import WEEKDAYS

Kind = Literal["text", "number", "percent", "whole", "day", "choice", "flag"]
Path = tuple[str, ...]
REGION, HISTORY, STORED, FROM_SCRATCH = "region:", "history:", "scenario:", "scratch:"
WRITTEN, DESKS = "written", "desks"
_ALL = 100.0
_FLAGS = MappingProxyType({"yes": True, "no": False})


@dataclass(frozen=True, slots=True)
class PlainField:
    """A field by its name, which its words share; `choices` are values, each with the name of its words."""

    name: str
    path: Path
    kind: Kind
    choices: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Typed:
    """What was typed in a field, and the value that it stands for in a document."""

    field: str
    path: Path
    text: str
    value: object
    percent: bool = False

    @property
    def rivals(self) -> tuple[Path, ...]:
        """The parts of a document that say the same: no text beside the field may hold one."""
        if self.path[0] in ("start", "base"):
            return (("start",), ("base",))
        return (self.path[:3],)  # of desks the agency, whose days may be told together


OFTEN = (
    PlainField("name", ("name",), "text"),
    PlainField("weekly", ("demand", "weekly"), "number"),
    PlainField("demand", ("demand", "scale"), "percent"),
    PlainField("days", ("policy", "promise", "days"), "whole"),
    PlainField(
        "counted",
        ("policy", "promise", "policy"),
        "choice",
        (
            ("calendar_days_atw", "calendar_days_atw"),
            ("calendar_days", "calendar_days"),
            ("working_days", "working_days"),
        ),
    ),
    PlainField("offers", ("policy", "offers"), "choice", (("first-come", "first_come"), ("bid-prices", "bid_prices"))),
    PlainField("times", ("policy", "times"), "choice", (("firm", "firm"), ("provisional", "provisional"))),
)
SECTIONS: Mapping[str, tuple[PlainField, ...]] = MappingProxyType(
    {
        "who_comes": (
            PlainField("walk_ins", ("demand", "walkIns"), "percent"),
            PlainField("no_shows", ("demand", "noShows"), "percent"),
            PlainField("cancellations", ("demand", "cancellations"), "percent"),
            PlainField("spread", ("demand", "spread"), "percent"),
        ),
        "desks_and_hours": (PlainField("absences", ("capacity", "absences"), "percent"),),
        "answered": (
            PlainField("nightly", ("policy", "nightly"), "flag", (("yes", "yes"), ("no", "no"))),
            PlainField("lead_days", ("policy", "leadDays"), "whole"),
            PlainField("move_price", ("policy", "movePrice"), "number"),
        ),
        "period": (
            PlainField("first", ("horizon", "from"), "day"),
            PlainField("last", ("horizon", "to"), "day"),
            PlainField("warm_up", ("horizon", "warmUpDays"), "whole"),
            PlainField("replications", ("replications",), "whole"),
            PlainField("seed", ("seed",), "whole"),
        ),
    }
)
WEEKS = PlainField("weeks", ("start", "weeks"), "whole")
PLAIN = (*OFTEN, *(field for section in SECTIONS.values() for field in section))


def typed_in(fields: Mapping[str, str]) -> tuple[Typed, ...]:
    """All that was typed, or chosen, in plain fields; an empty one says nothing."""
    plain = (_typed(field, fields[field.name].strip()) for field in PLAIN if fields.get(field.name, "").strip())
    return (*_start(fields), *plain, *_desks(fields))


def _typed(field: PlainField, text: str) -> Typed:
    return Typed(field.name, field.path, text, _value(field.kind, text), field.kind == "percent")


def _value(kind: Kind, text: str) -> object:
    """The value of a text; the text itself where it has none, for the checks to name."""
    if kind == "percent":
        share = _number(text, float)  # no whole number of hundreds of digits, that cannot be divided
        return share if isinstance(share, str) else share / _ALL
    if kind in ("number", "whole"):
        return _number(text)
    return _FLAGS.get(text, text) if kind == "flag" else text


def _start(fields: Mapping[str, str]) -> Iterator[Typed]:
    chosen = fields.get("start", "")
    kind, _, name = chosen.partition(":")
    if chosen.startswith(STORED):
        yield Typed("start", ("base",), name, name)
    elif chosen.startswith(HISTORY):
        yield Typed("start", ("start", "history"), name, name)
        if fields.get(WEEKS.name, "").strip():
            yield _typed(WEEKS, fields[WEEKS.name].strip())
    elif chosen != FROM_SCRATCH:
        yield Typed("start", ("start", "region"), name or kind, name or kind)


def _desks(fields: Mapping[str, str]) -> Iterator[Typed]:
    """How many desks more or less, by agency and weekday, where that is not 0."""
    for field, text in fields.items():
        kind, _, rest = field.partition(".")
        agency, _, day = rest.rpartition(".")
        number = _number(text.strip() or "0")
        if kind == DESKS and number != 0 and day.isdecimal() and 1 <= int(day) <= len(WEEKDAYS):
            yield Typed(field, ("capacity", "more", agency, WEEKDAYS[int(day) - 1]), text.strip(), number)


def _number(text: str, *kinds: type[float]) -> Any:
    """The number in a text, with a point or a comma; the text itself where there is none."""
    for kind in kinds or (int, float):
        try:
            return kind(text.replace(",", "."))
        except ValueError:
            continue
    return text
