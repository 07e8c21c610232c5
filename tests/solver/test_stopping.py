"""Engines that are ended before their time."""

from threading import Event

import numpy as np
import pytest

from benchmarks.instances import Family, generate
from solver.cpsat import Limits, integral_flow
from solver.network import build_network
from solver.programme import Programme
from solver.proof import whole_by_highs
from solver.stopping import ended_by
from tests.solver.stage import pricer_of

_LONG = 100_000.0  # seconds: a test that needs them does not end


def test_the_end_is_called_once_it_is_asked_for() -> None:
    """While the block runs, by whoever watches beside it."""
    ended = Event()
    with ended_by(lambda: True, ended.set):
        assert ended.wait(60)


def test_an_engine_that_nobody_stops_is_not_ended() -> None:
    """Nor after the block."""
    ended = Event()
    with ended_by(lambda: False, ended.set):
        assert not ended.wait(0.3)
    assert not ended.is_set()


@pytest.mark.parametrize("engine", ["relaxation", "HiGHS", "CP-SAT"])
def test_every_engine_asks_whether_to_stop(engine: str) -> None:
    """On a programme that would keep it busy for long; it answers with what it has, or nothing."""
    pricer = pricer_of(generate(Family(200, days=6, desks=(2, 3, 4)), 1))
    free, counts = pricer.classes.free, dict(enumerate(pricer.groups.sizes.tolist()))
    none = np.zeros(free.shape)
    network = build_network(pricer, counts, none, pricer.empty, 300.0)
    limits = Limits(_LONG, stopped=lambda: True)
    if engine == "relaxation":
        assert Programme(network, free, 10_000.0).relaxed(_LONG, lambda: True) is None
    elif engine == "HiGHS":
        flow = whole_by_highs(network, free, 10_000.0, limits)
        assert flow is None or not flow.optimal
    else:
        found = integral_flow(network, (free, none), 10_000.0, limits)
        assert found is None or not found.optimal
