"""Scenario files: what is read, and every fault with its place."""

from __future__ import annotations

import csv
import pickle
import re
from datetime import date
from pathlib import Path

import pytest

from sim.declare import COLUMNS, load_parameters
from sim.errors import UserError
from sim.experiment.batch.read_design import load_design
from sim.experiment.search.read_question import load_question
from sim.money.cases import read_cases
from sim.money.judge import judge
from sim.policy.books import read_book
from sim.policy.wording import FAMILIES
from sim.scenario import ALWAYS, ScenarioErrors, check_file, load_scenario, shipped_names
from sim.scenario.difference import differences
from sim.scenario.read_shocks import load_shocks

ROOT = """\
title: {zh: 试验, en: Trial}
summary: {zh: 试验用, en: For a test}
counties: [130324]
start: 2024-01-01
until: 2024-12-31
"""


def write(folder: Path, text: str, name: str = "trial.yaml") -> Path:
    file = folder / name
    file.write_text(text, encoding="utf-8")
    return file


def faults(file: Path) -> list[tuple[int, str]]:
    return [(problem.line, problem.path) for problem in check_file(file)]


@pytest.mark.parametrize("name", shipped_names())
def test_shipped_scenarios_load_and_differ_from_their_names_only_in_content(name: str) -> None:
    scenario = load_scenario(name)
    assert scenario.name == name
    assert check_file(name) == []
    assert (scenario.start - scenario.begin).days == scenario.warmup_days >= 90
    assert scenario.title.zh and scenario.title.en and scenario.summary.zh and scenario.summary.en


def test_main_scenario_is_lulong_in_the_whole_of_2024() -> None:
    scenario = load_scenario("lulong-2024")
    assert scenario.counties == ("130324",)
    assert (scenario.start, scenario.until) == (date(2024, 1, 1), date(2024, 12, 31))


def test_six_units_together() -> None:
    codes = ("130303", "130304", "130306", "130321", "130322", "130324")
    assert load_scenario("qinhuangdao-2024").counties == codes


def test_base_is_found_beside_the_file_and_the_child_wins(tmp_path: Path) -> None:
    write(tmp_path, ROOT + "overrides: {run.warmup_days: 100}\n", "mine.yaml")
    child = write(tmp_path, "base: mine\nuntil: 2025-06-30\noverrides: {run.warmup_days: 120}\n")
    scenario = load_scenario(child)
    assert scenario.title.en == "Trial"
    assert scenario.until == date(2025, 6, 30)
    assert scenario.warmup_days == 120
    assert scenario.overrides == {"run.warmup_days": {ALWAYS: 120.0}}


def test_from_its_first_date_a_child_follows_its_own_dates_alone(tmp_path: Path) -> None:
    write(
        tmp_path, ROOT + "overrides: {referral.down_offer: {2024-01-01: 0.1, 2024-09-01: 0.2}}\n", "mine.yaml"
    )
    child = write(tmp_path, "base: mine\noverrides: {referral.down_offer: {2024-07-01: 0.15}}\n")
    assert load_scenario(child).timeline["referral.down_offer"] == (
        (date(2024, 1, 1), 0.1),
        (date(2024, 7, 1), 0.15),
    )


def test_every_fault_is_told_with_its_line(tmp_path: Path) -> None:
    file = write(
        tmp_path,
        "bse: lulong-2024\n"  # 1
        "title: {zh: 卢龙}\n"  # 2
        "counties: [130324, 130324, 13x, 999999]\n"  # 3
        "start: 2024-02-30\n"  # 4
        "until: 2024-12-31\n"  # 5
        "until: 2024-12-31\n"  # 6
        "geography: nowhere\n"  # 7
        "overrides:\n"  # 8
        "  run.warmup_day: 100\n"  # 9
        "  run.warmup_days:\n"  # 10
        "    2024-01-01: 3\n"  # 11
        "    2024-13-01: 100\n"  # 12
        '    2024-01-02: "100"\n'  # 13
        "    2024-01-03: 100.5\n"  # 14
        "    2024-01-04: [1]\n"  # 15
        "    2024-01-05: .inf\n",  # 16
    )
    assert faults(file) == [
        (0, "summary"),
        (1, "bse"),
        (2, "title"),
        (3, "counties"),
        (3, "counties"),
        (3, "counties"),
        (4, "start"),
        (6, "until"),
        (7, "geography"),
        (9, "overrides.run.warmup_day"),
        (11, "overrides.run.warmup_days.2024-01-01"),
        (12, "overrides.run.warmup_days"),
        (13, "overrides.run.warmup_days.2024-01-02"),
        (14, "overrides.run.warmup_days.2024-01-03"),
        (15, "overrides.run.warmup_days.2024-01-04"),
        (16, "overrides.run.warmup_days.2024-01-05"),
    ]
    with pytest.raises(ScenarioErrors) as caught:
        load_scenario(file)
    assert len(caught.value.problems) == 16
    assert caught.value.say("zh").count("\n") == 15
    assert pickle.loads(pickle.dumps(caught.value)).problems == caught.value.problems


