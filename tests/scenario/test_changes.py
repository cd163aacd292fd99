"""What a scenario file says over its base, written and read again."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from sim.errors import Text
from sim.policy.groups import Trait
from sim.policy.use import LeverUse, Where
from sim.scenario import ALWAYS, ScenarioErrors, load_scenario
from sim.scenario.changes import Changes, read_changes
from sim.scenario.difference import differences

COVERAGE = LeverUse(
    "contract.coverage", date(2024, 3, 1), ramp_days=180, settings=(("contract.coverage.general", 0.6),)
)
HOME_CARE = (
    LeverUse("contract.home_care", date(2024, 4, 1), who=Trait.ELDERLY, where=Where(townships=("卢龙镇",))),
    LeverUse("contract.home_care", date(2024, 10, 1), date(2024, 12, 1)),
)


def full() -> Changes:
    return (
        Changes("lulong-2024", Text("On: trial # 1", "试验“一”：甲"), until=date(2024, 6, 30))
        .with_lever("contract.coverage", [COVERAGE])
        .with_lever("contract.home_care", HOME_CARE)
        .with_lever("contract.green_channel", ())
        .with_number("run.warmup_days", {ALWAYS: 120})
        .with_number("referral.attend", {date(2024, 9, 1): 0.75, date(2024, 7, 1): 0.5})
    )


def test_written_as_a_planner_would_write_it() -> None:
    changes = Changes("lulong-2024").with_lever("contract.coverage", [COVERAGE])
    changes = changes.with_lever("contract.green_channel", ()).with_number("run.warmup_days", {ALWAYS: 120})
    assert changes.text() == (
        "base: lulong-2024\n"
        "levers:\n"
        "  contract.coverage:\n"
        "    start: 2024-03-01\n"
        "    ramp: 180\n"
        "    set:\n"
        "      contract.coverage.general: 0.6\n"
        "  contract.green_channel: off\n"
        "overrides:\n"
        "  run.warmup_days: 120\n"
    )


def test_read_again_it_is_the_same_and_compiles_as_its_file_does(tmp_path: Path) -> None:
    changes = full()
    assert read_changes(changes.text().encode()) == changes
    file = tmp_path / "mine.yaml"
    file.write_text(changes.text(), encoding="utf-8")
    found, problems = changes.compile()
    assert found is not None and problems == []
    assert found.hash == load_scenario(file).hash
    assert found.title == Text("On: trial # 1", "试验“一”：甲")
    assert found.until == date(2024, 6, 30)


def test_keys_it_does_not_tell_apart_are_kept() -> None:
    raw = (
        b"base: qinhuangdao-2024\ncounties: ['130324']\n"
        b"goals: [{indicator: in_county_visit_rate, at_least: 0.9, by: 2027-12-31, source: 'ours: 1'}]\n"
        b"shocks: {closed: {facility: H-130324-1, start: 2024-03-01, end: 2024-04-01}}\n"
    )
    changes = read_changes(raw)
    again = read_changes(changes.text().encode())
    found, _ = again.compile()
    assert again == changes
    assert found is not None and found.counties == ("130324",)
    assert found.goals[0].source == "ours: 1" and found.shocks[0].id == "closed"


def test_a_lever_left_to_the_base_and_a_number_left_to_the_declaration_are_not_written() -> None:
    changes = full().with_lever("contract.coverage", None).with_number("referral.attend", None)
    assert changes.uses("contract.coverage") is None and changes.uses("contract.green_channel") == ()
    assert changes.number("referral.attend") == () and "referral" not in changes.text()


@pytest.mark.parametrize(
    ("raw", "line", "place"),
    [
        ("base: ../lulong-2024", 1, "base"),
        ("base: lulong-2024\nrules: ../book", 2, "rules"),
        ("base: lulong-2024\ngeography: /etc", 2, "geography"),
        ("base: lulong-2024\ncommunities: /etc/passwd", 2, "communities"),
        ("base: lulong-2024\nparameters: mine.csv", 2, "parameters"),
        ("base: lulong-2024\nposterior: mine.csv", 2, "posterior"),
        ("base: !!python/object:os.system [x]", 1, ""),
        ("a: &x 1\nb: *x", 1, ""),
        ("base: lulong-2024\nlevers: {contract.coverage: {set: {general: 2}}}", 2,
         "levers.contract.coverage.set.contract.coverage.general"),
        ("base: lulong-2024\nlevers: {contract.benefit: on}", 2, "levers.contract.benefit"),
    ],
)  # fmt: skip
def test_what_somebody_sends_names_no_file_and_is_checked(raw: str, line: int, place: str) -> None:
    with pytest.raises(ScenarioErrors) as caught:
        read_changes(raw.encode())
    assert [(one.line, one.path) for one in caught.value.problems] == [(line, place)]
    assert not any(one.file.startswith("/") for one in caught.value.problems)


def test_a_difference_in_one_line() -> None:
    found, _ = full().with_lever("contract.home_care", None).compile()
    assert found is not None
    said = {one.id: one.sentence for one in differences(load_scenario("lulong-2024"), found)}
    assert said["contract.green_channel"].en == "Green channel: switched off"
    assert said["referral.attend"].zh.endswith("：85%（声明值） → 自 2024-07-01 起 50%、自 2024-09-01 起 75%")
    assert said["contract.coverage"].en.startswith(
        "Coverage of family-doctor contracts: on, from 2024-03-01, in full after 180 days, everywhere; "
    )
    assert "40 % → 60 %" in said["contract.coverage"].en
    assert said["until"].en == "Last day: 2024-12-31 → 2024-06-30"
