"""Charts of a calibration: what is drawn are the numbers of its tables."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from sim.calibration.findings import Findings, read_findings
from sim.ui.charts import fit
from sim.ui.charts.identified import identified
from sim.ui.charts.shares_of import counts_of
from tests.calibration.fakes_of_results import write_results


@pytest.fixture(scope="module")
def findings(tmp_path_factory: pytest.TempPathFactory) -> Findings:
    return read_findings(write_results(Path(tmp_path_factory.mktemp("results"))))


def test_an_interval_is_drawn_from_its_low_end(findings: Findings) -> None:
    rows = [row for row in [*findings.rows("fit"), *findings.rows("held_out")] if findings.is_share(row)]
    option = fit.shares(rows, "en")
    json.dumps(option)
    low, fitted, held, simulated, published = (one["data"] for one in option["series"])
    for k, row in enumerate(rows):
        width = fitted[k] if row["role"] == "fit" else held[k]
        assert (held[k] if row["role"] == "fit" else fitted[k]) == "-"
        assert low[k] + width == pytest.approx(100 * float(str(row["high"])), abs=0.02)
        assert published[k] == pytest.approx(100 * float(str(row["published"])), abs=0.01)
        assert simulated[k] == pytest.approx(100 * float(str(row["medoid"])), abs=0.01)
    assert option["yAxis"]["data"][0] == "In-county share of settled visits and stays (2024Q1)"


def test_a_gap_has_the_sign_of_simulated_less_published() -> None:
    row = {"id": "x", "indicator": "y", "period": "2024", "scope": "", "role": "fit"}
    rows = [
        row | {"medoid": 0.5, "published": 0.6, "implausibility": 3.5},
        row | {"medoid": 0.7, "published": 0.6, "implausibility": 1.0},
        row | {"medoid": 0.7, "published": 0.6, "implausibility": float("nan")},
    ]
    bars = fit.residuals(rows, "zh")["series"][0]["data"]
    assert [one["value"] for one in bars] == [-3.5, 1.0, "-"]
    assert bars[0]["itemStyle"] != bars[1]["itemStyle"]


def test_numbers_are_ordered_by_what_was_learnt(findings: Findings) -> None:
    option = identified(findings.rows("identifiability"), "en")
    json.dumps(option)
    right = [one for one in option["series"] if one.get("xAxisIndex") == 1]
    known, assumed = (one["data"] for one in right)
    assert [one["name"] for one in right] == ["identified", "assumption"]
    ratios = [a if b == "-" else b for a, b in zip(known, assumed, strict=True)]
    assert ratios == sorted(ratios) and all(
        (a == "-") != (b == "-") for a, b in zip(known, assumed, strict=True)
    )
    assert max(one for one in known if one != "-") <= 0.7


def test_counts() -> None:
    option = counts_of({"a": {"x": 3, "y": 0}, "b": {"x": 1, "y": 2}})
    assert option["yAxis"]["data"] == ["a", "b"]
    assert [one["data"] for one in option["series"]] == [[3, 1], ["-", 2]]
