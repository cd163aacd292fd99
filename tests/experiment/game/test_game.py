"""The rules of the county game: money, levers by year, futures, and a board without a total."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from sim.errors import UserError
from sim.experiment.batch.outcome import Key
from sim.experiment.game import play
from sim.experiment.game.board import board
from sim.experiment.game.debrief import taken_away
from sim.experiment.game.game import Game
from sim.experiment.game.read import load_game, shipped_game
from sim.problems import ScenarioErrors
from sim.scenario.shipped import scenario_folder
from sim.scenario.shocks import Kind

COVERAGE, KIND, PUBLIC = "contract.coverage", "contract.kind", "capability.public_health_funds"
CALM = (None, None, None, None)


@pytest.fixture(scope="module")
def game() -> Game:
    return shipped_game()


def test_the_first_year_of_a_lever_costs_more_and_money_is_kept(game: Game) -> None:
    # 300,000 + 400,000 in the first year, 400,000 in the second; ended in the third; anew in the fourth
    orders = [{COVERAGE}, {COVERAGE}, set[str](), {COVERAGE}]
    found = play.accounts(game, orders)
    assert [one.spent for one in found] == [700_000, 400_000, 0, 700_000]
    assert [one.left for one in found] == [3_300_000, 6_900_000, 10_900_000, 14_200_000]


def test_a_team_cannot_spend_what_it_has_not(game: Game) -> None:
    dear = {"capability.upgrade", PUBLIC}  # 4,400,000 and 1,680,000 against 4,000,000
    with pytest.raises(UserError, match="costs 6,080,000 yuan; there are 4,000,000"):
        play.check(game, [dear])
    play.check(game, [set[str](), dear])  # a year's purse is kept


def test_what_a_lever_needs_must_be_bought_with_it(game: Game) -> None:
    with pytest.raises(UserError, match="'Tier by tier, with a slip'"):
        play.check(game, [{"pay_patient.compliance"}])
    play.check(game, [{"pay_patient.compliance", "referral.stepwise"}])


def test_a_lever_that_is_not_for_sale_is_told_with_the_nearest(game: Game) -> None:
    with pytest.raises(UserError, match=r"did you mean 'contract\.kind'"):
        play.check(game, [{"contract.kinds"}])


def test_levers_hold_from_the_first_to_the_last_day_of_their_years(game: Game) -> None:
    made = play.scenario(game, [{KIND}, {KIND, COVERAGE}, {COVERAGE}, {COVERAGE, KIND}], CALM)
    assert made.until == date(2027, 12, 31)
    assert [(use.lever, use.start, use.end) for use in made.levers] == [
        (COVERAGE, date(2025, 1, 1), None),
        (KIND, date(2024, 1, 1), date(2025, 12, 31)),
        (KIND, date(2027, 1, 1), None),
    ]
    assert play.scenario(game, [{KIND}], CALM).until == date(2024, 12, 31)


def test_nobody_knows_the_future_but_everybody_has_the_same(game: Game) -> None:
    fates = [game.fate(seed) for seed in range(40)]
    assert all(fate[0] is None and len(fate) == game.rounds for fate in fates)
    assert all(sorted(one.id for one in fate if one) == ["ageing", "doctor", "influenza"] for fate in fates)
    assert game.fate(7) == game.fate(7)
    assert len({tuple(one.id for one in fate if one) for fate in fates}) == 6  # every order comes up
    fate = fates[0]
    first, second = (play.jobs(game, [orders], fate, "a") for orders in ({COVERAGE}, {KIND}))
    assert [(job.seed, job.sample) for job in first] == [(job.seed, job.sample) for job in second]


def test_a_future_comes_in_its_year_and_not_before(game: Game) -> None:
    by = {one.id: one for one in game.futures}
    fate = (None, by["influenza"], by["doctor"], by["ageing"])
    nothing: list[set[str]] = [set()] * 4
    assert play.scenario(game, nothing[:1], fate).shocks == ()
    whole = play.scenario(game, nothing, fate)
    wave, doctor = whole.shocks
    assert (wave.kind, wave.start, wave.amount) == (Kind.WAVE, date(2025, 11, 1), 0.25)
    assert (doctor.kind, doctor.start) == (Kind.DOCTOR, date(2026, 3, 1))
    assert whole.values(date(2026, 12, 31))["needs.severe"] == 1.0
    assert whole.values(date(2027, 1, 1))["needs.severe"] == 1.12


def test_the_board_has_many_scores_and_says_when_it_cannot_tell(game: Game) -> None:
    fund, harm = Key("fund_balance_per_insured", "happened"), Key("kept_beyond_capability", "happened")
    idle = [{fund: 10.0, harm: 40.0}, {fund: 12.0, harm: 42.0}]
    thrifty = [{fund: 30.0, harm: 60.0}, {fund: 32.2, harm: 62.0}]
    careful = [{fund: 5.0, harm: 44.0}, {fund: 40.0, harm: 30.0}]
    rows = {row.measure.key: row for row in board(game, idle, {"甲": thrifty, "乙": careful})}
    assert rows[fund].idle == 11
    won, lost = rows[fund].cells["甲"], rows[harm].cells["甲"]
    assert (won.verdict, won.best, lost.verdict, lost.best) == ("better", True, "worse", False)
    other = rows[fund].cells["乙"]
    assert other.value == 22.5 and not other.best and other.verdict == "unclear"
    # the best value of all earns no star while chance alone may have made it
    assert not rows[harm].cells["乙"].best and rows[harm].cells["乙"].verdict == "unclear"
    more = [{fund: 50.0, harm: 60.0}, {fund: 52.1, harm: 62.0}]
    cells = {row.measure.key: row for row in board(game, idle, {"甲": thrifty, "丙": more})}[fund].cells
    assert (cells["甲"].verdict, cells["甲"].best, cells["丙"].best) == ("better", False, True)


def test_each_lever_is_taken_away_by_itself(game: Game) -> None:
    orders = [{COVERAGE, "referral.stepwise", "pay_patient.compliance"}]
    found = {one.pair.lever.id: one for one in taken_away(game, orders, CALM)}
    assert list(found) == [COVERAGE, "referral.stepwise", "pay_patient.compliance"]
    without = found["referral.stepwise"].without[0].scenario
    having = found["referral.stepwise"].having[0].scenario
    assert [use.lever for use in without.levers] == [COVERAGE]  # what needs it is left out on both sides
    assert [use.lever for use in having.levers] == [COVERAGE, "referral.stepwise"]


def test_all_faults_of_the_file_are_told_at_once(tmp_path: Path) -> None:
    text = (scenario_folder() / "games" / "county.yaml").read_text(encoding="utf-8")
    for before, after in (
        ("evidence: official", "evidence: offical"),
        ("lever: contract.kind", "lever: contract.kinds"),
        ("on: 11-01", "on: 11-31"),
        ("wave: 0.25", "wave: 0.25\n    doctors: 1"),
        ("aspect: harm", "aspect: harms"),
        ("needs.severe: 1.12", "needs.severe: 9"),
    ):
        assert before in text
        text = text.replace(before, after, 1)
    file = tmp_path / "mine.yaml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(ScenarioErrors) as caught:
        load_game(file)
    found = [one.say("en") for one in caught.value.problems]
    for told in (
        "did you mean 'official'?", "did you mean 'contract.kind'?", "is no day of a year", "two things",
        "did you mean 'harm'?", "needs.severe",
    ):  # fmt: skip
        assert any(told in one and "mine.yaml:" in one for one in found), told
    assert all(one.wrong.zh and one.right.zh for one in caught.value.problems)
