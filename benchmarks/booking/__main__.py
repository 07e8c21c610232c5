"""`python -m benchmarks.booking`: the service under load and under faults, on either database."""

import argparse
import sys
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

from benchmarks.booking.databases import KINDS, database
from benchmarks.booking.faults import faults
from benchmarks.booking.fight import fight
from benchmarks.booking.kill import ROUNDS, kill, kill_smtp
from benchmarks.booking.pace import pace
from benchmarks.booking.throughput import throughput
from benchmarks.record import Table, keep

_MEASURES: Mapping[str, Callable[[str, Path], Table]] = {
    "fight": fight,
    "pace": pace,
    "throughput": throughput,
    "faults": faults,
}


def main() -> None:
    """Measure what is named, or everything, and keep the tables of each database in a file."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.booking", description=__doc__)
    parser.add_argument(
        "names", nargs="*", choices=(*_MEASURES, "kill", "kill-smtp", []), help="which ones; all if none is named"
    )
    parser.add_argument("--database", choices=KINDS, default=KINDS[0], help="the kind of database")
    parser.add_argument("--rounds", type=int, default=ROUNDS, help="how often to kill")
    chosen = parser.parse_args()
    kills = {"kill": partial(kill, rounds=chosen.rounds), "kill-smtp": partial(kill_smtp, rounds=chosen.rounds)}
    measures: dict[str, Callable[[str, Path], Table]] = {**_MEASURES, **kills}
    for name in chosen.names or measures:
        with database(chosen.database) as (url, folder):
            table = measures[name](url, folder)
        sys.stdout.write(f"{keep(f'booking-{name}-{chosen.database}', [table])}\n")


if __name__ == "__main__":
    main()
