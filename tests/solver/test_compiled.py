"""Compilation."""

import os
from pathlib import Path

from solver.compiled import compiled
from solver.warm import warm


def _double(number: int) -> int:
    """Twice a number."""
    return 2 * number


def test_a_compiled_function_gives_what_it_gave() -> None:
    """It is the same function, faster."""
    assert compiled(_double)(21) == 42


def test_the_cache_is_kept_for_one_state_of_the_source() -> None:
    """Under a digest: compiled callers of what has changed are never used again."""
    assert "compiled-" in Path(os.environ["NUMBA_CACHE_DIR"]).name


def test_warming_up_compiles_what_a_plan_needs() -> None:
    """It plans nine arrivals to the end."""
    warm()
