"""How the desks answer requests."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Policy:
    """`priced`: offers at bid prices, not first come, first served. `provisional`: times that may be bettered.

    Provisional times become firm `lead_days` open days before the first appointment. A move has to gain
    `move_price`, in cost and bid prices. `nightly`: they are planned anew every night, not only to let somebody in.
    """

    priced: bool = False
    provisional: bool = False
    lead_days: int = 2
    move_price: float = 100.0
    nightly: bool = True


FIRST_COME = Policy()
