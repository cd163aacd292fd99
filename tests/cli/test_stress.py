"""`countycare stress`: what is written and printed; faults."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from sim.cli.main import execute
from sim.experiment.stress.run import stress
from sim.scenario.read_shocks import load_shocks
from sim.scenario.shocks import Kind, Shock
from tests.cli.test_compare import Balanced

SHOCKS = """\
shocks:
  centre: {facility: 戴河镇卫生院, start: 2024-01-15, end: 2024-01-24}
"""


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("stress")
    (folder / "a.yaml").write_text("base: beidaihe-2024\nuntil: 2024-01-31\n", encoding="utf-8")
    (folder / "shocks.yaml").write_text(SHOCKS, encoding="utf-8")
    assert execute(words(folder, "--out", str(folder / "out"))) == 0
    return folder / "out"


def words(folder: Path, *more: str) -> list[str]:
    given = ["--shocks", str(folder / "shocks.yaml"), "--advance", "3"]
    return ["stress", str(folder / "a.yaml"), *given, "--sample", "0.01", "--replicates", "2", *more]


def test_what_is_written(out: Path) -> None:
    names = {"batch.json", "stress.csv", "manifest.json", "stress.html", "runs.sqlite"}
    assert {one.name for one in out.iterdir()} == names
    table = pd.read_csv(out / "stress.csv").fillna({"scope": ""})
    visits = table[(table["measure"] == "visits") & (table["shock"] == "centre")].set_index("scope")
    closed = visits.loc["facility:TC-130304101"]
    assert 0 < closed["after"] < closed["before"]  # open until the middle of January and from the 25th
    assert any(scope.startswith("clinics:") for scope in visits.index)
    advance = table[table["shock"] == "advance"]
    assert len(advance) and (advance["difference"].fillna(0) == 0).all()


def test_the_report_and_the_table(out: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = (out / "stress.html").read_text(encoding="utf-8")
    Balanced().feed(text)
    assert '<article lang="zh"' in text and "流失患者" in text and "lost patients" in text
    capsys.readouterr()
    assert execute(words(out.parent, "--out", str(out), "--lang", "zh")) == 0  # nothing is run twice
    told = capsys.readouterr()
    assert "没有医共体享有预拨的总额" in told.out and "戴河镇卫生院" in told.out


def test_the_same_from_python(out: Path) -> None:
    folder = out.parent
    shocks = [
        *load_shocks(folder / "shocks.yaml"),
        Shock("advance", Kind.ADVANCE, date(2024, 1, 1), amount=3),
    ]
    table = stress([str(folder / "a.yaml")], shocks, out=out, sample=0.01, replicates=2)  # nothing runs again
    told = pd.read_csv(out / "stress.csv").fillna({"scope": ""})
    pd.testing.assert_series_equal(table["difference"], told["difference"], rtol=1e-6)


@pytest.mark.parametrize(
    ("more", "word"),
    [
        (["--facility", "nowhere"], "nowhere"),
        (["--road", "one place"], "A,B"),
        (["--from", "2024-01-10"], "--facility"),
        (["--wave", "2"], "--wave"),
        (["--advance", "0"], "--advance"),
    ],
)
def test_faults(tmp_path: Path, capsys: pytest.CaptureFixture[str], more: list[str], word: str) -> None:
    out = tmp_path / "out"
    assert execute(["stress", "beidaihe-2024", *more, "--out", str(out), "--lang", "en"]) == 2
    assert word in capsys.readouterr().err
    assert not out.exists()
