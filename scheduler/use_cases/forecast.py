"""What is expected of a region, as planners say or as it was learned."""

from scheduler.application import Application
from scheduler.auditing import write_audit
from scheduler.domain.bid_prices import BidPriceTable
from scheduler.domain.forecast import Forecast, check_forecast
from scheduler.pricing import expected


def read_forecast(app: Application, region_id: str) -> tuple[Forecast | None, bool]:
    """What is expected, None if nothing is known, and whether a planner said so; raises NotFound."""
    with app.reading() as uow:
        today = uow.configuration.region(region_id).day(app.clock())
        return expected(uow, region_id, today), uow.forecasts.configured(region_id) is not None


def set_forecast(app: Application, actor: str, region_id: str, forecast: Forecast) -> None:
    """Say what is expected; prices follow soon. Raises NotFound and InvalidInput."""
    with app.writing() as uow:
        uow.configuration.region(region_id)
        offered = uow.configuration.services(region_id)
        journeys = [journey.id for journey in uow.configuration.journeys() if journey.services <= offered]
        check_forecast(forecast, journeys)
        uow.forecasts.configure(region_id, forecast)
        uow.bid_prices.ask(region_id, app.clock())
        write_audit(app, uow, actor, "forecast", ("region", region_id), weekly=forecast.weekly)
        uow.commit()


def forget_forecast(app: Application, actor: str, region_id: str) -> None:
    """Leave what is expected to the region's history again; prices follow soon. Raises NotFound."""
    with app.writing() as uow:
        uow.configuration.region(region_id)
        uow.forecasts.forget(region_id)
        uow.bid_prices.ask(region_id, app.clock())
        write_audit(app, uow, actor, "forget-forecast", ("region", region_id))
        uow.commit()


def read_bid_prices(app: Application, region_id: str) -> BidPriceTable | None:
    """What slots are worth, as computed last; raises NotFound."""
    with app.reading() as uow:
        uow.configuration.region(region_id)
        return uow.bid_prices.get(region_id)
