"""Prices at the desk: who is expected in a region, and what its slots are worth for it."""

from fastapi import APIRouter

from api.auth.bearer import Planner
from api.openapi import responses
from api.problems import NOT_FOUND
from api.schemas.base import PathId
from api.schemas.forecasts import BidPricesOut, ForecastIn, ForecastOut
from api.service import Service
from scheduler.use_cases.forecast import forget_forecast, read_bid_prices, read_forecast, set_forecast

router = APIRouter(tags=["forecasts"])


@router.get("/regions/{region_id}/forecast", responses=responses(NOT_FOUND))
def show(service: Service, _actor: Planner, region_id: PathId) -> ForecastOut:
    """Who is expected: as a planner said, or as learned from the arrivals of the last twelve weeks."""
    forecast, configured = read_forecast(service, region_id)
    return ForecastOut.of(forecast, configured=configured)


@router.put("/regions/{region_id}/forecast", responses=responses(NOT_FOUND, body=True))
def configure(service: Service, actor: Planner, region_id: PathId, body: ForecastIn) -> ForecastOut:
    """Say who is expected, in place of what history suggests; bid prices follow within a minute."""
    forecast = body.forecast()
    set_forecast(service, actor, region_id, forecast)
    return ForecastOut.of(forecast, configured=True)


@router.delete("/regions/{region_id}/forecast", status_code=204, responses=responses(NOT_FOUND))
def forget(service: Service, actor: Planner, region_id: PathId) -> None:
    """Leave it to history again."""
    forget_forecast(service, actor, region_id)


@router.get("/regions/{region_id}/bid-prices", responses=responses(NOT_FOUND))
def prices(service: Service, _actor: Planner, region_id: PathId) -> BidPricesOut:
    """What slots are worth to those who have not asked yet, as of `computedAt`; offers count it as a cost."""
    return BidPricesOut.of(read_bid_prices(service, region_id))
