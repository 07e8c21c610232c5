"""An explanation in words and as a document."""

import json
from dataclasses import replace

import pytest

from solver.instance import Span
from solver.reasons import Explanation, LateArrival, SharedDesk
from solver.remedies import EarlierStart, ExtraDesk, LaterDeadline, Remedy, SpokenLanguage, kind_of
from solver.shadow_prices import ShadowPrice
from solver.telling import explanation_document, told
from tests.solver.stage import desk, instance_of, party

ONE, TWO = desk("one", (9, 17), agency="ind"), desk("two", (9, 17), agency="gemeente", service="y")
INSTANCE = instance_of((ONE, TWO), (party("p", 40, 24), party("q"), party("r")), days=3)
MONDAY, TUESDAY = ExtraDesk(kind_of(ONE), Span(9, 11)), ExtraDesk(kind_of(ONE), Span(33, 41))
OTHER = ExtraDesk(kind_of(TWO), Span(33, 34))
PRICE = ShadowPrice(kind_of(ONE), 1, 812.5, 0.0812, Span(33, 34), 2000.0)


def _lines(*late: LateArrival) -> list[str]:
    return list(told(Explanation(late, (), ()), INSTANCE, 5))[1:-1]


@pytest.mark.parametrize(
    ("late", "lines"),
    [
        (
            LateArrival("p", "capacity", (), ((TUESDAY,), (MONDAY,), (OTHER,), (LaterDeadline("p", 1),))),
            [
                "p: ind binds on 7 September or 8 September; gemeente binds on 8 September",
                "  one ind desk on 8 September between 09:00 and 17:00 would have served it",
                f"  {MONDAY.told(INSTANCE)} would have served it",
                f"  {OTHER.told(INSTANCE)} would have served it",
                "  a deadline one day later, on 9 September, would have served it",
            ],
        ),
        (
            LateArrival("p", "capacity", (), ((TUESDAY,),) * 5),
            [
                "p: ind binds on 8 September",
                *["  one ind desk on 8 September between 09:00 and 17:00 would have served it"] * 3,
                "  so would 2 other choices of desks, told with --json",
            ],
        ),
        (
            LateArrival("p", "capacity", (), ((TUESDAY, OTHER),)),
            [
                "p: ind on 8 September together with gemeente on 8 September binds",
                f"  {TUESDAY.told(INSTANCE)} and {OTHER.told(INSTANCE)} would have served it",
            ],
        ),
        (
            LateArrival("p", "capacity", (), ((EarlierStart("p", 1),),), complete=False),
            [
                "p: no desk alone serves it; time ran out before all was tried",
                "  being available one day earlier, on 7 September, would have served it",
            ],
        ),
        (
            LateArrival("p", "window", ("deadline", "ready_from")),
            ["p: its own window allows no itinerary, whatever the desks: deadline, ready_from"],
        ),
        (LateArrival("p", "service", ("advice",)), ["p: no desk offers advice"]),
        (LateArrival("p", "price"), ["p: each of its itineraries costs 1000, the price of being late, or more"]),
        (LateArrival("p", "plan"), ["p: no desk is missing: a better plan serves it"]),
        (LateArrival("p", "unseen", complete=False), ["p: not looked at, time ran out"]),
        (LateArrival("p", "unknown"), ["p: nothing that was tried serves it"]),
    ],
)
def test_each_late_arrival_has_its_reason_and_what_would_have_served_it(late: LateArrival, lines: list[str]) -> None:
    """One line each."""
    assert _lines(late) == lines


def test_how_many_are_late_comes_first_and_what_desk_hours_save_last() -> None:
    """As many lines of it as were asked for; a count that is not known is said to be."""
    unknown = replace(PRICE, kind=kind_of(TWO), late=None)
    shared = SharedDesk(TUESDAY, ("p", "q"), 1)
    found = Explanation((LateArrival("p", "plan"),), (shared,), (PRICE, unknown, PRICE))
    lines = list(told(found, INSTANCE, 2))
    assert lines[0] == "1 of 3 arrivals late"
    assert lines[2] == f"{TUESDAY.told(INSTANCE)} would have served at least 1 of the 2 that miss it"
    assert [line.split() for line in lines[5:]] == [
        ["ind", "x", "nl", "8", "September", "812.50", "0.081", "09:00-10:00", "2000.00"],
        ["gemeente", "y", "nl", "8", "September", "812.50", "unknown", "09:00-10:00", "2000.00"],
    ]


def test_what_saves_nothing_is_not_told() -> None:
    """No row of zeros; where there is nothing else, that is said."""
    nothing = replace(PRICE, cost=0.001, late=None, dearest_cost=0.004)
    assert len(list(told(Explanation((), (), (PRICE, nothing)), INSTANCE, 5))) == 4
    assert list(told(Explanation((), (), (nothing,)), INSTANCE, 5))[1:] == [
        "what one more desk hour saves at most: nothing"
    ]


def test_a_document_holds_everything_as_json() -> None:
    """Remedies with their words and with their changes in fields."""
    remedies: tuple[Remedy, ...] = (
        (MONDAY,),
        (SpokenLanguage("one", "fr"),),
        (LaterDeadline("p", 1),),
        (EarlierStart("p", 2),),
    )
    late = LateArrival("p", "capacity", (), remedies, complete=False)
    found = explanation_document(Explanation((late,), (SharedDesk(MONDAY, ("p", "q"), 1),), (PRICE,)), INSTANCE)
    kind = {"agency": "ind", "location": "here", "services": ["x"], "languages": ["nl"]}
    extra = {"change": "extra_desk", **kind, "start": "2026-09-07T09:00", "end": "2026-09-07T11:00"}
    changes = [
        extra,
        {"change": "spoken_language", "desk": "one", "language": "fr"},
        {"change": "later_deadline", "arrival": "p", "days": 1},
        {"change": "earlier_start", "arrival": "p", "days": 2},
    ]
    assert json.loads(json.dumps(found)) == {
        "format": "onestop-explanation/1",
        "late": [
            {
                "arrival": "p",
                "verdict": "capacity",
                "names": [],
                "complete": False,
                "remedies": [
                    {"text": remedy[0].told(INSTANCE), "changes": [change]}
                    for remedy, change in zip(remedies, changes, strict=True)
                ],
            }
        ],
        "shared": [{"desk": extra, "missed_by": ["p", "q"], "serves": 1}],
        "prices": [
            {
                **kind,
                "day": "2026-09-08",
                "cost": 812.5,
                "late": 0.0812,
                "dearest": {"start": "2026-09-08T09:00", "end": "2026-09-08T10:00", "cost": 2000.0},
            }
        ],
    }
