"""A file may say only what is different: from a start, from another file, desk by desk or in numbers of desks."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from api.scenarios.files import ScenarioFileError, read_scenario
from api.scenarios.writing import document_of, hours_text
from api.scenarios.yaml_text import write
from scheduler.scenarios.example import example
from scheduler.scenarios.scenario import DeskGroup, Scenario
from tests.api.scenarios.samples import MONDAY
from tests.api.scenarios.test_files import AS_NOW, line, read, starting

NOW = example(MONDAY)


def desks(scenario: Scenario) -> dict[str, DeskGroup]:
    """The desks by their id."""
    return {group.desk.id: group for group in scenario.capacity.desks}


def with_capacity(folder: Path, **capacity: Any) -> dict[str, DeskGroup]:
    """The desks of the example with some changes."""
    return desks(read(folder, AS_NOW | {"capacity": capacity}))


def hours(group: DeskGroup) -> Mapping[str, list[str]]:
    """The open times of a desk, as they are written."""
    return hours_text(group.desk.pattern)


def test_as_now_is_as_now(tmp_path: Path) -> None:
    """A file that says nothing but where it starts is that, under its own name."""
    assert document_of(read(tmp_path, AS_NOW)) == document_of(NOW) | {"name": "as now"}


def test_demand_is_scaled(tmp_path: Path) -> None:
    """A scale multiplies the arrivals of the start, or those that are given."""
    assert read(tmp_path, AS_NOW | {"demand": {"scale": 1.2}}).demand.weekly == pytest.approx(72)
    assert read(tmp_path, AS_NOW | {"demand": {"scale": 1.2, "weekly": 10}}).demand.weekly == 12


def test_weights_replace_those_of_the_start(tmp_path: Path) -> None:
    """Weights are given whole: who is not named does not come."""
    found = read(tmp_path, AS_NOW | {"demand": {"journeys": {"eu-citizen": 1}, "weekdays": {"monday": 2}}}).demand
    assert found.journeys == {"eu-citizen": 1}
    assert found.weekdays == (2, 0, 0, 0, 0, 0, 0)


def test_a_desk_is_changed(tmp_path: Path) -> None:
    """What is given of a desk changes; weekdays that are not named keep their times, and one without times is shut."""
    change = {"ind-1": {"hours": {"thursday": [], "monday": ["10:00-12:00"]}, "count": 2}}
    found = with_capacity(tmp_path, change=change)
    assert hours(found["ind-1"]) == {"monday": ["10:00-12:00"], "tuesday, friday": ["09:00-12:00", "12:30-16:30"]}
    assert found["ind-1"].count == 2
    assert found["ind-1"].desk.languages == desks(NOW)["ind-1"].desk.languages
    assert {name: group for name, group in found.items() if name != "ind-1"} == {
        name: group for name, group in desks(NOW).items() if name != "ind-1"
    }


def test_desks_come_and_go(tmp_path: Path) -> None:
    """An extra desk is like another one but for what is given, for some days if it says so; others are left out."""
    extra = {"ind-summer": {"like": "ind-2", "count": 2, "from": "2027-06-01", "to": "2027-08-31"}}
    found = with_capacity(tmp_path, extraDesks=extra, without=["gemeente-4"])
    assert found.keys() == desks(NOW).keys() - {"gemeente-4"} | {"ind-summer"}
    summer, like = found["ind-summer"], desks(NOW)["ind-2"]
    assert (summer.desk.pattern, summer.hourly, summer.count) == (like.desk.pattern, like.hourly, 2)
    assert summer.between == (date(2027, 6, 1), date(2027, 8, 31))


def test_one_desk_less_on_a_weekday(tmp_path: Path) -> None:
    """The last desk of the agency that is open then is shut on it."""
    found = with_capacity(tmp_path, more={"ind": {"thursday": -1}})
    assert list(hours(found["ind-2"])) == ["tuesday, friday"]
    assert found["ind-1"] == desks(NOW)["ind-1"]


def test_one_of_several_alike_less(tmp_path: Path) -> None:
    """Where desks are counted together, those that stay shut are put apart."""
    found = with_capacity(tmp_path, change={"ind-2": {"count": 3}}, more={"ind": {"thursday": -2}})
    assert (found["ind-2"].count, list(hours(found["ind-2"]))) == (1, ["tuesday, thursday-friday"])
    assert (found["ind-2-less"].count, list(hours(found["ind-2-less"]))) == (2, ["tuesday, friday"])


def test_an_agency_may_leave_a_weekday(tmp_path: Path) -> None:
    """All desks that are open on a day may be shut on it, and a desk that is then open on none is gone."""
    found = with_capacity(tmp_path, more={"gemeente": {"thursday": -4}})
    assert "gemeente-4" not in found
    assert all(4 not in group.desk.pattern.hours for group in found.values() if group.desk.agency == "gemeente")


def test_more_desks_on_weekdays(tmp_path: Path) -> None:
    """More desks are like the one that is open longest; on a day the agency is shut, as on its longest day."""
    found = with_capacity(tmp_path, more={"ind": {"monday, tuesday": 2}})
    assert (found["ind-more"].count, found["ind-more"].hourly) == (2, 55)
    assert hours(found["ind-more"]) == {"monday-tuesday": ["09:00-12:00", "12:30-16:30"]}


def test_closures_are_added(tmp_path: Path) -> None:
    """Extra closures come on top of those of the start; closures replace them."""
    closed = [{"from": "2026-10-01", "to": "2026-10-02", "reason": "moving", "agency": "ind"}]
    more = read(tmp_path, AS_NOW | {"capacity": {"extraClosures": closed}}).capacity.closures
    assert len(more) == len(NOW.capacity.closures) + 1
    only = read(tmp_path, AS_NOW | {"capacity": {"closures": closed}}).capacity.closures
    assert [(each.agency, each.closure.reason) for each in only] == [("ind", "moving")]


def test_a_promise_follows_the_policy(tmp_path: Path) -> None:
    """The promise, the offers and the times are those of the policy."""
    policy = {"offers": "bid-prices", "times": "provisional", "promise": {"days": 5, "policy": "working_days"}}
    found = read(tmp_path, AS_NOW | {"policy": policy})
    promise = found.capacity.region.promise
    assert (found.policy.priced, found.policy.provisional) == (True, True)
    assert (promise.policy, promise.days, promise.times) == ("working_days", 5, "provisional")


def test_a_file_is_based_on_another(tmp_path: Path) -> None:
    """A base is read first, from the folder of the file that names it, and may have a base itself."""
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "now.yaml").write_text(write(AS_NOW), encoding="utf-8")
    busy = {"format": AS_NOW["format"], "name": "busy", "base": "deep/now.yaml", "demand": {"scale": 2}}
    (tmp_path / "busy.yaml").write_text(write(busy), encoding="utf-8")
    busier = {"format": AS_NOW["format"], "name": "busier", "base": "busy.yaml", "demand": {"scale": 1.5}}
    (tmp_path / "busier.yaml").write_text(write(busier), encoding="utf-8")
    scenario, base = read_scenario(tmp_path / "busier.yaml", starting)
    assert base is not None
    assert (scenario.demand.weekly, base.demand.weekly, base.name) == (180, 120, "busy")


def test_bases_end_somewhere(tmp_path: Path) -> None:
    """A file that is based on itself, or on a start besides, is refused."""
    base = {"format": AS_NOW["format"], "name": "x", "base": "scenario.yaml"}
    assert "expected a file that is not based on this one" in line(tmp_path, base)
    assert "expected a start or a base, not both" in line(tmp_path, base | {"start": {"region": "zuid-limburg"}})


def test_what_is_wrong_in_a_base_is_told_of_the_base(tmp_path: Path) -> None:
    """The line names the file in which it stands."""
    (tmp_path / "base.yaml").write_text("name: 3", encoding="utf-8")
    with pytest.raises(ScenarioFileError, match=r"base\.yaml: format: missing"):
        read(tmp_path, {"format": AS_NOW["format"], "name": "x", "base": "base.yaml"})
