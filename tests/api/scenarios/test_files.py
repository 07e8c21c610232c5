"""Scenario files read back as they were written, and whatever is wrong with one is a line that names the field."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from api.scenarios.files import ScenarioFileError, read_scenario
from api.scenarios.writing import document_of
from api.scenarios.yaml_text import write
from api.schemas.scenarios import StartIn
from scheduler.domain.errors import InvalidInput
from scheduler.scenarios.example import example
from scheduler.scenarios.scenario import Scenario
from scheduler.store.codec import from_json, to_json
from tests.api.samples import MISSING, changed
from tests.api.scenarios.samples import MONDAY, SCRATCH, scenarios

AS_NOW: dict[str, Any] = {"format": "onestop-scenario/1", "name": "as now", "start": {"region": "zuid-limburg"}}
_in_one_folder = settings(suppress_health_check=[HealthCheck.function_scoped_fixture])


def starting(start: StartIn) -> Scenario:
    """The example, by its name alone."""
    if start.region != "zuid-limburg":
        raise InvalidInput("/start/region", start.region, "one of zuid-limburg")
    return example(MONDAY)


def read(folder: Path, document: object, name: str = "scenario.yaml") -> Scenario:
    """The scenario of a file with a document."""
    text = document if isinstance(document, str) else write(document) if name.endswith("yaml") else json.dumps(document)
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return read_scenario(path, starting)[0]


def line(folder: Path, document: object, name: str = "scenario.yaml") -> str:
    """What is said of a file that is refused, after its name."""
    with pytest.raises(ScenarioFileError) as refused:
        read(folder, document, name)
    said = str(refused.value)
    assert "\n" not in said
    assert said.startswith(str(folder / name))
    return said.removeprefix(f"{folder / name}: ")


@_in_one_folder
@given(scenarios())
def test_a_scenario_reads_back(tmp_path: Path, scenario: Scenario) -> None:
    """Whatever a scenario holds, its file, in YAML or JSON, reads back to the same one."""
    document = document_of(scenario)
    assert read(tmp_path, document) == scenario
    assert read(tmp_path, document, "scenario.json") == scenario


def test_a_season_may_go_on_beyond_the_end_of_the_year(tmp_path: Path) -> None:
    """The days from December to February are one season."""
    seasons = [{"from": "12-01", "to": "02-29", "factor": 2}, {"from": "03-01", "to": "11-30", "factor": 1}]
    scenario = read(tmp_path, changed(SCRATCH, "/demand/seasons", seasons))
    assert [(season.first, season.last) for season in scenario.demand.seasons] == [
        ((12, 1), (2, 29)),
        ((3, 1), (11, 30)),
    ]


def test_the_example_reads_back(tmp_path: Path) -> None:
    """So does the example region, whole."""
    assert read(tmp_path, document_of(example(MONDAY))) == example(MONDAY)


WRONG: list[tuple[str, object, str]] = [
    ("/format", "onestop-scenario/2", "format: \"onestop-scenario/2\" is wrong; expected 'onestop-scenario/1'"),
    ("/name", MISSING, "name: missing"),
    ("/demnad", {}, "demnad: there is no such field; did you mean demand?"),
    ("/[key]", {}, "[key]: there is no such field"),
    ("/demand/weakly", 3, "demand.weakly: there is no such field; did you mean weekly?"),
    ("/demand/weekly", MISSING, "demand.weekly: missing; expected how many arrive a week, or a start or base"),
    ("/demand/weekly", -3, "demand.weekly: -3 is wrong; expected 0 or more"),
    ("/demand/weekly", float("nan"), "demand.weekly: NaN is wrong; expected a finite number"),
    ("/demand/weekly", 1e300, "demand.weekly: 1e+300 is wrong; expected 10000 or less"),
    (
        "/demand/weekly",
        0,
        "demand.weekly: 0.0 is wrong; expected more than 0, or an intake; it is taken times the scale, "
        "and a start may expect nobody",
    ),
    ("/demand/weekly", "many", 'demand.weekly: "many" is wrong; expected a number'),
    ("/demand/weekly", True, "demand.weekly: true is wrong; expected a number"),
    ("/demand/journeys", {"newcomer": -1}, "demand.journeys.newcomer: -1 is wrong; expected 0 or more"),
    ("/demand/journeys", {"newcomer": 0}, 'demand.journeys: "weights that are all 0" is wrong'),
    ("/demand/journeys", {"newcommer": 1}, 'demand.journeys: "newcommer" is wrong; expected one of newcomer'),
    ("/demand/weekdays", {"moonday": 1}, 'demand.weekdays.moonday: "moonday" is wrong; expected one of monday'),
    ("/demand/parties", {"0": 1}, 'demand.parties.0: "0" is wrong; expected a number of people from 1 to 20'),
    ("/demand/leads", {"1000": 1}, 'demand.leads.1000: "1000" is wrong; expected a number of days from 0 to 366'),
    ("/demand/languages", {"english": 1}, 'demand.languages.english: "english" is wrong; expected language codes'),
    ("/demand/languages", {"en+es": 1, "es+en": 1}, "expected each set of languages once"),
    ("/demand/noShows", 1.5, "demand.noShows: 1.5 is wrong; expected 1 or less"),
    ("/capacity/absences", 4, "capacity.absences: 4 is wrong; expected 1 or less"),
    ("/demand/spread", -0.1, "demand.spread: -0.1 is wrong; expected 0 or more"),
    (
        "/demand/seasons",
        [{"from": "01-01", "to": "06-30", "factor": 1}, {"from": "07-02", "to": "12-31", "factor": 2}],
        'demand.seasons: "no season on 07-01" is wrong; expected each day of the year in one season',
    ),
    (
        "/demand/seasons",
        [{"from": "03-01", "to": "12-31", "factor": 1}, {"from": "12-24", "to": "02-29", "factor": 2}],
        'demand.seasons: "2 seasons on 12-24" is wrong',
    ),
    (
        "/demand/seasons",
        [{"from": "02-30", "to": "12-31", "factor": 1}],
        'demand.seasons[0].from: "02-30" is wrong; expected a month and day such as 12-24',
    ),
    (
        "/demand/intakes",
        [{"day": "2027-09-07", "parties": 3, "journey": "newcomer"}],
        'demand.intakes[0].day: "2027-09-07" is wrong; expected a day of the horizon',
    ),
    (
        "/demand/intakes",
        [{"day": "2026-09-07", "parties": 3, "journey": "student"}],
        'demand.intakes[0].journey: "student" is wrong; expected one of newcomer',
    ),
    ("/capacity/desks", {}, 'capacity.desks: "no desk" is wrong; expected at least one desk'),
    ("/capacity/desks/town-1/agency", MISSING, "capacity.desks.town-1.agency: missing; expected this field, or a desk"),
    ("/capacity/desks/town-1/agency", "twon", 'capacity.desks.town-1.agency: "twon" is wrong; expected one of town'),
    ("/capacity/desks/town-1/services", ["advice"], '"none offers registration" is wrong; expected a desk for it'),
    ("/capacity/desks/town-1/count", 0, "capacity.desks.town-1.count: 0 is wrong; expected 1 or more"),
    ("/capacity/desks/town-1/count", 501, "expected 500 or less"),
    ("/capacity/desks/town-1/hourly", -5, "capacity.desks.town-1.hourly: -5 is wrong; expected 0 or more"),
    ("/capacity/desks/town-1/hours", {"monday": ["12:00-09:00"]}, "expected times such as 09:00-12:30"),
    ("/capacity/desks/town-1/hours", {"monday": ["09:00-25:00"]}, "expected times such as 09:00-12:30"),
    ("/capacity/desks/town-1/hours", {"monday": ["09:00-12:00", "11:00-13:00"]}, "expected times that do not overlap"),
    ("/capacity/desks/town-1/hours", {"monday": ["09:07-12:00"]}, "expected times on the grid of 15 minutes"),
    ("/capacity/desks/town-1/hours", {"monday-friday": [], "tuesday": []}, "expected each day of the week once"),
    ("/capacity/desks/town-1/hours", {"saturday, someday": []}, "expected days of the week"),
    ("/capacity/desks/town-1/hours", {"monday": []}, "expected days of which at least one has an open desk"),
    ("/capacity/desks/town-1/from", "2027-01-01", "capacity.desks.town-1.to: missing; expected both from and to"),
    ("/capacity/extraDesks", {"t": {"like": "town-1", "from": "2026-10-02", "to": "2026-10-01"}}, "or a later day"),
    ("/capacity/closures", [{"from": "2026-01-01", "to": "2027-01-01"}], "expected days of which at least one has"),
    ("/capacity/closures", [{"from": "2026-09-08", "to": "2026-09-07"}], "expected 2026-09-08 or a later day"),
    (
        "/capacity/change",
        {"twon-1": {}},
        'capacity.change.twon-1: "twon-1" is wrong; expected the id of a desk, such as',
    ),
    (
        "/capacity/without",
        ["town-2"],
        'capacity.without[0]: "town-2" is wrong; expected the id of a desk, such as town-1',
    ),
    ("/capacity/extraDesks", {"town-1": {"like": "town-1"}}, "expected an id that no other desk has"),
    ("/capacity/more", {"town": {"monday": -2}}, "capacity.more.town.monday: -2 is wrong; expected -1 or more"),
    ("/capacity/more", {"ind": {"monday": 1}}, 'capacity.more.ind: "ind" is wrong; expected an agency that has desks'),
    ("/capacity/region", {"timezone": "Europe/Maastricht"}, "capacity.region.timezone: "),
    ("/capacity/region", {"slotMinutes": 7}, "capacity.region.slotMinutes: "),
    ("/capacity/journeys/newcomer/steps/0/after", ["permit"], 'newcomer.steps[0].after: "permit" is wrong'),
    ("/policy", {"offers": "lottery"}, "policy.offers: \"lottery\" is wrong; expected 'first-come' or 'bid-prices'"),
    ("/policy", {"promise": {"days": 0}}, "policy.promise.days: 0 is wrong; expected 1 or more"),
    ("/policy", {"overbooking": {"ind": 1}}, 'policy.overbooking: "ind" is wrong; expected one of town'),
    ("/horizon/to", "2026-09-06", 'horizon.to: "2026-09-06" is wrong; expected 2026-09-07 or a later day'),
    ("/horizon/to", "2032-09-06", "expected at most 1830 days from the first one"),
    ("/horizon/to", "2026-09-31", "horizon.to: "),
    ("/horizon/warmUpDays", 84, "horizon.warmUpDays: 84 is wrong; expected 83 or less, so that a day counts"),
    ("/bsnService", "permit", 'bsnService: "permit" is wrong; expected one of registration'),
    ("/replications", 0, "replications: 0 is wrong; expected 1 or more"),
    ("/seed", 1.5, "seed: 1.5 is wrong; expected a whole number"),
    ("/seed", 2**80, f"seed: {2**80} is wrong; expected 2147483647 or less"),
    ("/base", "none.yaml", 'base: "none.yaml" is wrong; expected a file, and there is no '),
    ("/start", {"region": "atlantis"}, 'start.region: "atlantis" is wrong; expected one of zuid-limburg'),
]


@pytest.mark.parametrize(("pointer", "value", "said"), WRONG)
def test_what_is_wrong_is_named(tmp_path: Path, pointer: str, value: object, said: str) -> None:
    """Every field wrong in turn is one line with its name, its value and what would be right."""
    assert said in line(tmp_path, changed({**SCRATCH, "policy": {}}, pointer, value))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a: [", "expected YAML (expected the node content, but found '<stream end>' at line 1, column 5)"),
        ("a: 1\na: 2", "expected YAML ('a' a second time at line 2, column 1)"),
        ("a: &x [1]\nb: *x", "expected YAML (an alias; write the value out at line 2, column 4)"),
        ("name: !!python/object:os.system x", "on a value it is not for"),
        ("{[1]: 2}", "a name that is no text"),
        ("a: !!bool maybe", "the tag tag:yaml.org,2002:bool on a value it is not for"),
        ("seed: " + "9" * 5000, "expected YAML (Exceeds the limit"),
        ("[" * 5000, "expected YAML that is not nested so deeply"),
        ("", "file: null is wrong; expected an object"),
        ("[1]", "file: [1] is wrong; expected an object"),
        ("\x07", "expected YAML (unacceptable character"),
    ],
)
def test_a_text_that_is_no_document_is_named(tmp_path: Path, text: str, said: str) -> None:
    """What is no YAML, or none that a scenario could be, is one line too."""
    assert said in line(tmp_path, text)


@pytest.mark.parametrize("text", ["{", '{"a": 1, "a": 2}', '{"seed": ' + "9" * 5000 + "}", "[" * 100_000, "NaN"])
def test_a_text_that_is_no_json_is_named(tmp_path: Path, text: str) -> None:
    """And so is what is no JSON."""
    line(tmp_path, text, "scenario.json")


def test_a_file_that_is_none_is_named(tmp_path: Path) -> None:
    """A folder, a file that is not there and one in another encoding are refused."""
    for path in (tmp_path, tmp_path / "none.yaml"):
        with pytest.raises(ScenarioFileError, match="expected a readable file"):
            read_scenario(path, starting)
    (tmp_path / "latin.yaml").write_bytes(b"name: caf\xe9")
    with pytest.raises(ScenarioFileError, match="expected a text in UTF-8"):
        read_scenario(tmp_path / "latin.yaml", starting)


_scalars = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8)
_values = st.recursive(
    _scalars, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner)
)
_WHOLE = document_of(example(MONDAY))


@st.composite
def _mutated(draw: st.DrawFn) -> Any:
    """A whole document in which one thing is another, or gone."""
    document: Any = json.loads(json.dumps(_WHOLE))
    part = document
    while True:
        keys = list(part) if isinstance(part, dict) else list(range(len(part)))
        key = draw(st.sampled_from(keys))
        if not isinstance(part[key], dict | list) or not part[key] or draw(st.integers(0, 4)) == 0:
            break
        part = part[key]
    action = draw(st.sampled_from(["replace", "remove", "rename"]))
    if action == "remove":
        del part[key]
    elif action == "rename" and isinstance(part, dict):
        part[draw(st.text(max_size=8))] = part.pop(key)
    else:
        part[key] = draw(_values)
    return document


@_in_one_folder
@given(_mutated())
def test_a_mutated_file_gives_a_scenario_or_a_line(tmp_path: Path, document: object) -> None:
    """Whatever is changed in a file, it is read or refused in one line."""
    path = tmp_path / "mutated.json"
    path.write_text(json.dumps(document), encoding="utf-8")
    try:
        read_scenario(path, starting)
    except ScenarioFileError as error:
        assert str(error).startswith(f"{path}: ")
        assert str(error).isprintable()


@_in_one_folder
@given(st.binary(max_size=60) | st.text(max_size=60).map(lambda text: text.encode("utf-8", "surrogatepass")))
def test_any_bytes_give_a_line(tmp_path: Path, content: bytes) -> None:
    """Bytes that nobody meant as a scenario are refused in one line."""
    path = tmp_path / "bytes.yaml"
    path.write_bytes(content)
    with pytest.raises(ScenarioFileError) as refused:
        read_scenario(path, starting)
    assert str(refused.value).isprintable()


@given(scenarios())
def test_a_scenario_is_stored_whole(scenario: Scenario) -> None:
    """As the database keeps it, a scenario comes back the same."""
    assert from_json(Scenario, json.loads(json.dumps(to_json(scenario)))) == scenario
