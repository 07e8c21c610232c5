"""The least that could do it: FastAPI and SQLAlchemy, and the rows of a booking inserted in one transaction.

No search, no check, no token: what onestop's throughput is a share of. `python -m benchmarks.booking.bare URL PORT`.
"""

import sys
from datetime import UTC, datetime
from typing import Any

import uvicorn
from fastapi import FastAPI, Header
from pydantic import BaseModel

from benchmarks.booking.rows import ACTOR, Rows
from scheduler.domain.itinerary import Appointment
from scheduler.store.codec import from_json
from scheduler.store.engine import engine_of


class BareBooking(BaseModel):
    """An arrival and its appointments."""

    arrival: str
    appointments: list[dict[str, Any]]


def bare_app(url: str) -> FastAPI:
    """The application on a database; the connections are those of onestop, so a commit lasts as well."""
    engine = engine_of(url)
    app = FastAPI()

    @app.get("/")
    def ready() -> None:
        """Answers once there is somebody to answer."""

    @app.post("/bookings", status_code=201)
    def create(body: BareBooking, idempotency_key: str = Header()) -> dict[str, Any]:
        """Insert a booking with all that belongs to it."""
        now, rows = datetime.now(UTC), Rows()
        appointments = [from_json(Appointment, each) for each in body.appointments]
        booking = rows.booking(body.arrival, appointments, now, status="pending")
        answer = {"id": booking, "arrival": body.arrival, "appointments": body.appointments, "status": "confirmed"}
        values = {"token": ACTOR, "key": idempotency_key, "request": "book", "answer": answer, "created_at": now}
        rows.add("idempotency", **values)
        with engine.begin() as connection:
            rows.write(connection)
        return answer

    return app


def main() -> None:
    """Serve it the way onestop is served."""
    url, port = sys.argv[1:]
    uvicorn.run(bare_app(url), port=int(port), log_level="warning", access_log=False, server_header=False, ws="none")


if __name__ == "__main__":
    main()
