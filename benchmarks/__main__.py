"""`python -m benchmarks`: measures the engine and the service, and keeps the results."""

import argparse
import sys

from benchmarks import growth, offers, online, plans, programmes, scenarios
from benchmarks.peers import race
from benchmarks.record import keep

_NAMES = ("offers", "plans", "programmes", "race", "growth", "online", "scenarios")


def main() -> None:
    """Run all benchmarks, or those that are named."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument(
        "names",
        nargs="*",
        choices=(*_NAMES, []),
        help="which ones; all if none is named",
    )
    parser.add_argument("--seeds", type=int, nargs="+", default=[101, 102, 103], help="seeds of the instances")
    chosen = parser.parse_args()
    names = chosen.names or _NAMES
    if "offers" in names:
        sys.stdout.write(f"{keep('offers', [offers.measure()])}\n")
    if "plans" in names:
        sys.stdout.write(f"{keep('plans', [plans.measure(chosen.seeds)])}\n")
    if "programmes" in names:
        sys.stdout.write(f"{keep('programmes', [programmes.measure(chosen.seeds[0])])}\n")
    if "race" in names:
        table, _ = race.measure()
        sys.stdout.write(f"{keep('race', [table])}\n")
    if "online" in names:
        sys.stdout.write(f"{keep('online', [online.measure()])}\n")
    if "scenarios" in names:
        sys.stdout.write(f"{keep('scenarios', scenarios.measure())}\n")
    if "growth" in names:
        sys.stdout.write(f"{keep('growth', growth.measure(chosen.seeds[0]))}\n")


if __name__ == "__main__":
    main()
