"""Figures of many calls."""

from collections.abc import Sequence

import numpy as np


def milliseconds(seconds: Sequence[float]) -> tuple[str, str, str]:
    """Median, 99th percentile and the longest, in milliseconds."""
    median, high = np.percentile(seconds, (50, 99)) * 1e3
    return f"{median:.1f}", f"{high:.1f}", f"{max(seconds) * 1e3:.1f}"
