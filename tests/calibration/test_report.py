"""The calibration report: every part from its table, and what is absent is said."""

from __future__ import annotations

import re
from pathlib import Path

import pandas as pd
import pytest

from sim.calibration.findings import figure_label, parameter_label, read_findings
from sim.calibration.report import page, write_report
from sim.cli.main import execute
from sim.errors import UserError
from tests.calibration.fakes_of_results import write_results


def test_every_part_is_there_in_both_languages(tmp_path: Path) -> None:
    findings = read_findings(write_results(tmp_path))
    text = write_report(findings, "countycare report calibration")
    chinese, english = text.split('<article lang="en"')
    assert "可识别或假设" in chinese and "Identified or assumed" in english
    for article in (chinese, english):
        assert article.count("<svg") == 4
        assert article.count('class="harm"') == int(findings.board is None)
    assert not re.search(r'(?:src|href)="http', text)  # loads nothing


def test_numbers_are_those_of_the_tables(tmp_path: Path) -> None:
    findings = read_findings(write_results(tmp_path))
    fit, held = findings.tables["fit"], findings.tables["held_out"]
    shown = page(findings, "", "en")
    first = fit.iloc[0]
    row = shown["fit"][0]
    assert row["name"] == "In-county share of settled visits and stays (2024Q1), %"
    assert (
        row["published"] == f"{100 * first['published']:.1f}"
        and row["medoid"] == f"{100 * first['medoid']:.1f}"
    )
    assert len(shown["held_out"]) == len(held)
    fitted = fit[fit["role"] == "fit"]
    assert shown["summary"][0].startswith(f"Fit: {int(fitted['inside'].sum())} of {len(fitted)} fitted")
    known = findings.tables["identifiability"]
    count = int((known["status"] == "assumed").sum())
    assert len(shown["assumed_numbers"]) == count and f"{count} stay assumptions" in shown["summary"][2]
    # money is told in yuan, counts as they are
    stay = next(one for one in shown["parameters"] if one["id"] == "prices.stay.township")
    assert stay["name"].endswith(", yuan") and float(stay["prior"].split(" ")[0].replace(",", "")) < 10_000
    assert next(one for one in shown["fit"] if one["id"] == "TG142")["published"] == "0.440"


@pytest.mark.parametrize(
    "part", ["fit", "held_out", "identifiability", "sensitivity", "information", "waves"]
)
def test_an_absent_part_is_said_plainly(tmp_path: Path, part: str) -> None:
    text = write_report(read_findings(write_results(tmp_path, without=(part,))), "")
    assert f"<code>{part}.csv</code> has not been made" in text
    assert f"<code>{part}.csv</code> 尚未生成" in text


def test_a_damaged_table_or_a_folder_of_something_else_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="no results of a calibration"):
        read_findings(tmp_path)
    pd.DataFrame({"id": ["TG001"]}).to_csv(tmp_path / "fit.csv", index=False)
    with pytest.raises(UserError, match="column indicator is missing"):
        read_findings(tmp_path)


def test_names() -> None:
    assert (
        figure_label("TG010", "primary_visit_share", "2024Q1").zh == "基层医疗卫生机构诊疗人次占比（2024Q1）"
    )
    assert figure_label("TG018", "up_referrals", "2024", "130324").zh == "上转（卢龙县，2024）"
    assert parameter_label("observe.village_return_share@2024-04-01").zh.endswith("（2024-04-01 起）")
    assert parameter_label("ramp:referral.down").en.endswith("days to full effect")


def test_the_command_writes_a_page_and_replaces_none(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    results, out = write_results(tmp_path / "results", without=("waves",)), tmp_path / "page.html"
    command = ["report", "calibration", "--from", str(results), "--out", str(out), "--lang", "zh"]
    assert execute(command) == 0
    assert "waves.csv" in capsys.readouterr().out
    first = out.read_text(encoding="utf-8")
    assert execute(command) == 2
    assert "--force" in capsys.readouterr().err
    assert execute([*command, "--force"]) == 0
    assert out.read_text(encoding="utf-8") == first  # the same bytes each time
    assert [one.name for one in tmp_path.iterdir() if one.is_file()] == ["page.html"]
    capsys.readouterr()
    # without a folder the shipped results, whatever of them is there
    assert execute(["report", "calibration", "--out", str(tmp_path / "shipped.html"), "--lang", "en"]) == 0