def test_an_unknown_name_comes_with_the_nearest_known_one(tmp_path: Path) -> None:
    file = write(tmp_path, "base: lulong-2024-base\noverides: {}\noverrides: {run.warm_up_days: 100}\n")
    assert [problem.nearest for problem in check_file(file)] == [
        "lulong-2024-baseline",
        "overrides",
        "run.warmup_days",
    ]
    with pytest.raises(UserError, match="did you mean 'lulong-2024'"):
        load_scenario("lulong-204")


def test_days_without_a_calendar_and_late_dates_of_what_holds_from_the_start(tmp_path: Path) -> None:
    assert faults(write(tmp_path, "base: lulong-2024\nstart: 2016-01-01\n")) == [(2, "start")]
    assert faults(write(tmp_path, "base: lulong-2024\nuntil: 2036-01-01\n")) == [(2, "until")]
    text = "base: lulong-2024\noverrides:\n  run.warmup_days: {%s: 100}\n"
    assert faults(write(tmp_path, text % "2024-02-01")) == [(3, "overrides.run.warmup_days.2024-02-01")]
    assert faults(write(tmp_path, text % "2023-01-01")) == []


def test_true_is_a_value_of_a_switch_only(tmp_path: Path) -> None:
    text = "base: lulong-2024\noverrides:\n  referral.down_offer: true\n"
    assert faults(write(tmp_path, text)) == [(3, "overrides.referral.down_offer")]


def test_bases_in_a_circle(tmp_path: Path) -> None:
    write(tmp_path, "base: b\n", "a.yaml")
    write(tmp_path, "base: a\n", "b.yaml")
    (problem,) = check_file(tmp_path / "a.yaml")
    assert problem.path == "base" and problem.file.endswith("b.yaml") and "a → b → a" in problem.wrong.zh


def test_last_day_before_the_first(tmp_path: Path) -> None:
    assert faults(write(tmp_path, "base: lulong-2024\nstart: 2025-01-01\n")) == [(2, "start")]
    assert faults(write(tmp_path, "base: lulong-2024\nuntil: 2023-01-01\n")) == [(2, "until")]


@pytest.mark.parametrize(
    ("raw", "line"),
    [
        (b"", 0),
        (b"- 1\n", 1),
        (b"\n\xff", 2),
        (b"a: 1\nb: [1\n", 3),
        (b"a: &x 1\nb: *x\n", 1),
        (b"base: !!python/object/apply:os.system [ls]\n", 1),
        (b"a: 1\n--- \nb: 2\n", 2),
        (b"a: 1\n? [1]\n: 2\n", 2),
        (b"a: " + b"[" * 5000, 1),
        (b"# " + b"x" * 300_000, 0),
        (b"a: \x01\n", 0),
    ],
)  # fmt: skip
def test_what_is_no_plain_mapping_is_one_fault_and_no_crash(tmp_path: Path, raw: bytes, line: int) -> None:
    file = tmp_path / "trial.yaml"
    file.write_bytes(raw)
    (problem,) = check_file(file)
    assert problem.line == line
    assert problem.say("zh") and problem.say("en")


@pytest.mark.parametrize("name", ["nowhere.yaml", "no/such", "x" * 5000, "a\0b", ""])
def test_no_such_scenario(name: str) -> None:
    with pytest.raises(UserError):
        load_scenario(name)


