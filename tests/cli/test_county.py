"""`countycare county`: from a fresh folder to a run."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from sim.cli.main import execute


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_from_a_fresh_folder_to_a_run(form: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder, out = tmp_path / "mine", tmp_path / "out"
    assert execute(["county", "new", str(folder), "--example", "--format", form, "--lang", "zh"]) == 0
    assert "只填汇总数据" in capsys.readouterr().out
    assert execute(["county", "check", str(folder), "--lang", "zh"]) == 0
    assert "没有错误" in capsys.readouterr().out
    assert execute(["county", "build", str(folder), "--lang", "zh"]) == 0
    told = capsys.readouterr().out
    assert (
        "村卫生室无医生数（42/43）：按声明的比率" in told
        and f"countycare run {folder / 'scenario.yaml'}" in told
    )
    scenario = str(folder / "scenario.yaml")
    assert execute(["check", scenario]) == 0
    command = ["run", scenario, "--sample", "0.02", "--until", "2024-01-31", "--out", str(out), "--json"]
    assert execute([*command, "--lang", "zh"]) == 0
    assert (out / "indicators.csv").is_file()
    capsys.readouterr()
    assert execute(["diff", "lulong-2024-baseline", scenario, "--lang", "en"]) == 0
    assert "990101" in capsys.readouterr().out


def test_problems_are_told_in_both_languages_and_end_with_two(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "mine"
    assert execute(["county", "new", str(folder), "--name", "甲县"]) == 0
    capsys.readouterr()
    assert execute(["county", "check", str(folder), "--lang", "zh"]) == 2
    assert "county.csv:10: population: 未填写；请填写：常住人口" in capsys.readouterr().out
    assert execute(["county", "check", str(folder), "--lang", "en", "--json"]) == 2
    assert len(json.loads(capsys.readouterr().out)["problems"]) == 5
    assert execute(["county", "build", str(folder), "--lang", "en"]) == 2
    assert "population: is empty" in capsys.readouterr().err
    assert execute(["county", "new", str(folder)]) == 2
    assert execute(["county", "new", str(tmp_path / "other"), "--from", "nowhere"]) == 2
    assert not (tmp_path / "other").exists()


def test_what_is_missing_is_told_with_its_worth(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = (
        "kind,id,worth,in_county_fund_rate 2024Q1-Q3\n"
        "parameter,choice.trust,0.5,0.5\nfigure,lack-stays_per_100-2024Q1-Q3,0.25,0.25\n"
    )
    (tmp_path / "information.csv").write_text(text, encoding="utf-8")
    assert execute(["county", "worth", str(tmp_path), "--lang", "zh"]) == 0
    told = capsys.readouterr().out
    assert "25.0" in told and "居民医保各地点出院人次与居民参保人数" in told and "choice.trust" in told
    assert execute(["county", "worth", str(tmp_path), "--about", "x", "--lang", "en"]) == 2
    assert "nothing was fitted about 'x'" in capsys.readouterr().err
