"""Connections to SQLite."""

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from time import sleep

from scheduler.store.engine import engine_of


def test_a_new_file_that_another_process_writes_is_waited_for(tmp_path: Path) -> None:
    """Processes that start together each switch it to its log, for which SQLite itself waits for no writer."""
    other = sqlite3.connect(tmp_path / "onestop.db", isolation_level=None, check_same_thread=False)
    other.execute("BEGIN IMMEDIATE")
    engine = engine_of(f"sqlite:///{tmp_path}/onestop.db")
    with ThreadPoolExecutor(1) as pool:
        connected = pool.submit(lambda: engine.connect().close())
        sleep(0.3)
        other.execute("COMMIT")
        connected.result(timeout=30)
    engine.dispose()
    assert other.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    other.close()
