"""Compilation to machine code: the inner loops are Python that numba compiles, once for each state of the source.

What is compiled is kept in the cache folder of Python, under a digest of the sources it is made from: a function holds
compiled copies of those it calls, so a change of one makes all of them stale, which numba by itself does not see.
"""

import os
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any, TypeVar, cast

_OPTIONS: dict[str, Any] = {
    "nogil": True,
    "error_model": "numpy",
    "fastmath": {"nnan", "nsz"},  # what a minimum needs to be computed several numbers at a time
}
_Function = TypeVar("_Function", bound=Callable[..., object])


def _cache_folder() -> Path:
    here = Path(__file__).parent
    digest = sha256()
    sources = (path.read_bytes() for path in sorted(here.glob("*.py")))
    for source in sources:
        if b"solver.compiled" in source or b"NamedTuple" in source:
            digest.update(source)
    home = here if os.access(here, os.W_OK) else Path.home() / ".cache" / "onestop"
    return home / "__pycache__" / f"compiled-{digest.hexdigest()[:16]}"


os.environ.setdefault("NUMBA_CACHE_DIR", str(_cache_folder()))

from numba import njit  # noqa: E402 (reads the folder when it is imported)


def compiled(function: _Function) -> _Function:
    """A function as machine code that runs without the interpreter's lock.

    It takes numbers, arrays and named tuples of them; it is called as it was written, and tells nothing of errors:
    indices have to be right, and nothing may be NaN.
    """
    return cast(_Function, njit(cache=True, **_OPTIONS)(function))


def inlined(function: _Function) -> _Function:
    """A small function that becomes part of every compiled one that calls it: a call costs more than what it does."""
    return cast(_Function, njit(cache=True, forceinline=True, **_OPTIONS)(function))
