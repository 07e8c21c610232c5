"""How long an offer takes: the engine alone, and the whole use case on the example region with 2,000 bookings."""

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

import numpy as np

from benchmarks.instances import Family, generate
from benchmarks.record import Table
from scheduler.application import Application
from scheduler.bootstrap import build
from scheduler.demo.demand import demo_arrivals, demo_monday
from scheduler.demo.seed import seed_demo
from scheduler.domain.booking import BookRequest, Idempotency
from scheduler.domain.itinerary import OfferRequest
from scheduler.settings import Settings
from scheduler.use_cases.book import book
from scheduler.use_cases.make_offers import make_offers
from scheduler.use_cases.register_arrival import register_arrival
from solver.offers import best_itineraries, open_desks
from solver.pricing import Pricer

BOOKINGS = 2_000
CALLS = 500
_A_WEEK = 115
_ACTOR = "benchmark"


def measure() -> Table:
    """Median and 99th percentile of each kind of call, in milliseconds."""
    table = Table("Offers", ("call", "calls", "median ms", "99th percentile ms"))
    table.add("5 best itineraries, engine, 10 open days", *_figures(_engine_calls()))
    table.add("cheapest itinerary, a thousand arrivals at once, for each", *_figures(_batch_calls()))
    table.add(f"offers on the example region with {BOOKINGS:,} bookings", *_figures(_service_calls()))
    return table


def _figures(seconds: list[float]) -> tuple[object, ...]:
    median, high = np.percentile(seconds, (50, 99)) * 1e3
    return len(seconds), f"{median:.3f}", f"{high:.3f}"


def _timed(call: Callable[[], object]) -> float:
    began = perf_counter()
    call()
    return perf_counter() - began


def _engine_calls() -> list[float]:
    instance = generate(Family(300), 1)
    desks = open_desks(instance)
    for arrival in instance.arrivals:
        for offer in best_itineraries(desks, arrival, 1):
            for held in offer.itinerary.appointments:
                desks.take(held.resource, held.start, held.end)
    wide = generate(Family(CALLS, window_days=10), 2)
    return [_timed(lambda arrival=arrival: best_itineraries(desks, arrival, 5)) for arrival in wide.arrivals]  # type: ignore[misc]


def _batch_calls() -> list[float]:
    instance = generate(Family(1_000, desks=(5, 10, 12)), 1)
    pricer = Pricer.of(instance)
    prices = np.random.default_rng(1).random(pricer.classes.free.shape)
    groups = len(pricer.groups.groups)
    return [_timed(lambda: pricer.price_all(prices).values) / groups for _ in range(50)]


def _service_calls() -> list[float]:
    with TemporaryDirectory() as folder:
        settings = Settings(database_url=f"sqlite:///{Path(folder) / 'onestop.db'}", spool_dir=Path(folder) / "spool")
        app = build(settings)
        seed_demo(app)
        monday = demo_monday(app.clock().date())
        booked = 0
        week = 0
        while booked < BOOKINGS:
            booked += _book_week(app, monday + timedelta(weeks=week), min(_A_WEEK, BOOKINGS - booked))
            week += 1
        arrivals = [new for n in range(week) for new in demo_arrivals(monday + timedelta(weeks=n), 60, seed=2)][:CALLS]
        ids = [register_arrival(app, _ACTOR, new).id for new in arrivals]
        seconds = [_timed(lambda name=name: make_offers(app, _ACTOR, name, OfferRequest())) for name in ids]  # type: ignore[misc]
        app.close()
        return seconds


def _book_week(app: Application, monday: date, count: int) -> int:
    for new in demo_arrivals(monday, count):
        arrival = register_arrival(app, _ACTOR, new)
        offers = make_offers(app, _ACTOR, arrival.id, OfferRequest(limit=1)).offers
        key = Idempotency(f"benchmark-{arrival.id}", "", _ACTOR)
        book(app, _ACTOR, BookRequest(offer_id=offers[0].id), key)
    return count
