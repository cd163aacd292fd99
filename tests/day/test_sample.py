"""A sample of the people against everybody."""

from __future__ import annotations

import pytest

from sim.indicators.tally import ELSEWHERE, Flow, Person
from tests.small import county, walk


def totals(share: float) -> dict[str, float]:
    """What a hundred days bring, scaled to the county."""
    model = walk(county(share=share), 100)
    flow, people = model.state.tally.flow.sum(axis=1), model.state.tally.people.sum(axis=1)
    by_place = model.state.tally.flow_table(Flow.OUTPATIENT_COUNT).sum(axis=(0, 1, 3))
    found = {measure.name: float(flow[measure]) for measure in Flow}
    found |= {measure.name: float(people[measure]) for measure in (Person.NEEDS, Person.SELF_CARE)}
    found |= {"PRIMARY": float(by_place[2:6].sum()), "HOSPITAL": float(by_place[6:ELSEWHERE].sum())}
    return {name: value / share for name, value in found.items()}


@pytest.fixture(scope="module")
def fifth_and_all():
    return totals(0.2), totals(1.0)


@pytest.mark.parametrize(
    ("name", "tolerance"),
    [
        # three standard errors of 26,000 people, of their 1,500 stays and of the spread of bills, and what
        # smaller lists turn away
        ("NEEDS", 0.02),
        ("OUTPATIENT_COUNT", 0.025),
        ("PRIMARY", 0.03),
        ("HOSPITAL", 0.04),
        ("OUTPATIENT_BILL", 0.045),
        ("OUTPATIENT_FUND", 0.03),
        ("ADMISSIONS", 0.06),
        ("BED_DAYS", 0.08),
        ("INPATIENT_BILL", 0.1),
        ("INPATIENT_FUND", 0.12),
    ],
)
def test_a_fifth_of_the_people_tells_of_all(fifth_and_all, name, tolerance):
    fifth, all_ = fifth_and_all
    assert fifth[name] == pytest.approx(all_[name], rel=tolerance)


def test_a_fifth_of_the_people_waits_as_long_as_all(fifth_and_all):
    fifth, all_ = (found["WAIT"] / found["OUTPATIENT_COUNT"] for found in fifth_and_all)
    assert fifth == pytest.approx(all_, rel=0.1)


def test_a_fifth_of_the_people_is_turned_away_as_often_as_all(fifth_and_all):
    fifth, all_ = fifth_and_all
    assert fifth["REFUSED"] == pytest.approx(all_["REFUSED"], rel=0.3)


def test_a_fifth_of_the_people_stays_at_home_as_often_as_all(fifth_and_all):
    fifth, all_ = fifth_and_all
    assert fifth["SELF_CARE"] == pytest.approx(all_["SELF_CARE"], rel=0.05)