def own_parameters(folder: Path, *rows: str) -> Path:
    return write(folder, "\n".join([",".join(COLUMNS), *rows]) + "\n", "own.csv")


def test_a_users_parameter_file_replaces_declarations(tmp_path: Path) -> None:
    own_parameters(tmp_path, "run.warmup_days,200,150,300,days,official,Our own record,days,天,")
    file = write(tmp_path, "base: lulong-2024\nparameters: own.csv\n")
    scenario = load_scenario(file)
    assert scenario.warmup_days == 200
    assert scenario.hash != load_scenario("lulong-2024").hash
    assert faults(
        write(tmp_path, "base: lulong-2024\nparameters: own.csv\noverrides: {run.warmup_days: 100}\n")
    ) == [(3, "overrides.run.warmup_days")]


@pytest.mark.parametrize(
    "row",
    [
        "run.warmup_days,x,90,365,days,official,Source,days,天,",
        "run.warmup_days,nan,90,365,days,official,Source,days,天,",
        "run.warmup_days,100,90,365,days,official,,days,天,",
        "run.no_such_thing,100,90,365,days,official,Source,days,天,",
        "run.warmup_days,100,90,365,count,official,Source,days,天,",
        "referral.down_offer,0.5,0,1.5,share,assumption,Source,share,比例,",
        "short",
    ],
)
def test_faults_of_a_users_parameter_file(tmp_path: Path, row: str) -> None:
    own_parameters(tmp_path, row)
    file = write(tmp_path, "base: lulong-2024\nparameters: own.csv\n")
    assert [line for line, _ in faults(file)] == [2]


def test_counties_of_imported_geography_are_not_judged_by_the_open_data(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    text = ROOT.replace("130324", "999999")
    assert faults(write(tmp_path, text)) == [(3, "counties")]
    assert faults(write(tmp_path, text + "geography: real\n")) == []


def test_every_shipped_declaration_is_read_as_a_parameter() -> None:
    assert load_parameters()["run.warmup_days"].unit == "days"
    with (Path(__file__).parents[2] / "scenarios" / "parameters" / "run.csv").open(
        encoding="utf-8"
    ) as stream:
        paths = [row["path"] for row in csv.DictReader(stream)]
    assert paths[0] == "run.warmup_days"
    assert set(paths) == {path for path in load_parameters() if path.startswith("run.")}


PAGES = (
    "README.md",
    "README.zh.md",
    "scenarios/README.md",
    *(f"scenarios/levers/{one}.md" for one in FAMILIES),
)


@pytest.mark.parametrize("document", PAGES)
def test_the_examples_of_the_documentation_load(document: str, tmp_path: Path) -> None:
    text = (Path(__file__).parents[2] / document).read_text(encoding="utf-8")
    examples = re.findall(r"```yaml\n(.*?)```", text, re.DOTALL)
    assert examples
    for example in dict.fromkeys(examples):  # a page in two languages shows its example twice
        file = write(tmp_path, example)
        if example.startswith("cases:"):
            cases, problems = read_cases(file)
            assert not problems
            assert [judge(case).problems for case in cases] == [()]
            continue
        if "\ndesign:" in example:
            assert load_design(file).points()
            continue
        if example.startswith("shocks:"):
            shocks = load_shocks(file)
            assert load_scenario("lulong-2024").with_shocks(*shocks).shocks
            continue
        if "\nmost_yuan:" in example:
            assert load_question(file).aims
            continue
        assert (read_book(file)[1] if "\ndocument:" in example else check_file(file)) == []


def test_a_scenario_knows_its_rule_book(tmp_path: Path) -> None:
    assert load_scenario("lulong-2024").book == "qinhuangdao-2024"
    own = load_scenario(write(tmp_path, "base: lulong-2024-baseline\nrules: yangzhou-2020\n"))
    assert own.book == "yangzhou-2020"
    told = {one.id: one for one in differences(load_scenario("lulong-2024-baseline"), own)}
    assert (told["rules"].a[0].en, told["rules"].b[0].en) == ("qinhuangdao-2024", "yangzhou-2020")
