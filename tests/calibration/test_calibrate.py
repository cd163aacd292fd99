"""`countycare calibrate` as a process: what it writes, that killing it loses nothing, what it refuses."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from sim.cli.main import execute
from sim.experiment.batch.results import load_runs
from sim.scenario.posterior import read_posterior
from tests.calibration import fake_runs

FIGURES = """\
scenario: beidaihe-2024
until: 2024-09-30
targets:
"""
TARGETS = (
    FIGURES
    + "".join(
        f"  - {{id: {id_}, indicator: {name}, period: {period}, value: {value}, sd: {sd}, scale: {scale}, "
        f"role: {role}, source: s, why: w}}\n"
        for id_, name, period, value, sd, scale, role in [
            ("A", "in_county_admission_share", "2024Q1", 0.33, 0.02, "logit", "fit"),
            ("B", "primary_visit_share", "2024Q1-Q3", 0.77, 0.03, "logit", "fit"),
            ("C", "stays_per_100", "2024", 55.0, 6.0, "log", "held_out"),
        ]
    )
    + "correlations:\n  - {of: [A, B], value: 0.3}\n"
)
PRIORS = "priors:\n" + "".join(
    f"  - {{id: {id_}, distribution: {law}, governs: {governs}, evidence: assumption, source: s}}\n"
    for id_, law, governs in [
        ("choice.constant.city", "uniform", "choice"),
        ("choice.constant.general", "uniform", "choice"),
        ("choice.price_scale", "uniform", "price"),
        ("observe.village_return_share", "uniform", "reporting"),
        ("observe.employees", "switch, mean: 0.6", "definition"),
    ]
)
TABLES = ("fit", "held_out", "identifiability", "sensitivity", "information", "waves", "posterior")


def start(folder: Path, *words: str) -> subprocess.Popen[bytes]:
    (folder / "begun").mkdir(exist_ok=True)
    environment = os.environ | {
        "PYTHONPATH": os.pathsep.join(sys.path),
        fake_runs.FOLDER: str(folder / "begun"),
        "OMP_NUM_THREADS": "1",
    }
    arguments = ["calibrate", "beidaihe-2024", "--targets", str(folder / "targets.yaml"), "--priors",
                 str(folder / "priors.yaml"), "--budget", "40", "--sample", "0.1", "--workers", "2",
                 "--out", str(folder / "out"), "--lang", "en", *words]  # fmt: skip
    return subprocess.Popen(
        [sys.executable, "-m", "tests.calibration.fake_runs", *arguments],
        env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip


def write(folder: Path) -> Path:
    (folder / "targets.yaml").write_text(TARGETS, encoding="utf-8")
    (folder / "priors.yaml").write_text(PRIORS, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def killed(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, int, bytes, bytes]:
    """A calibration killed on the way and gone on with: its folder, runs before, what it said."""
    folder = write(tmp_path_factory.mktemp("killed"))
    first = start(folder)
    begun = folder / "begun"
    deadline = time.monotonic() + 120
    while len(list(begun.iterdir())) < 15:
        assert first.poll() is None and time.monotonic() < deadline, first.communicate()
        time.sleep(0.02)
    first.send_signal(signal.SIGKILL)
    first.communicate()
    before = len(list(begun.iterdir()))
    assert (folder / "out" / "INCOMPLETE").is_file() and not (folder / "out" / "posterior.csv").exists()
    second = start(folder, "--resume")
    out, error = second.communicate(timeout=240)
    assert second.returncode == 0, error.decode()
    return folder, before, out, error


@pytest.mark.slow
def test_a_killed_calibration_goes_on_with_what_it_has(killed: tuple[Path, int, bytes, bytes]) -> None:
    folder, before, _, _ = killed
    files = [file.name.split("-")[0] for file in (folder / "begun").iterdir()]
    manifest = json.loads((folder / "out" / "manifest.json").read_text(encoding="utf-8"))
    runs = manifest["runs"]["sampled"] + manifest["runs"]["everybody"]
    assert manifest["runs"] == {"sampled": 40, "everybody": 9} and manifest["failed"] == 0
    assert len(set(files)) == runs and before >= 15
    assert len(files) - runs <= 4  # only what was under way when it was killed is done twice
    assert not (folder / "out" / "INCOMPLETE").exists()
    assert (load_runs(folder / "out")["status"] == "done").all()


@pytest.mark.slow
def test_what_is_written(killed: tuple[Path, int, bytes, bytes]) -> None:
    folder, _, out, error = killed
    found = {name: folder / "out" / f"{name}.csv" for name in TABLES}
    assert all(file.is_file() for file in found.values())
    draws = read_posterior(found["posterior"])
    assert len(draws.rows) >= 100 and draws.ids[0] == "choice.constant.city" and len(draws.ids) == 5
    assert draws.counties == ("130304",) and set(np.array(draws.rows)[:, 4]) <= {0.0, 1.0}
    fit = pd.read_csv(found["fit"])
    assert list(fit["id"]) == ["A", "B"] and (fit["low"] < fit["high"]).all()
    assert list(pd.read_csv(found["held_out"])["id"]) == ["C"]
    known = pd.read_csv(found["identifiability"]).set_index("id")
    assert known.loc["choice.price_scale", "status"] == "assumed"
    assert known.loc["choice.price_scale", "ratio"] > 0.85
    assert known["ratio"].min() < 0.85
    information = pd.read_csv(found["information"])
    assert set(information["kind"]) == {"parameter", "figure"} and information["worth"].between(0, 1).all()
    stages = ["wave 1", "wave 2", "wave 3", "refine 1", "refine 2", "posterior"]
    assert pd.read_csv(found["waves"])["stage"].tolist() == stages
    assert b"of 5 parameters are identified" in out and b"wave 3 of 3" in error and b"left in all" in error


@pytest.mark.slow
def test_other_figures_are_other_work(
    killed: tuple[Path, int, bytes, bytes], capsys: pytest.CaptureFixture[str]
) -> None:
    folder = killed[0]
    (folder / "other.yaml").write_text(TARGETS.replace("0.33, sd", "0.4, sd"), encoding="utf-8")
    words = ["calibrate", "beidaihe-2024", "--targets", str(folder / "other.yaml"), "--priors",
             str(folder / "priors.yaml"), "--out", str(folder / "out"), "--lang", "en"]  # fmt: skip
    assert execute(words) == 2
    assert "something else" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["beidaihe-2024"], "give those of beidaihe-2024 with --targets"),
        (["qinhuangdao-2024", "--budget", "5"], "from 24 to"),
        (["qinhuangdao-2024", "--sample", "2"], "share above 0"),
        (["luohu-2017", "--targets", "targets.yaml"], "should hold all days"),
        (["qinhuangdao-2024", "--priors", "no.yaml"], "no such file"),
    ],
)
def test_what_is_refused(
    words: list[str], told: str, tmp_path: Path, capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.chdir(write(tmp_path))
    assert execute(["calibrate", *words, "--out", "out", "--lang", "en"]) == 2
    assert told in capsys.readouterr().err
    assert not (tmp_path / "out").exists()
