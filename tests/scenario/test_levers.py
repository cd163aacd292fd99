"""Levers in scenario files: what is read, how files are laid over each other, and what is refused."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from sim.errors import UserError
from sim.policy.groups import Trait
from sim.policy.use import Where
from sim.scenario import ScenarioErrors, check_file, load_scenario
from tests.policy.levers import catalogue
from tests.scenario.test_load import ROOT, write

HEAD = ROOT + "levers:\n"  # the first lever stands on line 7
VILLAGE = "referral.offer.village"


@pytest.fixture(autouse=True)
def _made_up_levers() -> Iterator[None]:
    with catalogue():
        yield


def test_every_key_is_read(tmp_path: Path) -> None:
    text = """\
  referral.slips:
    - start: 2024-07-01
      end: 2024-12-31
      ramp: 60
      where: {townships: [卢龙镇, "130324101"], facilities: [卢龙县医院]}
      who: [elderly, 慢性病患者]
      set: {offer.village: 0.06}
    - {start: 2025-01-01}
  referral.more: on
"""
    with pytest.raises(ScenarioErrors):  # a facility, townships and groups: two of them, on the same days
        load_scenario(write(tmp_path, HEAD + text.replace("referral.more: on", "referral.rival: on")))
    scenario = load_scenario(write(tmp_path, HEAD + text.replace("  referral.more: on\n", "")))
    later, first = sorted(scenario.levers, key=lambda use: use.ramp_days)
    assert (first.start, first.end, first.ramp_days) == (date(2024, 7, 1), date(2024, 12, 31), 60)
    assert first.where == Where(townships=("130324100", "130324101"), facilities=("H-130324-1",))
    assert first.who == Trait.ELDERLY | Trait.CHRONIC
    assert dict(first.settings) == {VILLAGE: 0.06, "referral.offer.township": 0.09}
    assert first.given == (VILLAGE,) and first.line == 8 and later.line == 14
    assert dict(later.settings)[VILLAGE] == 0.05 and later.end is None
    assert scenario.values(date(2025, 1, 1))[VILLAGE] == 0.05
    assert scenario.values(date(2024, 12, 31))[VILLAGE] == scenario.parameters[VILLAGE].value
    assert {date(2024, 7, 1), date(2024, 8, 1), date(2024, 8, 30), date(2025, 1, 1)} == set(
        scenario.with_dates(until=date(2025, 6, 30)).change_dates
    )


def test_a_lever_of_the_upper_file_takes_the_place_of_the_base(tmp_path: Path) -> None:
    write(tmp_path, HEAD + "  referral.slips: [{end: 2024-03-31}, {start: 2024-06-01}]\n", "mine.yaml")
    child = write(tmp_path, "base: mine\nlevers: {referral.slips: {start: 2024-09-01}}\n")
    assert [use.start for use in load_scenario(child).levers] == [date(2024, 9, 1)]
    same = write(tmp_path, "base: mine\nlevers:\n")
    assert load_scenario(same).levers == load_scenario(tmp_path / "mine.yaml").levers
    none = write(tmp_path, "base: mine\nlevers: {referral.slips: off}\n")
    assert load_scenario(none).levers == ()


def test_order_and_names_do_not_change_the_fingerprint_and_values_do(tmp_path: Path) -> None:
    def hash_of(text: str) -> str:
        return load_scenario(write(tmp_path, HEAD + text)).hash

    one = hash_of("  referral.slips: {where: {townships: [卢龙镇, 潘庄镇]}}\n  referral.county: on\n")
    assert one == hash_of(
        "  referral.county: {set: {accept: 0.95}}\n"
        "  referral.slips: {where: {townships: [130324101, 130324100]}}\n"
    )
    assert len({one, hash_of("  referral.county: on\n"), hash_of(""), hash_of("  referral.slips: on\n")}) == 4
    assert load_scenario(write(tmp_path, ROOT)).hash == hash_of("")


REFUSED = [
    ("  referral.slipz: on\n", 7, "levers.referral.slipz", "no lever", "referral.slips"),
    ("  referral.slips: {begin: 2024-01-01}\n", 7, "levers.referral.slips.begin", "start", ""),
    ("  referral.slips: maybe\n", 7, "levers.referral.slips", "on, off", ""),
    (
        "  referral.slips:\n    start: 2024-07-01\n    end: 2024-06-30\n",
        9, "levers.referral.slips.end", "before the start", "",
    ),
    (
        "  referral.slips:\n    start: 2024-07-01\n    end: 2024-07-31\n    ramp: 31\n",
        10, "levers.referral.slips.ramp", "at most 30 days", "",
    ),
    ("  referral.slips: {ramp: 31}\n", 7, "levers.referral.slips.ramp", "start", ""),
    ("  referral.slips: {start: 2024-01-01, ramp: -3}\n", 7, "levers.referral.slips.ramp", "0 or more", ""),
    ("  referral.slips: {start: 2024-01-01, ramp: 1.5}\n", 7, "levers.referral.slips.ramp", "whole", ""),
    (
        "  referral.slips:\n    set:\n      offer.village: 1.5\n",
        9, f"levers.referral.slips.set.{VILLAGE}", "0–0.1", "",
    ),
    (
        "  referral.slips:\n    set:\n      offer.vilage: 0.05\n",
        9, "levers.referral.slips.set.offer.vilage", "no dial", VILLAGE,
    ),
    (
        "  referral.slips: {set: {referral.offer.county: 0.05}}\n",
        7, "levers.referral.slips.set.referral.offer.county", "its dials are", "referral.offer.township",
    ),
    ("  referral.slips: {who: [eldrely]}\n", 7, "levers.referral.slips.who", "no group", "elderly"),
    ("  referral.slips: {where: []}\n", 7, "levers.referral.slips.where", "names no places", ""),
    ("  referral.slips: {where: {townships: []}}\n", 7, "levers.referral.slips.where.townships", "empty", ""),
    (
        "  referral.slips: {where: {town: [x]}}\n",
        7, "levers.referral.slips.where.town", "counties", "townships",
    ),
    (
        "  referral.slips:\n    where:\n      townships:\n        - 卢龙镇\n        - 卢龙乡\n",
        11, "levers.referral.slips.where.townships.卢龙乡", "no township", "卢龙镇",
    ),
    (
        "  referral.slips: {where: {communities: [130324-2]}}\n",
        7, "levers.referral.slips.where.communities.130324-2", "no community", "130324-1",
    ),
    (
        "  referral.slips: {where: {counties: [130321]}}\n",
        7, "levers.referral.slips.where.counties.130321", "no county", "130324",
    ),
    (
        "  referral.slips: {where: {facilities: [H-130324-9]}}\n",
        7, "levers.referral.slips.where.facilities.H-130324-9", "no facility", "H-130324-4",
    ),
    (
        "  referral.slips: {where: {facilities: [CITY-1]}}\n",
        7, "levers.referral.slips.where.facilities.CITY-1", "outside", "",
    ),
    ("  referral.county: {who: [poor]}\n", 7, "levers.referral.county.who", "whole county", ""),
    (
        "  referral.county: {where: {townships: [卢龙镇]}}\n",
        7, "levers.referral.county.where", "cannot be narrowed", "",
    ),
    (
        "  referral.slips: {who: [poor], where: {facilities: [H-130324-1]}}\n",
        7, "levers.referral.slips.who", "no people", "",
    ),
    ("  referral.ward: on\n", 7, "levers.referral.ward", "needs referral.slips", ""),
    (
        "  referral.slips: {start: 2024-03-01}\n  referral.ward: on\n",
        8, "levers.referral.ward", "referral.slips, which is not in force at all", "",
    ),
    (
        "  referral.slips: {end: 2024-08-31}\n  referral.ward: {start: 2024-02-01}\n",
        8, "levers.referral.ward", "from 2024-09-01", "",
    ),
    (
        "  referral.slips: {where: {townships: [卢龙镇]}}\n  referral.ward: on\n",
        8, "levers.referral.ward", "needs", "",
    ),
    (
        "  referral.slips: {who: [elderly]}\n  referral.ward: {who: [elderly, poor]}\n",
        8, "levers.referral.ward", "needs", "",
    ),
    ("  referral.deep: on\n", 7, "levers.referral.deep", "referral.kind, which is not in force at all", ""),
    (
        "  referral.kind: {set: {contract.kind: 1}}\n  referral.deep: on\n",
        8, "levers.referral.deep", "contract.kind of at least 2, and it is 1 (line 7)", "",
    ),
    (
        "  referral.kind: [{end: 2024-06-30}, {start: 2024-07-01, set: {contract.kind: 1}}]\n"
        "  referral.deep: on\n",
        8, "levers.referral.deep", "and it is 1", "",
    ),
    (
        "  referral.kind: [{start: 2020-01-01}, {where: {townships: [卢龙镇]}, set: {contract.kind: 1}}]\n"
        "  referral.deep: on\n",
        8, "levers.referral.deep", "and it is 1", "",
    ),
    ("  referral.slips: on\n  referral.rival: on\n", 8, "levers.referral.rival", "contradicts", ""),
    (
        "  referral.slips: on\n  referral.more: on\n",
        8, f"levers.referral.more.set.{VILLAGE}", "sets it to 0.05", "",
    ),
    (
        "  referral.slips: {where: {townships: [卢龙镇]}}\n  referral.more: {where: {counties: [卢龙县]}}\n",
        8, f"levers.referral.more.set.{VILLAGE}", "separate them", "",
    ),
    (
        "  referral.slips: {who: [elderly]}\n  referral.more: {who: [poor]}\n",
        8, f"levers.referral.more.set.{VILLAGE}", "separate them", "",
    ),
    (
        "  referral.slips: {start: 2024-02-01}\noverrides:\n  referral.offer.village: {2024-07-01: 0.01}\n",
        9, f"overrides.{VILLAGE}.2024-07-01", "trial.yaml:7) sets it", "",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("text", "line", "place", "says", "near"), REFUSED)
def test_refused_with_line_and_what_would_be_right(
    tmp_path: Path, text: str, line: int, place: str, says: str, near: str
) -> None:
    problems = check_file(write(tmp_path, HEAD + text))
    assert [(one.line, one.path) for one in problems] == [(line, place)]
    sentence = problems[0].say("en")
    assert says in sentence
    assert problems[0].nearest == near
    assert any("\u4e00" <= letter <= "\u9fff" for letter in problems[0].say("zh"))


ALLOWED = [
    "  referral.slips: {who: [elderly]}\n  referral.more: {who: [child]}\n",
    "  referral.slips: {end: 2024-06-30}\n  referral.more: {start: 2024-07-01}\n",
    "  referral.slips: {where: {townships: [卢龙镇]}}\n  referral.more: {where: {townships: [潘庄镇]}}\n",
    "  referral.slips: {where: {townships: [卢龙镇]}}\n  referral.more: on\n",
    "  referral.slips: [{end: 2024-06-30}, {start: 2024-07-01}]\n  referral.ward: on\n",
    "  referral.slips: {who: [elderly, poor]}\n  referral.ward: {who: [poor]}\n",
    "  referral.kind: {set: {contract.kind: 3}}\n  referral.deep: on\n",
    "  referral.kind: [{start: 2020-01-01}, {where: {townships: [卢龙镇]}, set: {contract.kind: 1}}]\n"
    "  referral.deep: {where: {townships: [潘庄镇]}}\n",
    "  referral.slips: {where: {counties: [130324]}}\n  referral.ward: {where: {townships: [潘庄镇]}}\n",
    "  referral.slips: {start: 2024-02-01}\noverrides: {referral.offer.village: {2024-01-01: 0.01}}\n",
    "  referral.slips: {end: 2024-02-01}\noverrides: {referral.offer.village: {2024-02-02: 0.01}}\n",
]


@pytest.mark.parametrize("text", ALLOWED)
def test_what_looks_alike_and_is_right(tmp_path: Path, text: str) -> None:
    assert check_file(write(tmp_path, HEAD + text)) == []


def test_a_base_that_lacks_what_is_switched_off_above_is_told_there(tmp_path: Path) -> None:
    write(tmp_path, HEAD + "  referral.slips: on\n  referral.ward: on\n", "mine.yaml")
    file = write(tmp_path, "base: mine\nlevers:\n  referral.slips: off\n")
    (problem,) = check_file(file)
    assert (Path(problem.file).name, problem.line) == ("trial.yaml", 3)
    assert "referral.ward needs it" in problem.say("en")


def test_numbers_of_a_base_lie_below_a_lever_and_those_above_do_not(tmp_path: Path) -> None:
    write(tmp_path, ROOT + "overrides: {referral.offer.village: 0.01}\n", "mine.yaml")
    scenario = load_scenario(write(tmp_path, "base: mine\nlevers: {referral.slips: {end: 2024-06-30}}\n"))
    assert scenario.values(date(2024, 6, 30))[VILLAGE] == 0.05
    assert scenario.values(date(2024, 7, 1))[VILLAGE] == 0.01
    write(tmp_path, HEAD + "  referral.slips: on\n", "mine.yaml")
    above = write(tmp_path, "base: mine\noverrides: {referral.offer.village: 0.01}\n")
    assert [(one.line, one.path) for one in check_file(above)] == [(2, f"overrides.{VILLAGE}")]
    with pytest.raises(UserError, match="sets it on the same days"):
        load_scenario(tmp_path / "mine.yaml").with_overrides({VILLAGE: 0.01})


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("levers:\n  referral.catalog: on\n", "did you mean 'referral.catalogue'"),
        ("levers:\n  referral.catalogue: {start: 2024-05-01, end: 2024-01-01}\n", "before the start"),
        ("levers:\n  referral.catalogue: {set: {catalogue: 1.5}}\n", "outside 0 to"),
    ],
)
def test_the_command_refuses_with_exit_code_2(tmp_path: Path, text: str, says: str) -> None:
    write(tmp_path, "base: lulong-2024-baseline\n" + text)
    done = subprocess.run(
        [sys.executable, "-c", "from sim.cli.main import main; main()", "check", "trial.yaml"],
        cwd=tmp_path, capture_output=True, text=True, timeout=60,
        env={**os.environ, "LC_ALL": "en_US.UTF-8", "PYTHONUTF8": "1",
             "PYTHONPATH": str(Path(__file__).parents[2])},
    )  # fmt: skip
    assert done.returncode == 2
    assert done.stdout.startswith("trial.yaml:3: levers.referral.catalog") and says in done.stdout
