from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from sim.county import question
from sim.county.question import worths_for
from sim.errors import UserError

DRAWS = 60


@pytest.fixture
def calibration(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A posterior of three numbers, and a comparison whose effect hangs on the first one."""
    chance = np.random.default_rng(3)
    numbers = chance.normal(size=(DRAWS, 3))
    ids = ["choice.trust", "choice.habit", "needs.scale"]
    lines = [",".join(["draw", *ids])] + [
        ",".join([str(k), *(f"{one:.6f}" for one in row)]) for k, row in enumerate(numbers)
    ]
    text = "# fitted_until: 2024-09-30\n# counties: 990101\n" + "\n".join(lines) + "\n"
    (tmp_path / "posterior.csv").write_text(text, encoding="utf-8")
    rows = []
    for draw in range(DRAWS):
        before = 0.8 + 0.1 * numbers[draw, 1]  # moves both sides alike
        after = before + 0.02 * numbers[draw, 0] + 0.01 * chance.normal()
        for name, value in (("today", before), ("policy", after)):
            rows.append({
                "scenario": name, "draw": draw, "basis": "happened", "group": "", "scope": "", "period": "",
                "indicator": "in_county_visit_rate", "value": value,
            })  # fmt: skip
    monkeypatch.setattr(question, "load_results", lambda folder: pd.DataFrame(rows))
    return tmp_path


def test_the_number_behind_the_effect_is_worth_knowing(calibration: Path) -> None:
    told = worths_for(calibration, calibration, "in_county_visit_rate")
    assert told[0].label.en.endswith("(choice.trust)")
    assert told[0].share == pytest.approx(0.8, abs=0.1)  # 0.02² of 0.02² + 0.01²
    assert all(one.share < 0.1 for one in told[1:])


def test_what_cannot_be_told_is_refused(
    calibration: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(UserError, match="did you mean in_county_visit_rate"):
        worths_for(calibration, calibration, "county_visit_rate")
    few = question.load_results(calibration)
    monkeypatch.setattr(question, "load_results", lambda folder: few[few["draw"] < 20])
    with pytest.raises(UserError, match="has 19 replicates"):
        worths_for(calibration, calibration, "in_county_visit_rate")
    with pytest.raises(UserError, match=r"no posterior\.csv"):
        worths_for(tmp_path / "none", calibration, "in_county_visit_rate")
