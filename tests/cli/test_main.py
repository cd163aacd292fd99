"""The command line from outside: help, languages, and one sentence for everything that is wrong."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from sim.cli.main import execute, take_language
from sim.cli.values import years_later
from sim.errors import UserError
from sim.language import from_environment
from sim.scenario import shipped_names

ROOT = Path(__file__).parents[2]
PROGRAM = [sys.executable, "-c", "from sim.cli.main import main; main()"]


def call(*words: str, language: str = "en_US.UTF-8") -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "LC_ALL": language, "PYTHONUTF8": "1"}
    return subprocess.run(
        [*PROGRAM, *words], capture_output=True, text=True, cwd=ROOT, env=environment, timeout=60
    )


@pytest.mark.parametrize(
    ("environment", "language"),
    [
        ({}, "en"),
        ({"LANG": "zh_CN.UTF-8"}, "zh"),
        ({"LC_ALL": "", "LANG": "zh_CN.UTF-8"}, "zh"),
        ({"LC_ALL": "C.UTF-8", "LANG": "zh_CN.UTF-8"}, "en"),
        ({"LC_MESSAGES": "zh_TW", "LANG": "en_GB.UTF-8"}, "zh"),
    ],
)
def test_the_locale_gives_the_language(environment: dict[str, str], language: str) -> None:
    assert from_environment(environment) == language


def test_the_language_may_stand_anywhere() -> None:
    assert take_language(["--lang", "zh", "scenarios"]) == (["scenarios"], "zh")
    assert take_language(["scenarios", "--json", "--lang=en"]) == (["scenarios", "--json"], "en")
    with pytest.raises(UserError):
        take_language(["scenarios", "--lang"])


@pytest.mark.parametrize(
    "words", [["--help"], [], ["run", "--help"], ["check", "--help"], ["scenarios", "--help"]]
)
def test_help_in_both_languages(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert execute([*words, "--lang", "zh"]) == 0
    chinese = capsys.readouterr().out
    assert execute([*words, "--lang", "en"]) == 0
    english = capsys.readouterr().out
    assert "显示本帮助" in chinese and "Show this help" in english
    assert not any("\u4e00" <= letter <= "\u9fff" for letter in english)


def test_help_imports_nothing_heavy() -> None:
    code = (
        "import sys; from sim.cli.main import execute; code = execute(['run', '--help']); "
        "heavy = {'numpy', 'pandas', 'mesa', 'networkx', 'scipy', 'shapely', 'numba', 'pyarrow', 'ruamel'}; "
        "sys.exit(code or ','.join(sorted(heavy & set(sys.modules))) or None)"
    )
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True).stderr == ""


WRONG = [
    (["rn"], "run"),
    (["--foo"], "--foo"),
    (["run"], "SCENARIO"),
    (["run", "lulong-2024"], "--out"),
    (["run", "lulong-2024", "--out"], "--out"),
    (["run", "lulong-2024", "--out", "OUT", "--sed", "1"], "--seed"),
    (["run", "lulong-2024", "--out", "OUT", "more"], "more"),
    (["run", "lulong-2024", "--out", "OUT", "--events=1"], "--events"),
    (["run", "lulong-2042", "--out", "OUT"], "lulong-2024"),
    (["run", "nowhere/file.yaml", "--out", "OUT"], "nowhere/file.yaml"),
    (["run", "lulong-2024", "--out", "OUT", "--seed", "x"], "--seed"),
    (["run", "lulong-2024", "--out", "OUT", "--seed", "-1"], "--seed"),
    (["run", "lulong-2024", "--out", "OUT", "--draw", "0.5"], "--draw"),
    (["run", "lulong-2024", "--out", "OUT", "--sample", "0"], "--sample"),
    (["run", "lulong-2024", "--out", "OUT", "--sample", "nan"], "--sample"),
    (["run", "lulong-2024", "--out", "OUT", "--sample", "0.0005"], "0.001"),
    (["run", "lulong-2024", "--out", "OUT", "--until", "9999-12-31"], "2035"),
    (["run", "lulong-2024", "--out", "OUT", "--years", "13"], "2035"),
    (["run", "lulong-2024", "--out", "OUT", "--until", "2024-02-30"], "--until"),
    (["run", "lulong-2024", "--out", "OUT", "--until", "2023-12-31"], "2024-01-01"),
    (["run", "lulong-2024", "--out", "OUT", "--years", "0"], "--years"),
    (["run", "lulong-2024", "--out", "OUT", "--years", "1", "--until", "2024-12-31"], "--until"),
    (["run", "lulong-2024", "--out", "OUT", "--kernel", "gpu"], "numba"),
    (["scenarios", "--lang", "fr"], "fr"),
    (["check", "nowhere"], "nowhere"),
    (["geography"], "geography"),
    (["geography", "imprt"], "import"),
    (["geography", "import", "nowhere", "--out", "OUT"], "nowhere"),
    (["geography", "report", "999999", "--real", "nowhere"], "130324"),
    (["geography", "report", "130304", "--real", "nowhere"], "nowhere"),
]


@pytest.mark.parametrize(("words", "named"), WRONG)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_wrong_input_is_one_sentence_and_exit_code_2(
    words: list[str], named: str, language: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out"
    words = [str(out) if word == "OUT" else word for word in words]
    assert execute(["--lang", language, *words]) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    assert printed.err.count("\n") == 1 and named in printed.err and "Traceback" not in printed.err
    if "--lang" not in words:
        assert any("\u4e00" <= letter <= "\u9fff" for letter in printed.err) == (language == "zh")
    assert not out.exists()


def test_as_a_process_in_the_language_of_the_locale() -> None:
    wrong = call("run", "lulong-2042", "--out", "x", language="zh_CN.UTF-8")
    assert (wrong.returncode, wrong.stdout) == (2, "")
    assert wrong.stderr.count("\n") == 1 and "是否想写“lulong-2024”" in wrong.stderr
    version = call("--version")
    assert version.returncode == 0 and version.stdout.startswith("countycare 0.")


def test_output_cut_off_by_its_reader_is_no_error() -> None:
    command = " ".join(f"'{word}'" for word in [*PROGRAM, "scenarios"])
    done = subprocess.run(["sh", "-c", f"{command} | true"], cwd=ROOT, capture_output=True, text=True)
    assert "Traceback" not in done.stderr and "Exception" not in done.stderr


def test_scenarios_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    assert execute(["scenarios", "--json", "--lang", "zh"]) == 0
    listed = json.loads(capsys.readouterr().out)
    assert [one["name"] for one in listed] == shipped_names()
    assert execute(["scenarios", "--lang", "zh"]) == 0
    table = capsys.readouterr().out
    assert all(name in table for name in shipped_names())


def test_check_tells_every_error_on_a_line_of_its_own(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "mine.yaml"
    file.write_text("base: lulong-2024\nuntill: 2024-12-31\noverrides: {run.warmup_days: 3, no.such: 1}\n")
    assert execute(["check", str(file), "--lang", "en"]) == 2
    lines = capsys.readouterr().out.splitlines()
    assert [line.split(": ")[0] for line in lines] == [f"{file}:2", f"{file}:3", f"{file}:3"]
    assert "did you mean 'until'" in lines[0]
    assert execute(["check", str(file), "--json", "--lang", "zh"]) == 2
    first = json.loads(capsys.readouterr().out)[0]
    assert (first["line"], first["path"], first["nearest"]) == (2, "untill", "until")


def test_check_of_a_right_file(capsys: pytest.CaptureFixture[str]) -> None:
    assert execute(["check", "lulong-2024", "--lang", "zh"]) == 0
    assert "没有错误" in capsys.readouterr().out
    assert execute(["check", "lulong-2024", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == []


@pytest.mark.parametrize(
    ("start", "years", "last"),
    [("2024-01-01", 1, "2024-12-31"), ("2024-03-15", 2, "2026-03-14"), ("2024-02-29", 1, "2025-02-28")],
)
def test_whole_years(start: str, years: int, last: str) -> None:
    from datetime import date

    assert years_later(date.fromisoformat(start), years) == date.fromisoformat(last)
