"""The section on what was found: made from tables, and as fresh as those that ship."""

from __future__ import annotations

from sim.calibration.findings import read_findings
from sim.calibration.folder import README, calibration_folder
from sim.calibration.report_readme import BEGIN, END, section, shipped_section
from sim.experiment.documents.marked import with_section

TOOK = {"scenario": "here", "sample": 0.2, "runs": {"sampled": 344, "everybody": 32}, "failed": 1,
        "hours": {"sampled": 1.234, "everybody": 0.5}, "draws": 200}  # fmt: skip


def test_it_tells_what_it_took_and_every_figure() -> None:
    found = read_findings()
    text = section(found, TOOK)
    assert (
        "344 runs of 20 % of the people (1.23 hours of one core) and 32 of everybody (0.50 hours); 1 f"
        in text
    )
    for row in found.rows("fit") + found.rows("held_out"):
        assert f"| {row['id']} {row['indicator']} |" in text
    known = found.rows("identifiability")
    assert f"{sum(row['status'] == 'identified' for row in known)} of {len(known)} parameters" in text


def test_the_readme_holds_what_ships() -> None:
    text = (calibration_folder() / README).read_text(encoding="utf-8")
    assert BEGIN in text and text == with_section(text, shipped_section(), BEGIN, END)
