"""The table of the readmes that tells how sure the numbers are: made from what ships, and fresh."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from sim.calibration import report_front_page
from sim.calibration.findings import read_findings
from sim.experiment.documents.marked import with_sections
from sim.language import LANGUAGES

ROOT = Path(__file__).parents[2]
BOARD = pd.DataFrame(
    [("inside", "yes"), ("inside", "no"), ("opposite_sign", "yes"), ("not_comparable", "no")],
    columns=["verdict", "clear"],
)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_readme_holds_what_ships(language: str) -> None:
    text = (ROOT / report_front_page.FILES[language]).read_text(encoding="utf-8")
    made = with_sections(text, {report_front_page.MARK: report_front_page.shipped(language)})
    assert made == text, "run make documents"


def test_verdicts_and_grades_are_counted() -> None:
    evidence = ["official", "assumption", "assumption"]
    told = dict(report_front_page.rows(read_findings(), BOARD, evidence, "en"))
    board = next(result for asked, result in told.items() if "policy effects (4)" in asked)
    assert board == "inside 2 (sign clear in 1), opposite sign 1 (sign clear in 1), not comparable 1"
    grades = next(result for asked, result in told.items() if "numbers of the model (3)" in asked)
    assert grades.startswith("official document 1, statistics 0") and "assumption 2" in grades
    chinese = report_front_page.rows(read_findings(), BOARD, evidence, "zh")
    assert len(chinese) == len(told) and any(
        "方向相反 1（其中1项方向明确）" in result for _, result in chinese
    )
