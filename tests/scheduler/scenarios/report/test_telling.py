"""What a report tells."""

from dataclasses import replace

import pytest

from scheduler.scenarios.report.telling import Line, Telling
from scheduler.scenarios.result import Result
from tests.scheduler.scenarios.imagined import SCENARIO, busier
from tests.scheduler.scenarios.report.stage import BASE, BUSIER, EMPTY, SINGLE, result


def lines(*results: Result) -> dict[str, Line]:
    """The lines of the table by title."""
    return {line.title: line for group in Telling(results, "en").table().groups for line in group.rows}


def test_the_headline_is_the_promise_and_how_sure() -> None:
    """Then why some are late."""
    brief = Telling([BASE], "en").brief()
    assert brief.headline == "98.3% of arrivals are done within the promise"
    assert brief.sure == "98.0 to 98.6"
    assert brief.sentences[0].startswith("Of those who are late, ") and brief.sentences[0].endswith("for want of: IND.")
    assert brief.days == "Monday 19 January 2026 \N{EN DASH} Thursday 31 December 2026"


def test_each_other_scenario_has_a_sentence() -> None:
    """With its difference; a scenario like the base has none that is clear."""
    *_, worse = Telling([BASE, BUSIER], "en").brief().sentences
    assert worse.startswith('With "more come" it is 95.9% (95.6 to 96.2), ') and worse.endswith(" points less.")
    *_, same = Telling([BASE, BASE], "en").brief().sentences
    assert same.endswith("exactly the same.")
    *_, unclear = Telling([BASE, result(busier(59.9), 6)], "en").brief().sentences
    assert unclear.endswith("no clear difference.")
    *_, better = Telling([BUSIER, BASE], "nl").brief().sentences
    assert better.endswith(" procentpunt meer.")


def test_where_nobody_is_late_it_says_of_how_many() -> None:
    """All of a few is less than all of many, and neither has an interval."""
    figures = {n: replace(each, within=each.arrivals, late={}) for n, each in BASE.figures.items()}
    brief = Telling([replace(BASE, figures=figures)], "en").brief()
    arrivals = sum(each.arrivals for each in figures.values())
    assert brief.headline == "100% of arrivals are done within the promise"
    assert (brief.sure, brief.sentences) == (
        "",
        (f"Nobody of the {arrivals:,} arrivals in 6 replications is late.",),
    )


def test_without_figures_it_says_so() -> None:
    """And shows no card, no sentence, no line."""
    telling = Telling([EMPTY], "en")
    brief = telling.brief()
    assert (brief.headline, brief.sure, brief.sentences, brief.cards) == ("There are no figures yet", "", (), ())
    assert telling.table().groups == ()
    assert Telling([BASE, EMPTY], "en").brief().sentences[-1] == "as now: there are no figures yet."


def test_what_went_wrong_stands_on_top() -> None:
    """Failures with their seed, and a sweep that was stopped."""
    assert Telling([BUSIER], "en").brief().warnings == ("more come: replication 4 (seed 7) failed: no desk is open",)
    stopped = Result(SCENARIO, {0: BASE.figures[0]})
    assert Telling([stopped], "en").brief().warnings == ("as now: stopped after 1 of 6 replications.",)
    assert Telling([BASE], "en").brief().warnings == ()


def test_the_table_has_a_figure_for_each_scenario_and_a_difference_for_each_other() -> None:
    """With a verdict that a hint explains."""
    within = lines(BASE, BUSIER)["Done within the promise"]
    base, other, difference = within.cells
    assert (base.mean, base.interval, base.verdict) == ("98.3%", "98.0 to 98.6", "")
    assert other.mean == "95.9%"
    assert (difference.verdict, difference.hint) == ("worse", "worse than chance would explain")
    assert difference.mean.startswith("\N{MINUS SIGN}") and difference.mean.endswith(" pts")


def test_what_is_nothing_throughout_is_named_beneath_the_table() -> None:
    """Rather than told in lines of zeros; what has no number is not told."""
    table = Telling([BASE], "en").table()
    assert "Late for want of: Expat Centre" in table.nothing
    assert "Late for want of: Expat Centre" not in lines(BASE)
    assert "Waiting of a walk-in" not in lines(BASE)
    assert [group.title for group in table.groups] == [
        "The promise",
        "The people",
        "The desks",
        "The cost",
        "The demand",
    ]


@pytest.mark.parametrize(
    ("results", "words"),
    [
        ([BASE], ["6 replications", "simulation"]),
        ([SINGLE], ["one replication", "simulation"]),
        ([BASE, BUSIER], ["6 replications", 'worse than "as now"', "two columns", "simulation"]),
        ([EMPTY], ["simulation"]),
    ],
)
def test_it_says_how_sure_it_is(results: list[Result], words: list[str]) -> None:
    """Honestly of one replication too."""
    told = list(Telling(results, "en").sure())
    assert len(told) == len(words)
    assert all(word in sentence for word, sentence in zip(words, told, strict=True))


def test_one_replication_has_an_interval_for_the_promise_alone() -> None:
    """Its other cells have none."""
    found = lines(SINGLE)
    assert found["Done within the promise"].cells[0].interval != ""
    assert {line.cells[0].interval for title, line in found.items() if title != "Done within the promise"} == {""}


def test_more_replications_are_surer() -> None:
    """The interval of twenty is narrower than that of three."""
    few, many = (Telling([result(SCENARIO, count)], "en").brief().sure.split(" to ") for count in (3, 20))
    assert float(many[1]) - float(many[0]) < float(few[1]) - float(few[0])


def test_where_one_was_played_less_often_it_says_what_differences_are_over() -> None:
    """They are not those of the two columns then."""
    fewer = replace(BASE, figures={n: BASE.figures[n] for n in (0, 1)})
    assert any("not that of the two columns" in told for told in Telling([BASE, fewer], "en").sure())
    assert not any("two columns" in told for told in Telling([BASE, BASE], "en").sure())


@pytest.mark.parametrize(("others", "share"), [(0, "100%"), (1, "99.7%"), (9, "97%")])
def test_a_cause_of_nearly_all_is_not_one_of_all(others: int, share: str) -> None:
    """However it is rounded."""
    late = {"ind": 300, "gemeente": others} if others else {"ind": 300}
    figures = {n: replace(each, late=late) for n, each in BASE.figures.items()}
    assert share in Telling([replace(BASE, figures=figures)], "en").brief().sentences[0]
