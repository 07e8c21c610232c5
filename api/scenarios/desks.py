"""Desks of a scenario: those that are written down, and those of the start with what changes."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date

from api.schemas.scenario_days import WEEKDAYS, span_of, weekdays_of
from api.schemas.scenarios import CapacityIn, DeskIn
from calendars.opening import OpeningException, WallSpan, WeeklyPattern
from scheduler.domain.agency import Resource
from scheduler.domain.errors import InvalidInput
from scheduler.scenarios.scenario import DeskGroup
from solver.wording import meant_by

Groups = dict[str, DeskGroup]
_HERE = "here"  # where desks are that say nothing of it
_REQUIRED = ("agency", "services", "hours")


def desks_of(given: CapacityIn, start: Sequence[DeskGroup]) -> tuple[DeskGroup, ...]:
    """The desks of a scenario that starts with some; raises InvalidInput."""
    before = {group.desk.id: group for group in start}
    groups = before
    if given.desks is not None:
        groups = _added(given.desks, "/capacity/desks", {}, before)
    groups = _added(given.extra_desks, "/capacity/extraDesks", groups, groups)
    for name, change in given.change.items():
        pointer = f"/capacity/change/{name}"
        groups = groups | {name: _made(change, pointer, _known(pointer, name, groups), groups)}
    for number, name in enumerate(given.without):
        _known(f"/capacity/without/{number}", name, groups)
        groups = {other: group for other, group in groups.items() if other != name}
    for agency, numbers in given.more.items():
        for days, more in numbers.items():
            groups = _with_more(groups, agency, days, more)
    return tuple(groups.values())


def _added(given: Mapping[str, DeskIn], pointer: str, groups: Groups, known: Groups) -> Groups:
    for name, desk in given.items():
        if name in groups:
            raise InvalidInput(f"{pointer}/{name}", name, "an id that no other desk has; change is for desks there are")
        groups = groups | {name: _made(desk, f"{pointer}/{name}", _blank(name), known | groups)}
    return groups


def _blank(name: str) -> DeskGroup:
    return DeskGroup(Resource(name, "", _HERE, frozenset(), frozenset(), WeeklyPattern({})))


def _known(pointer: str, name: str, groups: Groups) -> DeskGroup:
    if name not in groups:
        near = meant_by(name, groups)
        expected = f"the id of a desk, such as {near or next(iter(groups))}" if groups else "none: there is no desk"
        raise InvalidInput(pointer, name, expected)
    return groups[name]


def _made(given: DeskIn, pointer: str, group: DeskGroup, known: Groups) -> DeskGroup:
    """A group with what is given of it, for the rest as it is, or as the desks are that it is like."""
    if given.like is not None:
        alike = _known(f"{pointer}/like", given.like, known)
        group = replace(alike, desk=replace(alike.desk, id=group.desk.id))
    if not group.desk.agency:
        for name in _REQUIRED:
            if getattr(given, name) is None:
                raise InvalidInput(f"{pointer}/{name}", None, "this field, or a desk that it is like")
    desk = replace(
        group.desk,
        agency=given.agency or group.desk.agency,
        location=given.location or group.desk.location,
        services=group.desk.services if given.services is None else frozenset(given.services),
        languages=group.desk.languages if given.languages is None else frozenset(given.languages),
        pattern=_pattern(given, f"{pointer}/hours", group.desk.pattern),
        exceptions=_exceptions(given, f"{pointer}/exceptions", group.desk.exceptions),
    )
    return DeskGroup(
        desk,
        given.count or group.count,
        group.hourly if given.hourly is None else given.hourly,
        _between(given, pointer, group.between),
    )


def _between(given: DeskIn, pointer: str, before: tuple[date, date] | None) -> tuple[date, date] | None:
    first, last = before or (None, None)
    first, last = given.first or first, given.last or last
    if first is None and last is None:
        return None
    if first is None or last is None:
        name = "from" if first is None else "to"
        raise InvalidInput(f"{pointer}/{name}", None, "both from and to, or neither")
    return first, last


def _pattern(given: DeskIn, pointer: str, before: WeeklyPattern) -> WeeklyPattern:
    """The weekdays that are given, and the others as they were; one without a span is shut."""
    hours = dict(before.hours)
    said: set[int] = set()
    for text, spans in (given.hours or {}).items():
        days = weekdays_of(text)
        if not said.isdisjoint(days):
            raise InvalidInput(f"{pointer}/{text}", text, "each day of the week once")
        said.update(days)
        hours |= dict.fromkeys(days, _spans(f"{pointer}/{text}", spans))
    return WeeklyPattern({day: hours[day] for day in sorted(hours) if hours[day]})


def _exceptions(given: DeskIn, pointer: str, before: tuple[OpeningException, ...]) -> tuple[OpeningException, ...]:
    if given.exceptions is None:
        return before
    return tuple(OpeningException(day, _spans(f"{pointer}/{day}", spans)) for day, spans in given.exceptions.items())


def _spans(pointer: str, texts: Sequence[str]) -> tuple[WallSpan, ...]:
    spans = tuple(map(span_of, texts))
    try:
        WeeklyPattern({1: spans})
    except ValueError:
        raise InvalidInput(pointer, ", ".join(texts), "times that do not overlap, the earliest first") from None
    return spans


def _with_more(groups: Groups, agency: str, days: str, more: int) -> Groups:
    """So many desks more at an agency on some weekdays, or less."""
    pointer = f"/capacity/more/{agency}"
    own = [group for group in groups.values() if group.desk.agency == agency]
    if not own:
        agencies = sorted({group.desk.agency for group in groups.values()})
        raise InvalidInput(pointer, agency, f"an agency that has desks: {', '.join(agencies)}")
    if more > 0:
        group = _another(own, _free_name(groups, f"{agency}-more"), weekdays_of(days), more)
        return groups | {group.desk.id: group}
    for weekday in weekdays_of(days):
        groups = _with_less(groups, agency, weekday, -more, f"{pointer}/{days}")
    return groups


def _another(own: Sequence[DeskGroup], name: str, weekdays: Sequence[int], count: int) -> DeskGroup:
    """Desks like the one of the agency that is open longest on these days; on a day it is shut, as on its longest."""

    def minutes(spans: Sequence[WallSpan]) -> int:
        return sum(span.end_minute - span.start_minute for span in spans)

    def open_then(group: DeskGroup) -> tuple[int, int]:
        hours = group.desk.pattern.hours
        return sum(minutes(hours.get(day, ())) for day in weekdays), sum(map(minutes, hours.values()))

    like = max(own, key=open_then)
    hours = like.desk.pattern.hours
    longest = max(hours.values(), key=minutes, default=())
    pattern = WeeklyPattern({day: hours.get(day, longest) for day in weekdays})
    return DeskGroup(replace(like.desk, id=name, pattern=pattern, exceptions=()), count, like.hourly)


def _with_less(groups: Groups, agency: str, weekday: int, less: int, pointer: str) -> Groups:
    """The last desks of the agency that are open on a weekday stay shut on it."""
    on_day = [g for g in groups.values() if g.desk.agency == agency and g.desk.pattern.hours.get(weekday)]
    there = sum(group.count for group in on_day)
    if less > there:
        raise InvalidInput(pointer, -less, f"{-there} or more: so many are open on {WEEKDAYS[weekday - 1]}")
    for group in reversed(on_day):
        shut = min(less, group.count)
        less -= shut
        if shut:
            groups = dict(_split(groups, group, weekday, shut))
    return groups


def _split(groups: Groups, group: DeskGroup, weekday: int, shut: int) -> Iterator[tuple[str, DeskGroup]]:
    """The groups with some desks of one shut on a weekday: as a group of their own unless they are all of it."""
    hours = {day: spans for day, spans in group.desk.pattern.hours.items() if day != weekday}
    for name, other in groups.items():
        if other is not group:
            yield name, other
            continue
        apart = name
        if shut < group.count:
            yield name, replace(group, count=group.count - shut)
            apart = _free_name(groups, f"{name}-less")
        if hours:
            desk = replace(group.desk, id=apart, pattern=WeeklyPattern(hours))
            yield apart, replace(group, desk=desk, count=shut)


def _free_name(groups: Groups, name: str) -> str:
    """The name, with a number where it is taken."""
    number, free = 2, name
    while free in groups:
        number, free = number + 1, f"{name}-{number}"
    return free
