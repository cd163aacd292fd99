"""A lesson is read strictly, and its claims are held against numbers."""

from __future__ import annotations

import math
from pathlib import Path

import pytest

from sim.errors import Text
from sim.experiment.batch.outcome import Key
from sim.experiment.lessons.answer import answer, findings
from sim.experiment.lessons.lesson import About, Claim, Question
from sim.experiment.lessons.read import lesson_folder, lesson_named, load_lesson
from sim.problems import ScenarioErrors

SHARE = Key("primary_visit_share", "happened")
MINUTES = Key("wait_minutes_township", "happened")


def _faults(tmp_path: Path, *pieces: tuple[str, str]) -> list[str]:
    """Faults of a shipped lesson with pieces of its text replaced."""
    text = (lesson_folder() / "tiers.yaml").read_text(encoding="utf-8")
    for before, after in pieces:
        assert before in text
        text = text.replace(before, after, 1)
    file = tmp_path / "mine.yaml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(ScenarioErrors) as caught:
        load_lesson(file)
    assert all(one.wrong.zh and one.right.zh for one in caught.value.problems)
    found = [one.say("en") for one in caught.value.problems]
    assert all("mine.yaml:" in one for one in found)
    return found


def test_an_unknown_key_is_told_with_the_nearest(tmp_path: Path) -> None:
    found = _faults(tmp_path, ("minutes: 30", "minuts: 30"))
    assert any("did you mean 'minutes'?" in one for one in found)
    assert any("minutes: is missing" in one for one in found)


def test_faults_of_scenarios_are_told_with_their_lines(tmp_path: Path) -> None:
    found = _faults(
        tmp_path,
        ("id: stepwise", "id: today"),
        ("{referral.stepwise: on}", "{referral.stepwize: on}"),
    )
    assert any("did you mean 'referral.stepwise'?" in one for one in found)
    assert any("'today' is no name, or taken" in one for one in found)


def test_all_faults_of_questions_and_claims_are_told_at_once(tmp_path: Path) -> None:
    found = _faults(
        tmp_path,
        ("moves: up", "moves: upp"),
        ("{indicator: primary_fund_share, scenario: today}", "{indicator: primary_fund, scenario: today}"),
        ("scenario: stepwise", "scenario: stepwize"),
        ("figure: TG009", "figure: TG9999"),
        ("low: 0", "low: 100"),
        ("chart: bars", "chart: groups"),
    )
    for told in (
        "did you mean 'up'?", "did you mean 'primary_fund_share'?", "did you mean 'stepwise'?",
        "is no known source", "has no room for a guess", "groups names its dimension",
    ):  # fmt: skip
        assert any(told in one for one in found), told


def test_a_lever_that_lacks_what_it_needs_is_refused(tmp_path: Path) -> None:
    found = _faults(tmp_path, ("{referral.stepwise: on}", "{pay_patient.compliance: on}"))
    assert any("referral.stepwise" in one for one in found)


def test_an_unknown_lesson_is_told_with_the_nearest() -> None:
    with pytest.raises(Exception, match="did you mean 'budget'"):
        lesson_named("budgets")


def test_numbers_are_in_the_unit_that_people_read() -> None:
    level, change = About(SHARE, "a"), About(SHARE, "b", "a")
    assert (level.unit.en, change.unit.en, About(MINUTES, "a").unit.en) == (
        "%",
        "points",
        "minutes",
    )
    runs = {"a": [{SHARE: 0.5, MINUTES: 8.0}, {SHARE: 0.54}], "b": [{SHARE: 0.53}, {SHARE: 0.57}]}
    assert answer(level, runs).value == pytest.approx(52)
    moved = answer(change, runs)
    assert moved.value == pytest.approx(3)
    assert moved.low == pytest.approx(3) == moved.high  # both histories move alike
    assert answer(About(MINUTES, "a"), runs).value == 8.0  # the history without a value is left out


def test_a_claim_says_yes_only_to_what_it_says() -> None:
    about = About(SHARE, "b", "a")
    says = Text("x", "某")
    assert Claim(says, about, "up").holds(0.1) and not Claim(says, about, "up").holds(0.0)
    assert Claim(says, about, "down").holds(-0.1) and not Claim(says, about, "down").holds(0.1)
    hardly = Claim(says, about, "hardly", -2, 2)
    assert hardly.holds(-2) and not hardly.holds(2.1)
    assert not any(
        one.holds(math.nan)
        for one in (hardly, Claim(says, about, "up"), Claim(says, about, at_least=1))
    )  # fmt: skip


def test_a_claim_may_hold_by_chance_only() -> None:
    lesson = lesson_named("tiers")
    keys = {one.about.key for one in lesson.debrief.shows}
    today = [dict.fromkeys(keys, 0.2), dict.fromkeys(keys, 0.2)]
    after = [dict.fromkeys(keys, 0.3), dict.fromkeys(keys, 0.19)]
    found = findings(lesson, {"today": today, "stepwise": after})
    assert [one.holds for one in found] == [False, True, True, True]
    assert [one.sure for one in found[2:]] == [False, False]  # one history up, the other down


def test_the_step_of_a_guess_is_round() -> None:
    ask = Text("?", "？")
    steps = [Question("q", ask, About(SHARE, "a"), low, high).step for low, high in ((0, 100), (-5, 10))]
    assert steps == pytest.approx([0.5, 0.1])
