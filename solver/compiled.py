"""Compilation to machine code: the inner loops are Python that numba compiles, once for each state of the source.

What is compiled is kept in the cache folder of Python, under a digest of all sources of the engine: a function holds
compiled copies of those it calls, so a change of one makes all of them stale, which numba by itself does not see.
"""

import os
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import TypeVar, cast

_NO_NAN = {"nnan", "nsz"}  # what a minimum needs to be computed several numbers at a time
_Function = TypeVar("_Function", bound=Callable[..., object])


def _cache_folder() -> Path:
    here = Path(__file__).parent
    digest = sha256()
    for source in sorted(here.glob("*.py")):
        digest.update(source.read_bytes())
    home = here if os.access(here, os.W_OK) else Path.home() / ".cache" / "onestop"
    return home / "__pycache__" / f"compiled-{digest.hexdigest()[:16]}"


os.environ.setdefault("NUMBA_CACHE_DIR", str(_cache_folder()))

from numba import njit  # noqa: E402 (reads the folder when it is imported)


def compiled(function: _Function) -> _Function:
    """A function as machine code that runs without the interpreter's lock.

    It takes numbers, arrays and named tuples of them; it is called as it was written, and tells nothing of errors:
    indices have to be right, and nothing may be NaN.
    """
    return cast(_Function, njit(cache=True, nogil=True, error_model="numpy", fastmath=_NO_NAN)(function))
