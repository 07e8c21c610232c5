"""An explanation in words for planners, and as a document for their programs."""

from collections import defaultdict
from collections.abc import Iterator

from solver.instance import Instance, Span
from solver.reasons import Explanation, LateArrival, SharedDesk
from solver.remedies import Change, DeskKind, EarlierStart, ExtraDesk, LaterDeadline, SpokenLanguage, day_told, tell
from solver.shadow_prices import ShadowPrice
from solver.wall_time import WallClock

_DESKS_TOLD = 3  # choices, for a reader; a document holds all
_LEAST = 0.005  # cost units that are told: two decimals of them
_HEADINGS = ("agency", "services", "languages", "day", "cost", "late", "dearest hour", "its cost")


def told(explanation: Explanation, instance: Instance, most: int) -> Iterator[str]:
    """The lines that tell an explanation, with the `most` highest shadow prices, if any desk saves something."""
    yield f"{len(explanation.late)} of {len(instance.arrivals)} arrivals late"
    for late in explanation.late:
        yield f"{late.arrival}: {_why(late, instance)}"
        for remedy in (*late.desks[:_DESKS_TOLD], *late.others):
            yield f"  {tell(remedy, instance)} would have served it"
        if len(late.desks) > _DESKS_TOLD:
            yield f"  so would {len(late.desks) - _DESKS_TOLD} other choices of desks, told with --json"
    for shared in explanation.shared:
        desk, missed = shared.desk.told(instance), len(shared.missed_by)
        yield f"{desk} would have served at least {shared.serves} of the {missed} that miss it"
    saving = [_price_row(price, instance) for price in explanation.prices if price.dearest_cost >= _LEAST]
    yield f"what one more desk hour saves at most:{'' if saving else ' nothing'}"
    if saving:
        yield from _table([_HEADINGS, *saving[:most]])


def _why(late: LateArrival, instance: Instance) -> str:
    match late.verdict:
        case "window":
            return f"its own window allows no itinerary, whatever the desks: {', '.join(late.names)}"
        case "service":
            return f"no desk offers {', '.join(late.names)}"
        case "price":
            return f"each of its itineraries costs {instance.objective.late:g}, the price of being late, or more"
        case "plan":
            return "no desk is missing: a better plan serves it"
        case "unseen":
            return "not looked at, time ran out"
        case "unknown":
            reason = "nothing that was tried serves it"
        case "capacity":
            reason = _binding(late, instance) if late.desks else "no desk alone serves it"
    return reason if late.complete else f"{reason}; time ran out before all was tried"


def _binding(late: LateArrival, instance: Instance) -> str:
    """The agencies, and the days on which each by itself binds; together where several desks are needed at once."""
    if len(late.desks[0]) > 1:
        together = (f"{desk.kind.agency} on {_day(desk.span, instance)}" for desk in late.desks[0])
        return f"{' together with '.join(together)} binds"
    days: dict[str, list[str]] = defaultdict(list)
    for (desk,) in sorted(late.desks, key=lambda desks: desks[0].span.start):
        days[desk.kind.agency].append(_day(desk.span, instance))
    return "; ".join(f"{agency} binds on {' or '.join(dict.fromkeys(each))}" for agency, each in days.items())


def _day(span: Span, instance: Instance) -> str:
    return day_told(instance.days[span.start // instance.slots_per_day])


def _price_row(price: ShadowPrice, instance: Instance) -> tuple[str, ...]:
    clock = WallClock(instance.days, instance.slot_minutes)
    start, end = clock.moment(price.dearest.start), clock.moment(price.dearest.end, is_end=True)
    return (
        price.kind.agency,
        ",".join(sorted(price.kind.services)),
        ",".join(sorted(price.kind.languages)),
        day_told(instance.days[price.day]),
        f"{price.cost:.2f}",
        "unknown" if price.late is None else f"{round(price.late, 3) + 0.0:.3f}",
        f"{start:%H:%M}-{end:%H:%M}",
        f"{price.dearest_cost:.2f}",
    )


def _table(rows: list[tuple[str, ...]]) -> Iterator[str]:
    widths = [max(len(row[n]) for row in rows) for n in range(len(_HEADINGS))]
    for row in rows:
        yield ("  " + "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True))).rstrip()


def explanation_document(explanation: Explanation, instance: Instance) -> dict[str, object]:
    """The document of an explanation, of format `onestop-explanation/1`."""
    return {
        "format": "onestop-explanation/1",
        "late": [_late_document(late, instance) for late in explanation.late],
        "shared": [_shared_document(shared, instance) for shared in explanation.shared],
        "prices": [_price_document(price, instance) for price in explanation.prices],
    }


def _late_document(late: LateArrival, instance: Instance) -> dict[str, object]:
    remedies = [
        {"text": tell(remedy, instance), "changes": [_change_document(change, instance) for change in remedy]}
        for remedy in late.remedies
    ]
    about = {"arrival": late.arrival, "verdict": late.verdict, "names": list(late.names)}
    return {**about, "complete": late.complete, "remedies": remedies}


def _shared_document(shared: SharedDesk, instance: Instance) -> dict[str, object]:
    desk = _change_document(shared.desk, instance)
    return {"desk": desk, "missed_by": list(shared.missed_by), "serves": shared.serves}


def _price_document(price: ShadowPrice, instance: Instance) -> dict[str, object]:
    return {
        **_kind_document(price.kind),
        "day": instance.days[price.day].isoformat(),
        "cost": price.cost,
        "late": price.late,
        "dearest": {**_span_document(price.dearest, instance), "cost": price.dearest_cost},
    }


def _change_document(change: Change, instance: Instance) -> dict[str, object]:
    match change:
        case ExtraDesk(kind, span):
            return {"change": "extra_desk", **_kind_document(kind), **_span_document(span, instance)}
        case SpokenLanguage(desk, language):
            return {"change": "spoken_language", "desk": desk, "language": language}
        case LaterDeadline(arrival, days):
            return {"change": "later_deadline", "arrival": arrival, "days": days}
        case EarlierStart(arrival, days):
            return {"change": "earlier_start", "arrival": arrival, "days": days}


def _kind_document(kind: DeskKind) -> dict[str, object]:
    services, languages = sorted(kind.services), sorted(kind.languages)
    return {"agency": kind.agency, "location": kind.location, "services": services, "languages": languages}


def _span_document(span: Span, instance: Instance) -> dict[str, str]:
    clock = WallClock(instance.days, instance.slot_minutes)
    start, end = clock.moment(span.start), clock.moment(span.end, is_end=True)
    return {"start": f"{start:%Y-%m-%dT%H:%M}", "end": f"{end:%Y-%m-%dT%H:%M}"}
