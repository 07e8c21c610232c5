"""Bid prices."""

import numpy as np
import pytest

from solver.bid_prices import BidPrices, Effort, Future, Futures, bid_prices
from solver.classes import merged_classes
from solver.instance import Booking
from solver.occupancy import Occupancy
from solver.seats import EVERY_DAY
from tests.solver.stage import PER_DAY, desk, instance_of, party

DESKS = instance_of((desk("one", (9, 11)), desk("two", (13, 19))), ())
EARLY = [party(f"p{n}", deadline=11) for n in range(2)]


def test_slots_for_which_more_will_ask_than_fit_are_worth_what_lateness_costs() -> None:
    """Less the visit, which whoever is served pays; those that suffice for all are worth nothing."""
    found = bid_prices(DESKS, [EARLY])
    assert found.cost[found.row["one"]].sum() == pytest.approx(900, rel=0.1)
    assert not found.cost[found.row["two"]].any()


def test_they_are_the_average_of_all_futures() -> None:
    """One of two futures brings nobody: half the price."""
    both, one = (bid_prices(DESKS, futures).cost.sum() for futures in ([EARLY], [EARLY, []]))
    assert one == pytest.approx(both / 2)


def test_without_futures_nothing_has_a_price() -> None:
    """Nor where nobody is expected, or there is no desk."""
    assert not bid_prices(DESKS, []).cost.any()
    assert not bid_prices(DESKS, [[], []]).cost.any()
    assert not bid_prices(instance_of((), ()), [EARLY]).cost.any()


def test_what_is_booked_is_not_there_for_the_futures() -> None:
    """A desk with half its time given away suffices for one fewer."""
    booked = instance_of((desk("two", (13, 19)),), (), booked=(Booking("two", 13, 17),))
    late = [party(f"p{n}", deadline=19) for n in range(2)]
    assert bid_prices(booked, [late]).cost.sum() > 800 > bid_prices(DESKS, [late]).cost.sum()


def followed(*asks: int, ahead: int = EVERY_DAY) -> BidPrices:
    """Those of one future, in which the early ones ask on some days."""
    return BidPrices(Futures(merged_classes(DESKS), [Future(tuple(EARLY), np.array(asks))], Effort(ahead=ahead)))


def test_prices_fall_as_those_expected_have_asked() -> None:
    """Followed from what they were before."""
    bids, desks = followed(-2, -1), Occupancy(merged_classes(DESKS))
    before = bids.before(-2, desks).sum()
    assert before > 800
    assert bids.before(-1, desks).sum() < before
    assert not bids.before(0, desks).any()


def test_a_sample_that_is_served_well_without_prices_has_none_if_told() -> None:
    """One of two finds a desk; both do at the desk that is open for long."""
    classes = merged_classes(DESKS)
    late = tuple(party(f"p{n}", deadline=19) for n in range(2))
    for arrivals, worth in ((tuple(EARLY), True), (late, False)):
        futures = Futures(classes, [Future(arrivals, np.array([0, 0]))], Effort(easy=0.5))
        assert BidPrices(futures).before(0, Occupancy(classes)).any() == worth


def test_following_does_not_change_what_is_free() -> None:
    """The caller's counts stay as they are."""
    desks = Occupancy(merged_classes(DESKS))
    free = desks.free.copy()
    followed(0, 0).before(0, desks)
    assert np.array_equal(desks.free, free)


def test_far_days_keep_the_prices_that_they_had() -> None:
    """Those ahead are found anew."""
    late = tuple(party(f"p{n}", deadline=2 * PER_DAY - 1, available_from=PER_DAY) for n in range(2))
    later = instance_of((desk("one", (9, 11), (PER_DAY + 9, PER_DAY + 11)),), (), days=2)
    classes = merged_classes(later)
    futures = Futures(classes, [Future(late, np.array([-3, -3]))], Effort(ahead=1))
    bids, desks = BidPrices(futures), Occupancy(classes)
    known = bids.before(-3, desks)[classes.day == 1].sum()
    assert known > 800
    assert bids.before(-2, desks)[classes.day == 1].sum() == pytest.approx(known)
    assert not bids.before(1, desks)[classes.day == 1].any()
