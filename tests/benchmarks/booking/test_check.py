"""The judge finds every violation that is put into a database, and none where all is well."""

import ast
import shutil
import sqlite3
import sys
from contextlib import closing
from pathlib import Path

import pytest

from benchmarks.booking import check, history, mails, sql

NAMES = {
    ":first": '(SELECT id FROM appointments ORDER BY "start" LIMIT 1)',  # others are sure to come after it
    ":its": "(SELECT MIN(id) FROM appointments WHERE booking_id = :booking)",
    ":gap": """'[{"rule": "gap", "step": "advice", "detail": "\\\"rule\\\": \\\"capacity\\\"", "reason": "why"}]'""",
    ":booking": "(SELECT MIN(id) FROM bookings)",
}
SPOILED = [
    (
        'UPDATE appointments SET "end" = datetime("end", \'+9 days\') WHERE id = :first',
        "overlaps another appointment",
    ),
    ("DELETE FROM claims WHERE appointment_id = :its", "misses its claim"),
    ("UPDATE claims SET resource_id = 'ind-2-b' WHERE appointment_id = :its", "has a claim too many on ind-2-b"),
    (
        "INSERT INTO claims (resource_id, slot, appointment_id) VALUES ('ind-1', '2031-01-01 09:00:00', :its)",
        "too many",
    ),
    (
        "UPDATE claims SET appointment_id = 'appointment-0' WHERE slot = (SELECT MIN(slot) FROM claims)",
        "of no appointment",
    ),
    ("UPDATE claims SET layer = 1, beneath = 0 WHERE appointment_id = :its", "lies over none"),
    ("UPDATE claims SET layer = 1, beneath = 0 WHERE appointment_id = :its", "lies over another, which nobody has"),
    (
        'UPDATE appointments SET overrides = :gap, "end" = datetime("end", \'+9 days\') WHERE id = :first',
        "overlaps another",
    ),
    ('UPDATE appointments SET missed_at = "start" WHERE id = :its', "a claim too many"),
    ("UPDATE appointments SET cancelled_at = '2026-01-01 00:00:00' WHERE id = :its", "a claim too many"),
    ("UPDATE appointments SET cancelled_at = '2026-01-01 00:00:00' WHERE id = :its", "misses its appointment"),
    ("DELETE FROM appointments WHERE id = :its", "misses its appointment"),
    ("UPDATE appointments SET booking_id = NULL WHERE id = :its", "not of one hold or booking"),
    ("UPDATE appointments SET booking_id = (SELECT MAX(id) FROM bookings) WHERE id = :its", "no audit line tells of"),
    ('UPDATE appointments SET "end" = datetime("end", \'+15 minutes\') WHERE id = :its', "misses its appointment"),
    ("DELETE FROM audit WHERE entity = 'booking' AND entity_id = :booking", "0 audit lines say that it was booked"),
    (
        "INSERT INTO audit (at, actor, action, entity, entity_id, details) "
        "SELECT at, actor, action, entity, entity_id, details FROM audit "
        "WHERE entity = 'booking' AND entity_id = :booking",
        "2 audit lines say that it was booked",
    ),
    ("UPDATE bookings SET status = 'cancelled' WHERE id = :booking", "no audit line says that it was cancelled"),
    ("UPDATE bookings SET active_arrival_id = NULL WHERE id = :booking", "keep its arrival from booking twice"),
    (
        "INSERT INTO audit (at, actor, action, entity, entity_id, details) "
        "SELECT at, actor, 'cancel', entity, entity_id, '{\"steps\": \"all\"}' FROM audit "
        "WHERE entity = 'booking' AND entity_id = :booking",
        "its audit lines say that nothing is left",
    ),
    ('UPDATE journeys SET steps = \'[{"id": "swim"}]\'', "booked other steps than those of its journey"),
    ("DELETE FROM outbox WHERE booking_id = :booking", "0 mails of kind REQUEST queued; expected 1"),
    ("UPDATE outbox SET method = 'CANCEL' WHERE booking_id = :booking", "1 mails of kind CANCEL queued; expected 0"),
    (
        "INSERT INTO idempotency VALUES ('desk', 'key-1', 'book', 'null', '2026-01-01 00:00:00')",
        "key key-1 of desk: taken without an answer",
    ),
]


@pytest.fixture
def database(filled: Path, tmp_path: Path) -> Path:
    """A copy to spoil."""
    return Path(shutil.copy(filled, tmp_path / "spoiled.db"))


def run(database: Path, statement: str) -> None:
    """Change a row or more, whatever the rules of the tables say."""
    for name, meaning in NAMES.items():
        statement = statement.replace(name, meaning)
    with closing(sqlite3.connect(database)) as connection:
        connection.execute("PRAGMA foreign_keys = OFF")
        assert connection.execute(statement).rowcount > 0
        connection.commit()


def test_nothing_is_wrong_where_nothing_is(filled: Path) -> None:
    """Rows as the service writes them pass."""
    assert list(check.violations(f"sqlite:///{filled}")) == []


@pytest.mark.parametrize(("statement", "told"), SPOILED, ids=range(len(SPOILED)))
def test_a_violation_is_found(database: Path, statement: str, told: str) -> None:
    """Each by its own words."""
    run(database, statement)
    found = list(check.violations(f"sqlite:///{database}"))
    assert any(told in each for each in found), found


def test_what_clients_were_told_must_stand(database: Path, tmp_path: Path) -> None:
    """A booking that is gone is lost, and so is one that is no longer what it was said to be."""
    with closing(sqlite3.connect(database)) as connection:
        first, second, third = (row[0] for row in connection.execute("SELECT id FROM bookings ORDER BY id LIMIT 3"))
    told = tmp_path / "acknowledged"
    told.write_text(f"{first} confirmed\n{second} cancelled\n{third} unknown\nbooking-0 confirmed\n")
    assert list(check.violations(f"sqlite:///{database}", told)) == [
        f"{second}: acknowledged as cancelled, but it is confirmed",
        "booking-0: acknowledged, but lost",
    ]


def test_it_shares_nothing_with_what_it_judges() -> None:
    """A fault of the service cannot hide itself in code of the service."""
    for module in (check, history, mails, sql):
        tree = ast.parse(Path(str(module.__file__)).read_text(encoding="utf-8"))
        names = {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
        names |= {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
        assert not {name for name in names if name.partition(".")[0] in {"api", "scheduler", "calendars", "solver"}}


def test_the_exit_code_tells(
    database: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """0 for a sound database, 1 with each violation on a line of its own for another."""
    monkeypatch.setattr(sys, "argv", ["check", f"sqlite:///{database}"])
    with pytest.raises(SystemExit) as sound:
        check.main()
    assert sound.value.code == 0
    assert capsys.readouterr().out == "0 violations\n"
    run(database, "DELETE FROM outbox WHERE booking_id = :booking")
    with pytest.raises(SystemExit) as unsound:
        check.main()
    assert unsound.value.code == 1
    assert "1 violations" in capsys.readouterr().out


def test_what_was_allowed_to_share_a_desk_does(database: Path) -> None:
    """An appointment for which capacity was overridden may lie over another; its claims are judged all the same."""
    allowed = """'[{"rule": "capacity", "step": "advice", "detail": "ind-1 is taken", "reason": "why"}]'"""
    longer = '"end" = datetime("end", \'+9 days\')'
    run(database, f"UPDATE appointments SET overrides = {allowed}, {longer} WHERE id = :its")  # noqa: S608 -- our words
    found = list(check.violations(f"sqlite:///{database}"))
    assert not [each for each in found if "overlaps" in each]
    assert [each for each in found if "misses its claim" in each]
