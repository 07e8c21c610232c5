"""Names for new things: random, so that nobody can guess one from another."""

from secrets import token_hex


def new_id(kind: str) -> str:
    """An identifier such as booking-5f0c..., with 80 random bits."""
    return f"{kind}-{token_hex(10)}"
