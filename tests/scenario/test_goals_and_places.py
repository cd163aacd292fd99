"""Goals of a scenario file, a user's communities, and levers of a base of other counties."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from sim.policy.use import Where
from sim.scenario import check_file, load_scenario
from tests.policy.levers import catalogue
from tests.scenario.test_load import ROOT, faults, write

GOAL = "  - {indicator: forgone_share, at_most: 0.1, by: 2027-12-31, source: our plan}\n"


def test_goals_are_read_and_the_uppermost_file_decides(tmp_path: Path) -> None:
    write(tmp_path, ROOT + "goals:\n" + GOAL, "below.yaml")
    (goal,) = load_scenario(write(tmp_path, "base: below\n")).goals
    assert (goal.indicator, goal.value, goal.at_most) == ("forgone_share", 0.1, True)
    assert (goal.by, goal.source, goal.line) == (date(2027, 12, 31), "our plan", 7)
    other = GOAL.replace("at_most: 0.1", "at_least: 0.2")
    (goal,) = load_scenario(write(tmp_path, "base: below\ngoals:\n" + other)).goals
    assert (goal.value, goal.at_most) == (0.2, False)
    assert load_scenario(write(tmp_path, "base: below\ngoals: []\n")).goals == ()


def test_goals_do_not_matter_to_a_run(tmp_path: Path) -> None:
    assert load_scenario(write(tmp_path, ROOT + "goals:\n" + GOAL)).hash == load_scenario(
        write(tmp_path, ROOT, "plain.yaml")
    ).hash  # fmt: skip


@pytest.mark.parametrize(
    ("goal", "place"),
    [
        ("goals: forgone_share\n", (6, "goals")),
        ("goals:\n  - forgone_share\n", (7, "goals[1]")),
        ("goals:\n" + GOAL.replace("at_most: 0.1, ", ""), (7, "goals[1]")),
        ("goals:\n" + GOAL.replace("at_most: 0.1", "at_most: 0.1, at_least: 0.2"), (7, "goals[1]")),
        ("goals:\n" + GOAL.replace("0.1", "ten"), (7, "goals[1].at_most")),
        ("goals:\n" + GOAL.replace("2027-12-31", "2027"), (7, "goals[1].by")),
        ("goals:\n" + GOAL.replace(", source: our plan", ""), (7, "goals[1].source")),
        ("goals:\n" + GOAL.replace("by", "until"), (7, "goals[1].until")),
    ],
)
def test_a_wrong_goal_is_told_with_its_line(tmp_path: Path, goal: str, place: tuple[int, str]) -> None:
    assert place in faults(write(tmp_path, ROOT + goal))


def test_a_users_communities_are_checked_with_the_scenario(tmp_path: Path) -> None:
    table = "county_code,number,lead,members\n130324,1,卢龙县医院,*\n130324,2,卢龙县中医院,潘庄镇\n"
    (tmp_path / "mine.csv").write_text(table, encoding="utf-8")
    text = "base: lulong-2024-baseline\ncommunities: mine.csv\n"
    scenario = load_scenario(write(tmp_path, text))
    map_ = scenario.map(scenario.base_values(scenario.begin))
    assert set(map_.facilities["community"]) == {"", "130324-1", "130324-2"}
    assert scenario.hash != load_scenario("lulong-2024-baseline").hash
    (tmp_path / "mine.csv").write_text(table.replace("潘庄镇", "潘庄"), encoding="utf-8")
    (problem,) = check_file(tmp_path / "trial.yaml")
    assert (problem.line, problem.path) == (2, "communities")
    assert problem.wrong.en.startswith("mine.csv:3: 130324 has no township or hospital '潘庄'")
    assert problem.wrong.zh.startswith("mine.csv:3：130324 没有乡镇或医院“潘庄”")


def test_a_county_leaves_out_what_its_base_narrows_to_others(tmp_path: Path) -> None:
    uses = """\
levers:
  referral.slips:
    - {where: {counties: [130304]}}
    - {where: {townships: [130303101]}}
  referral.switch: {where: {communities: [130304-1], townships: [130303101]}}
"""
    both = ROOT.replace("[130324]", "[130303, 130304]")
    with catalogue():
        write(tmp_path, both + uses, "two.yaml")
        assert len(load_scenario(tmp_path / "two.yaml").levers) == 3
        one = load_scenario(write(tmp_path, "base: two\ncounties: [130304]\n"))
    where = {use.lever: use.where for use in one.levers}
    assert where == {"referral.slips": Where(), "referral.switch": Where(communities=("130304-1",))}


def test_a_file_that_names_places_of_other_counties_itself_is_refused(tmp_path: Path) -> None:
    text = ROOT + "levers:\n  referral.slips: {where: {counties: [130304]}}\n"
    with catalogue():
        assert faults(write(tmp_path, text)) == [(7, "levers.referral.slips.where.counties.130304")]
