"""Requests one at a time."""

from benchmarks import online


def test_a_case_is_drawn_as_it_says() -> None:
    """The load of a day, leads of 0 to 10 days, and futures of other people."""
    instance, requests, futures = online.case(0.88, 4)
    lead = [a.available_from // 96 - asked // 96 for a, asked in zip(requests.arrivals, requests.asked, strict=True)]
    assert (len(instance.arrivals), min(lead), max(lead)) == (594, 0, 10)
    assert {a.available_from // 96 for a in requests.arrivals} == set(range(15))
    assert len(futures) == 10
    assert all(future.arrivals[:9] != requests.arrivals[:9] for future in futures)


def test_all_policies_are_measured_against_one_bound() -> None:
    """No plan costs less than the bound."""
    found = online.runs(0.1, 5)
    assert [run.policy for run in found] == list(online.POLICIES)
    assert all(0 < run.bound <= run.cost for run in found)


def test_the_table_has_a_row_for_each_load_and_policy() -> None:
    """With all seeds in it."""
    table = online.measure(seeds=(5, 6), loads=(0.1,))
    assert [row[2] for row in table.rows] == list(online.POLICIES)
    assert {row[1] for row in table.rows} == {"136"}
