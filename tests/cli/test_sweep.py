"""`countycare sweep` and `countycare results`: runs, resumption, exports, faults."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd
import pytest

from sim.cli.main import execute
from sim.experiment.batch.results import headline, load_results, load_runs

DESIGN = """\
base: small.yaml
sample: 0.03
replicates: 2
design:
  kind: list
  levers: {contract.coverage: [off, on, on], care.admit_here: [0.9, 0.9, 7]}
"""


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sweep")
    (folder / "small.yaml").write_text("base: beidaihe-2024\nuntil: 2024-01-31\n", encoding="utf-8")
    (folder / "design.yaml").write_text(DESIGN, encoding="utf-8")
    assert execute(sweep(folder / "out", "--workers", "2")) == 0
    return folder / "out"


def sweep(out: Path, *words: str) -> list[str]:
    return ["sweep", str(out.parent / "design.yaml"), "--out", str(out), *words]


def test_what_is_written(out: Path) -> None:
    assert {one.name for one in out.iterdir()} == {"batch.json", "manifest.json", "runs.sqlite"}
    assert json.loads((out / "manifest.json").read_text(encoding="utf-8"))["runs"] == 4
    runs = load_runs(out)
    assert list(runs["status"]) == ["done"] * 4 + ["invalid"]
    assert list(runs["contract.coverage"]) == ["off", "off", "on", "on", "on"]
    table = load_results(out)
    assert set(table["seed"]) == {1, 2} and table["value"].notna().any()
    assert {"", "income_1", "income_gap"} <= set(table["group"])
    wide = headline(table)
    assert len(wide) == 4 and wide["in_county_visit_rate"].between(0, 1).all()


def test_the_table_in_both_languages(out: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert execute(["results", str(out), "--lang", "en"]) == 0
    english = capsys.readouterr().out
    assert execute(["results", str(out), "--lang", "zh"]) == 0
    chinese = capsys.readouterr().out
    assert "done 4, left out 1" in english and "contract.coverage" in english.replace("\n", "")
    assert "完成 4，略去 1" in chinese


@pytest.mark.parametrize("kind", ["csv", "parquet", "xlsx"])
def test_exports(kind: str, out: Path) -> None:
    assert execute(["results", str(out), "--to", kind]) == 0
    file = out / f"results.{kind}"
    if kind == "xlsx":
        assert len(pd.read_excel(file, sheet_name="headline")) == 4
    else:
        table = pd.read_csv(file) if kind == "csv" else pd.read_parquet(file)
        assert len(table) == len(load_results(out))
    file.unlink()


def test_going_on(out: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert execute(sweep(out, "--lang", "en")) == 2
    assert "--resume" in capsys.readouterr().err
    assert execute(sweep(out, "--resume", "--lang", "en")) == 0
    assert "0 to do" in capsys.readouterr().err
    assert execute(sweep(out.parent / "new", "--resume", "--lang", "en")) == 2
    assert "nothing to go on with" in capsys.readouterr().err


def test_an_interruption_keeps_what_is_done(
    out: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("sim.experiment.batch.runner.run_missing", interrupted)
        assert execute(sweep(out, "--resume", "--lang", "en")) == 130
    assert "--resume" in capsys.readouterr().err and (out / "INCOMPLETE").exists()
    assert execute(sweep(out, "--resume")) == 0
    assert not (out / "INCOMPLETE").exists()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--workers", "2", "--scheduler", "tcp://127.0.0.1:1"], "not both"),
        (["--workers", "0"], "--workers"),
    ],
)
def test_wrong_words(words: list[str], said: str, out: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert execute(sweep(out.parent / "wrong", *words, "--lang", "en")) == 2
    assert said in capsys.readouterr().err
    assert not (out.parent / "wrong").exists()


def test_no_batch(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert execute(["results", str(tmp_path), "--lang", "en"]) == 2
    assert "holds no results of a batch" in capsys.readouterr().err
