"""`countycare run` around the run: folders, files, tables, interruption, faults."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from sim.cli.main import execute
from tests.cli import fakes

ROOT = Path(__file__).parents[2]


@pytest.fixture(autouse=True)
def run_that_takes_no_time(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, module in fakes.modules("done").items():
        monkeypatch.setitem(sys.modules, name, module)


def process(behaviour: str, *words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "tests.cli.fakes", behaviour, *words]
    return subprocess.run(
        command, cwd=ROOT, capture_output=True, text=True, timeout=60, env={**os.environ, "LC_ALL": "C.UTF-8"}
    )


def test_a_run_writes_its_files_and_tells_what_it_found(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "deep" / "out"
    words = [
        "run",
        "lulong-2024",
        "--seed",
        "7",
        "--draw",
        "3",
        "--years",
        "2",
        "--events",
        "--out",
        str(out),
    ]
    assert execute([*words, "--lang", "zh"]) == 0
    assert sorted(file.name for file in out.iterdir()) == [
        "facilities.csv", "fund.csv", "groups.csv", "indicators.csv", "ledger.csv", "manifest.json",
        "visits.parquet",
    ]  # fmt: skip
    manifest = json.loads((out / "manifest.json").read_text(encoding="utf-8"))
    assert (manifest["seed"], manifest["draw"], manifest["until"]) == (7, 3, "2025-12-31")
    assert sorted(manifest["files"]) == [
        "facilities.csv", "fund.csv", "groups.csv", "indicators.csv", "ledger.csv", "visits.parquet",
    ]  # fmt: skip
    written = (out / "indicators.csv").read_text(encoding="utf-8").splitlines()
    assert written[0] == fakes.COLUMNS and written[1:] == fakes.ROWS.splitlines()
    printed = capsys.readouterr()
    assert "卢龙县2024年" in printed.out and "县域内就诊率" in printed.out
    assert (
        "80.0 (70.0–90.0)" in printed.out and "62.0 (60.0–64.0)" in printed.out and "2,000,000" in printed.out
    )
    assert "居民医保基金" in printed.out and "130324 的居民医保基金于 2025 年耗尽" in printed.out
    assert "(12.5)" in printed.out and "(6.2)" in printed.out and "2024-11-30" not in printed.out
    assert "1.2 秒" in printed.out and "321 MB" in printed.out
    assert f"countycare run lulong-2024-baseline --out {out.parent / 'lulong-2024-baseline'}" in printed.out
    assert printed.err.splitlines()[:3] == ["启动 …", "人口 …", "逐日模拟 0/365 (0 %)"]


def test_json_is_all_there_is_on_standard_output(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert execute(["run", "lulong-2024", "--sample", "0.1", "--json", "--out", str(tmp_path / "out")]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["manifest"]["sample"] == 0.1
    found = {(row["indicator"], row["basis"]): (row["value"], row["low"]) for row in told["headline"]}
    assert found == {
        ("visit_share", "happened"): (0.8, 0.7),
        ("visit_share", "reported"): (0.62, 0.6),
        ("visits", "happened"): (2e6, None),
    }


def test_a_sample_is_called_one(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert (
        execute(["run", "lulong-2024", "--sample", "0.1", "--lang", "en", "--out", str(tmp_path / "out")])
        == 0
    )
    title = capsys.readouterr().out.splitlines()[0].strip()
    assert title == "Lulong 2024 · 38,000 people simulated · a sample of 10 %"


def test_what_to_do_next_leads_to_the_same_run(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    mine = tmp_path / "my own.yaml"
    mine.write_text("base: lulong-2024\n")
    words = ["run", str(mine), "--seed", "2", "--sample", "0.1", "--draw", "3", "--until", "2025-01-31"]
    assert execute([*words, "--lang", "en", "--out", str(tmp_path / "out")]) == 0
    options = "--until 2025-01-31 --seed 2 --sample 0.1 --draw 3"
    printed = capsys.readouterr().out
    assert f"trace '{mine}' --resident 1303240000009 {options}  #" in printed
    assert "baseline" not in printed
    assert "95 % chance range" in printed and "readings of the definition" in printed


def test_an_existing_folder_is_replaced_only_on_demand(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out"
    out.mkdir()
    words = ["run", "lulong-2024", "--lang", "en", "--out", str(out)]
    assert execute(words) == 0
    assert execute([*words, "--seed", "2"]) == 2
    assert "--force" in capsys.readouterr().err
    assert json.loads((out / "manifest.json").read_text())["seed"] == 1
    (out / "mine.txt").write_text("my own notes")
    assert execute([*words, "--seed", "2", "--events", "--force"]) == 0
    assert json.loads((out / "manifest.json").read_text())["seed"] == 2
    assert execute([*words, "--force"]) == 0
    assert not (out / "visits.parquet").exists()
    assert (out / "mine.txt").read_text() == "my own notes"


def test_a_folder_of_something_else_is_left_alone(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "indicators.csv").write_text("mine")
    assert execute(["run", "lulong-2024", "--force", "--out", str(tmp_path)]) == 2
    assert [file.read_text() for file in tmp_path.iterdir()] == ["mine"]
    assert execute(["run", "lulong-2024", "--out", str(tmp_path / "indicators.csv")]) == 2
    assert capsys.readouterr().err.count("\n") == 2


def test_a_folder_that_cannot_be_made(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert execute(["run", "lulong-2024", "--out", "/dev/null/out"]) == 2
    assert execute(["run", "lulong-2024", "--out", str(tmp_path / ("x" * 300))]) == 2
    assert capsys.readouterr().err.count("\n") == 2


def test_a_manifest_that_lists_foreign_paths_deletes_nothing(tmp_path: Path) -> None:
    precious = tmp_path / "precious"
    precious.write_text("mine")
    out = tmp_path / "out"
    out.mkdir()
    (out / "manifest.json").write_text(json.dumps({"files": {"../precious": "", str(precious): ""}}))
    assert execute(["run", "lulong-2024", "--force", "--out", str(out)]) == 0
    assert precious.read_text() == "mine"


def test_an_interrupted_run_leaves_a_folder_marked_incomplete(tmp_path: Path) -> None:
    out = tmp_path / "out"
    done = process("interrupted", "run", "lulong-2024", "--out", str(out))
    assert done.returncode == 130
    assert "Traceback" not in done.stderr and f"{out} is marked incomplete" in done.stderr
    assert [file.name for file in out.iterdir()] == ["INCOMPLETE"]
    assert execute(["run", "lulong-2024", "--out", str(out)]) == 2
    assert execute(["run", "lulong-2024", "--force", "--out", str(out)]) == 0
    assert not (out / "INCOMPLETE").exists()


def test_earlier_results_stay_until_the_new_ones_are_complete(tmp_path: Path) -> None:
    out = tmp_path / "out"
    words = ["run", "lulong-2024", "--out", str(out)]
    assert execute(words) == 0
    earlier = {file.name: file.read_bytes() for file in out.iterdir()}
    done = process("interrupted", *words, "--seed", "2", "--force")
    assert done.returncode == 130 and f"the earlier results in {out} are untouched" in done.stderr
    assert {file.name: file.read_bytes() for file in out.iterdir() if file.is_file()} == earlier
    assert [file.name for file in (out / ".new").iterdir()] == ["INCOMPLETE"]
    assert process("mistaken", *words, "--force").returncode == 2
    assert {file.name: file.read_bytes() for file in out.iterdir()} == earlier
    assert execute([*words, "--seed", "2", "--force"]) == 0
    assert sorted(file.name for file in out.iterdir()) == sorted(earlier)
    assert json.loads((out / "manifest.json").read_text())["seed"] == 2


def test_a_mistake_found_before_the_first_day_leaves_nothing_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "sim.experiment.run", fakes.modules("mistaken")["sim.experiment.run"])
    assert execute(["run", "lulong-2024", "--lang", "en", "--out", str(tmp_path / "out")]) == 2
    assert capsys.readouterr().err.endswith("roads.geojson: the roads lead nowhere\n")
    assert not (tmp_path / "out").exists()
    assert execute(["run", "lulong-2024", "--out", str(tmp_path)]) == 2
    assert tmp_path.exists() and not any(tmp_path.iterdir())


def test_trace_tells_a_story(capsys: pytest.CaptureFixture[str]) -> None:
    words = ["trace", "lulong-2024", "--resident", "1303240001000"]
    assert execute([*words, "--lang", "zh"]) == 0
    assert capsys.readouterr().out == "患病 [咳嗽]\n"
    assert execute([*words, "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {"resident": 1303240001000}
    assert execute([*words[:2], "--resident", "Zhang", "--lang", "en"]) == 2
    assert "--resident" in capsys.readouterr().err


def test_a_fault_of_the_program_is_a_sentence_with_its_log(tmp_path: Path) -> None:
    environment = {**os.environ, "XDG_STATE_HOME": str(tmp_path / "state"), "LC_ALL": "C.UTF-8"}
    command = [
        sys.executable,
        "-m",
        "tests.cli.fakes",
        "failing",
        "run",
        "lulong-2024",
        "--out",
        str(tmp_path / "out"),
    ]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, env=environment)
    assert done.returncode == 1 and "Traceback" not in done.stderr
    (log,) = (tmp_path / "state").rglob("*.log")
    assert str(log) in done.stderr and "ZeroDivisionError" in log.read_text()
    assert (tmp_path / "out" / "INCOMPLETE").exists()
    shown = process("failing", "run", "lulong-2024", "--debug", "--out", str(tmp_path / "other"))
    assert "ZeroDivisionError" in shown.stderr
