"""Published figures stand where they belong and are judged only there."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from datetime import date

import numpy as np
import pandas as pd
import pytest

from sim.declare import parameter_folder
from sim.errors import Text
from sim.indicators.goals import goal_lines
from sim.indicators.published import WHOLE_CITY, Published, compare_published, goals, read_published, verdict
from sim.indicators.registry import by_id
from sim.indicators.table import indicator_table
from sim.problems import ScenarioErrors
from sim.scenario.goals import Goal
from tests.indicators.fakes import random_run

SIX = ("130303", "130304", "130306", "130321", "130322", "130324")
HEAD = "period,start,end,scope,scope_id,indicator,value,numerator,denominator,unit,basis,low,high\n"


def table(*rows: str) -> pd.DataFrame:
    return pd.read_csv(io.StringIO(HEAD + "\n".join(rows)), dtype={"scope_id": str})


def row(
    period: str,
    indicator: str,
    value: float,
    low: float,
    high: float,
    scope: str = "all,",
    basis: str = "reported",
) -> str:
    end = {"2024Q1": "2024-03-31", "2024Q1-Q3": "2024-09-30", "2024": "2024-12-31"}[period]
    return f"{period},2024-01-01,{end},{scope},{indicator},{value},1,1,share,{basis},{low},{high}"


def test_the_six_units_together_are_judged() -> None:
    name = "in_county_admission_share"
    found = compare_published(
        table(row("2024Q1", name, 0.5, 0.45, 0.6), row("2024Q1-Q3", name, 0.7, 0.681, 0.72)), SIX
    )
    first, third = found
    assert (first.published.id, first.published.value, first.verdict) == (
        "TG004", 0.5694, verdict(first.published, 0.5, 0.45, 0.6),
    )  # fmt: skip
    assert first.verdict is not None and "within" in first.verdict.en
    # 68.1 to 72 % against a published 62.15 %.
    assert third.verdict is not None
    assert third.verdict.en == "7.8 points above; 5.9 beyond its range"
    assert third.verdict.zh == "高 7.8 个百分点，超出范围 5.9"


@pytest.mark.parametrize("run", [("130324",), SIX[:5]])
def test_fewer_units_are_shown_beside_the_whole_city_without_a_verdict(run: tuple[str, ...]) -> None:
    found = compare_published(table(row("2024Q1", "in_county_visit_rate", 0.5, 0.4, 0.6)), run)
    outcomes = [c for c in found if c.published.kind == "outcome"]
    assert [(c.place, c.verdict) for c in outcomes] == [(WHOLE_CITY, None)]


def test_a_count_of_the_whole_city_does_not_stand_beside_one_county() -> None:
    rows = table(row("2024Q1-Q3", "up_referrals", 100, 90, 110))
    assert compare_published(rows, ("130322",)) == []
    assert [c.published.id for c in compare_published(rows, SIX)] == ["TG013"]


def test_an_outcome_of_one_county_is_judged_inside_a_larger_run() -> None:
    rows = table(
        row("2024", "up_referrals", 900, 900, 900),
        row("2024", "up_referrals", 115, 100, 130, "county,130324"),
    )
    (found,) = compare_published(rows, SIX)
    assert (found.published.id, found.value) == ("TG018", 115)
    assert found.verdict is not None and "within" in found.verdict.en


def test_goals_stand_on_their_own_indicator_only_with_the_ceiling_of_absence() -> None:
    assert {g.place.en for g in goals("in_county_visit_rate")} == {"A'rong banner", "Yangzhou"}
    assert [g.value for g in goals("primary_fund_share_of_all")] == [0.3]
    assert goals("primary_fund_share") == ()
    assert [g.place.en for g in goals("primary_insured_visit_share")] == ["Yangzhou"]
    found = compare_published(
        table(
            row("2024", "in_county_visit_rate", 0.8, 0.7, 0.9),
            row("2024", "in_county_visit_ceiling", 0.87, 0.8, 0.9),
        ),
        ("130324",),
    )
    assert [(c.published.kind, c.published.value, c.ceiling, c.verdict) for c in found] == [
        ("goal", 0.9, 0.87, None)
    ] * 2


def test_goals_of_the_scenario_take_the_place_of_those_of_all_documents() -> None:
    mine = Goal("in_county_visit_rate", 0.85, True, date(2024, 12, 31), "mine", "f.yaml", 3, "goals[1]")
    rows = table(row("2024", "in_county_visit_rate", 0.8, 0.7, 0.9))
    (found,) = compare_published(rows, ("130324",), goals=goal_lines([mine]))
    assert (found.published.value, found.published.at_most, found.value) == (0.85, True, 0.8)
    assert found.published.place.en == "goal by 2024-12-31" and found.published.basis == "reported"
    (happened,) = goal_lines([replace(mine, indicator="hypertension_control")])
    assert happened.basis == "happened"


@pytest.mark.parametrize(
    ("change", "wrong", "guess"),
    [({"indicator": "in_county_visit_rat"}, "no indicator", "in_county_visit_rate"),
     ({"value": 85.0}, "85 is not a share", "")],
)  # fmt: skip
def test_a_goal_of_no_indicator_or_in_per_cent_is_refused(
    change: dict[str, str], wrong: str, guess: str
) -> None:
    goal = Goal("in_county_visit_rate", 0.85, False, date(2024, 12, 31), "mine", "f.yaml", 3, "goals[1]")
    with pytest.raises(ScenarioErrors) as caught:
        goal_lines([replace(goal, **change)])  # type: ignore[arg-type]
    (problem,) = caught.value.problems
    assert (problem.file, problem.line, problem.nearest) == ("f.yaml", 3, guess)
    assert wrong in problem.wrong.en and problem.wrong.zh


def test_a_verdict_allows_for_chance() -> None:
    figure = next(f for f in read_published() if f.id == "TG012")
    assert verdict(figure, 0.45, 0.45, 0.45).en == "3.2 points above; 3.2 beyond its range"
    within = verdict(figure, 0.45, 0.45, 0.45, spread=0.08)
    assert within == Text("within the range; 3.2 points above", "在范围内；高 3.2 个百分点")
    assert verdict(figure, 0.40, np.nan, np.nan).en == "1.8 points below; 1.8 beyond its range"


def test_counts_are_judged_in_whole_numbers_and_not_from_a_handful_of_events() -> None:
    (found,) = compare_published(table(row("2024", "up_referrals", 2900.4, 2800, 3000)), ("130324",))
    # 2,900.4 against a published 115, which lies 2,685 below the lowest reading.
    assert found.verdict == Text("2,785 above; 2,685 beyond its range", "高 2,785，超出范围 2,685")
    rows = table(row("2024", "up_referrals", 2900, 2800, 3000))
    assert [c.verdict is None for c in compare_published(rows, ("130324",), sample=0.01)] == [True]
    assert [c.verdict is None for c in compare_published(rows, ("130324",), sample=0.02)] == [False]


def test_every_figure_names_an_indicator_a_basis_and_its_row() -> None:
    with (parameter_folder().parent / "data" / "figures_targets.csv").open(
        encoding="utf-8", newline=""
    ) as file:
        targets = {r["id"]: r for r in csv.DictReader(file)}
    for figure in read_published():
        assert figure.basis in by_id()[figure.indicator].basis
        assert figure.kind in ("outcome", "reference", "goal") and figure.source
        assert (figure.kind == "outcome") == bool(figure.counties)
        if figure.id in targets:
            assert value_as_published(figure) == pytest.approx(float(targets[figure.id]["value"]))


def value_as_published(figure: Published) -> float:
    return 100 * figure.value if by_id()[figure.indicator].unit == "share" else figure.value


def test_a_whole_table_is_compared() -> None:
    found = compare_published(indicator_table(random_run(4)), ("130324", "130322"))
    ids = [c.published.id for c in found]
    assert "TG001" in ids and "TG033" in ids and "TG013" not in ids
    assert "TG018" in ids
