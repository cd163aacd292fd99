"""`countycare compare`: table, report, resumption, faults."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from pathlib import Path

import pandas as pd
import pytest

from sim.cli.main import execute
from sim.experiment.batch.results import load_runs


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("compare")
    days = "until: 2024-02-29\n"
    (folder / "a.yaml").write_text(f"base: beidaihe-2024\n{days}", encoding="utf-8")
    (folder / "b.yaml").write_text(
        f"base: beidaihe-2024\n{days}levers:\n  pay_patient.tiers: {{start: 2024-01-01}}\n", encoding="utf-8"
    )
    assert execute(words(folder / "out", "--replicates", "3", "--workers", "2")) == 0
    return folder / "out"


def words(out: Path, *more: str) -> list[str]:
    folder = out.parent
    scenarios = [str(folder / "a.yaml"), str(folder / "b.yaml")]
    return ["compare", *scenarios, "--sample", "0.05", "--out", str(out), *more]


def test_what_is_written(out: Path) -> None:
    names = {"batch.json", "comparison.csv", "manifest.json", "report.html", "runs.sqlite"}
    assert {one.name for one in out.iterdir()} == names
    table = pd.read_csv(out / "comparison.csv", keep_default_na=False)
    assert set(table["scenario"]) == {"b"} and set(table["against"]) == {"a"}
    assert {"income_1", "distance_2", "absence_2"} <= set(table["group"])
    assert any(scope.startswith("community:") for scope in table["scope"])
    assert set(table["verdict"]) <= {"better", "worse", "unclear", "but_harm", ""}
    assert json.loads((out / "manifest.json").read_text(encoding="utf-8"))["replicates"] == 3
    assert set(load_runs(out)["status"]) == {"done"}


def test_the_report_needs_nothing_else_and_has_both_languages(out: Path) -> None:
    text = (out / "report.html").read_text(encoding="utf-8")
    loads = re.findall(r'(?:src|href)="(?!#)([^"]*)"', text)
    assert not loads, "the report must not load anything"
    assert not re.search(r"url\((?!#)", text)
    assert '<article lang="zh"' in text and '<article lang="en"' in text
    assert text.count("<svg") == text.count('role="img"') >= 6
    assert "县域内就诊率" in text and "In-county visit rate" in text
    Balanced().feed(text)


class Balanced(HTMLParser):
    """Fails on a tag that is closed without having been opened."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: object) -> None:
        if tag not in ("meta", "br", "path", "use", "rect"):
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: object) -> None:
        pass

    def handle_endtag(self, tag: str) -> None:
        if tag not in ("path", "use", "rect"):
            assert self.open.pop() == tag


def test_more_replicates_join(out: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert execute(words(out, "--replicates", "4", "--lang", "en")) == 0
    told = capsys.readouterr()
    assert "2 runs to do" in told.err and "4 replicates" in told.out
    assert execute(words(out, "--precision", "50", "--lang", "zh")) == 0
    told = capsys.readouterr()
    assert "待运行 0 次" in told.err and "4 次重复" in told.out


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (["--replicates", "2", "--precision", "1"], "not both"),
        (["--replicates", "1"], "--replicates"),
        (["--precision", "0"], "percentage points"),
        (["--sample", "0.2"], "something else"),
    ],
)
def test_wrong_words(given: list[str], said: str, out: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = (out / "comparison.csv").read_bytes()
    assert execute(words(out, *given, "--lang", "en")) == 2
    assert said in capsys.readouterr().err
    assert (out / "comparison.csv").read_bytes() == before and not (out / "INCOMPLETE").exists()
