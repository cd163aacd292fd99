"""`countycare ablate` from the words typed to the files: pairs, resumption, interruption, faults."""

from __future__ import annotations

import csv
import json
import sqlite3
from pathlib import Path

import pytest

from sim.cli.ablation import WIDTH
from sim.cli.main import execute
from sim.cli.wrapping import columns
from sim.experiment.batch.results import load_runs
from tests.experiment.ablation import small

WORDS = ["--sample", str(small.SAMPLE), "--seeds", "2", "--levers", "contract.benefit,referral.sharing"]


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two levers, two seeds, in processes of their own."""
    folder = tmp_path_factory.mktemp("ablate")
    words = ["ablate", str(small.write(folder)), *WORDS, "--workers", "2", "--out", str(folder / "out")]
    assert execute(words) == 0
    return folder / "out"


def again(out: Path, *words: str) -> int:
    return execute(["ablate", str(out.parent / "small.yaml"), *WORDS, "--out", str(out), *words])


def test_what_is_written(out: Path) -> None:
    assert sorted(one.name for one in out.iterdir()) == [
        "ablation.csv",
        "batch.json",
        "manifest.json",
        "runs.sqlite",
    ]
    with (out / "ablation.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert {row["lever"] for row in rows} == {"contract.benefit", "referral.sharing"}
    # no policy, kind, kind + benefit, sharing at nothing, the package less benefit, less sharing, the package
    manifest = json.loads((out / "manifest.json").read_text(encoding="utf-8"))
    assert (manifest["runs"], manifest["seeds"], len(load_runs(out))) == (14, [1, 2], 14)
    nothing = [row for row in rows if row["lever"] == "referral.sharing" and row["difference"]]
    assert nothing and {row["difference"] for row in nothing} == {"0"}


def test_a_second_call_does_only_what_is_missing(out: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = (out / "ablation.csv").read_bytes()
    with sqlite3.connect(out / "runs.sqlite") as base:
        base.execute("DELETE FROM runs WHERE run = (SELECT min(run) FROM runs)")
    assert again(out, "--lang", "en") == 0
    assert "1/1 runs" in capsys.readouterr().err
    assert (out / "ablation.csv").read_bytes() == before


def test_the_page_fits_and_is_told_in_both_languages(out: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert again(out, "--lang", "en") == 0
    english = capsys.readouterr().out
    assert again(out, "--lang", "zh") == 0
    chinese = capsys.readouterr().out
    for said in ("What is claimed", "Clear harm", "2 seeds", "contract.benefit", "switched off alone"):
        assert said in english
    for said in ("文件主张", "明确的损害", "2 个随机种子", "contract.benefit", "单独停用"):
        assert said in chinese
    lines = [line for line in (english + chinese).splitlines() if "ablation.csv" not in line]
    assert max(columns(line) for line in lines) <= WIDTH


def test_an_interruption_leaves_the_mark(
    out: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("sim.experiment.batch.runner.run_missing", interrupted)
        assert again(out, "--lang", "en") == 130
    assert (out / "INCOMPLETE").exists()
    assert "marked incomplete" in capsys.readouterr().err
    assert again(out) == 0
    assert not (out / "INCOMPLETE").exists()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["no-such-scenario"], "no-such-scenario"),
        (["beidaihe-2024", "--levers", "contract.kinds"], "contract.kind"),
        (["beidaihe-2024", "--levers", "contract.kind,"], "lever"),
        (["beidaihe-2024", "--seeds", "0"], "--seeds"),
        (["beidaihe-2024", "--sample", "2"], "--sample"),
        (["beidaihe-2024", "--workers", "none"], "--workers"),
    ],
)
def test_wrong_words_leave_nothing(
    words: list[str], said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert execute(["ablate", *words, "--out", str(tmp_path / "out"), "--lang", "en"]) == 2
    told = capsys.readouterr().err
    assert said in told and len(told.strip().splitlines()) == 1
    assert not (tmp_path / "out").exists()
