"""Free parameters, and scenarios that take a posterior's draws."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from sim.errors import UserError
from sim.policy.use import LeverUse
from sim.problems import ScenarioErrors
from sim.scenario import Scenario, load_scenario
from sim.scenario.free import read_free, with_free
from sim.scenario.posterior import Posterior, posterior_of, read_posterior

UNTIL = date(2024, 9, 30)
APRIL = date(2024, 4, 1)
PATH = "learning.rate"
TABLE = """# fitted_until: 2024-09-30
# counties: 130324
draw,observe.village_return_share,observe.village_return_share@2024-04-01,learning.rate,ramp:capability.training
0,0.6,0.8,0.02,90
1,0.5,0.9,0.03,30
2,0.7,0.7,0.01,0
"""


@pytest.fixture
def table(tmp_path: Path) -> Path:
    file = tmp_path / "own.csv"
    file.write_text(TABLE, encoding="utf-8")
    return file


def uses(scenario: Scenario) -> list[LeverUse]:
    return [use for use in scenario.levers if use.lever == "capability.training"]


@pytest.fixture
def scenario(table: Path) -> Scenario:
    file = table.with_name("mine.yaml")
    file.write_text(
        "base: lulong-2024\n"
        "title: {en: mine, zh: 我的}\n"
        "posterior: own.csv\n"
        "levers:\n  capability.training: {start: 2024-01-01}\n",
        encoding="utf-8",
    )
    return load_scenario(file)


def test_draws_take_the_rows_over_and_over(scenario: Scenario) -> None:
    rates = [scenario.draw(k, 1).values(scenario.start)[PATH] for k in range(5)]
    assert rates == [0.02, 0.03, 0.01, 0.03, 0.01]


def test_a_dated_number_holds_from_its_day(scenario: Scenario) -> None:
    medoid = scenario.draw(0, 1)
    share = "observe.village_return_share"
    assert medoid.values(date(2024, 3, 31))[share] == 0.6
    assert medoid.values(APRIL)[share] == 0.8
    assert APRIL in medoid.change_dates


def test_what_the_scenario_says_wins(scenario: Scenario) -> None:
    share = "observe.village_return_share"
    said = scenario.with_overrides({PATH: 0.05, share: {date(2024, 2, 1): 0.55}})
    values = said.draw(1, 1).values
    assert values(UNTIL)[PATH] == 0.05
    assert values(date(2024, 1, 31))[share] == 0.5  # the posterior's, until the scenario speaks
    assert values(UNTIL)[share] == 0.55


def test_a_ramp_reaches_measures_of_the_fitted_days_only(scenario: Scenario) -> None:
    (use,) = uses(scenario.draw(0, 1))
    assert use.ramp_days == 90
    later = scenario.without_lever("capability.training").with_lever(
        "capability.training", start=date(2025, 1, 1)
    )
    assert uses(later.draw(0, 1))[0].ramp_days == 0
    own = scenario.without_lever("capability.training").with_lever(
        "capability.training", start=date(2024, 1, 1), ramp_days=10
    )
    assert uses(own.draw(0, 1))[0].ramp_days == 10


def test_a_dial_that_the_scenario_gives_stays() -> None:
    dial = "capability.training.trainees"
    plan = load_scenario("lulong-2024-baseline").with_lever("capability.training", start=date(2024, 1, 1))
    freed = with_free(plan, {dial: 7}, UNTIL)
    assert dict(uses(freed)[0].settings)[dial] == 7
    given = load_scenario("lulong-2024-baseline").with_lever(
        "capability.training", start=date(2024, 1, 1), settings={dial: 3}
    )
    kept = with_free(given, {dial: 7}, UNTIL)
    assert dict(uses(kept)[0].settings)[dial] == 3


def test_a_draw_is_taken_once(scenario: Scenario) -> None:
    drawn = scenario.draw(1, 1)
    assert drawn.posterior is None
    assert drawn.draw(0, 1) is drawn


def test_a_posterior_changes_the_fingerprint(scenario: Scenario, table: Path) -> None:
    before = scenario.hash
    table.write_text(table.read_text(encoding="utf-8").replace("0.03", "0.04"), encoding="utf-8")
    assert load_scenario(table.with_name("mine.yaml")).hash != before


def test_numbers_of_a_users_file_leave_the_posterior() -> None:
    one = Posterior("x", (PATH, "observe.employees"), ((0.02, 1.0),), UNTIL)
    assert one.without([PATH]).values(0) == {"observe.employees": 1.0}


def test_only_counties_fitted_take_a_shipped_posterior() -> None:
    assert posterior_of(["440303"]) is None


@pytest.mark.parametrize(
    ("wrong", "right", "words"),
    [
        ("# fitted_until: 2024-09-30\n", "", "fitted_until"),
        ("draw,", "number,", "draw"),
        ("1,0.5", "1,abc", "draw 1"),
        ("1,0.5", "7,0.5", "draw 1"),
        ("@2024-04-01", "@April", "is not a day"),
        ("capability.training", "capability.trainin", "did you mean"),
    ],
)
def test_a_faulty_table_is_refused(table: Path, wrong: str, right: str, words: str) -> None:
    text = table.read_text(encoding="utf-8")
    assert wrong in text
    table.write_text(text.replace(wrong, right), encoding="utf-8")
    with pytest.raises(UserError, match=words):
        read_posterior(table)


def test_a_scenario_tells_the_line_of_a_faulty_posterior(scenario: Scenario, table: Path) -> None:
    table.write_text(table.read_text(encoding="utf-8").replace(PATH, "learning.rat"), encoding="utf-8")
    with pytest.raises(ScenarioErrors) as error:
        load_scenario(table.with_name("mine.yaml"))
    (problem,) = error.value.problems
    assert problem.line == 3
    assert "did you mean 'learning.rate'" in problem.text.en


def test_ids() -> None:
    assert read_free("ramp:capability.dispatch").ramp
    assert read_free(f"{PATH}@2024-04-01").day == APRIL
