"""How many seeds it takes."""

from __future__ import annotations

import math

import pandas as pd

from sim.experiment.ablation.certainty import how_sure, seeds_needed


def test_seeds_needed_by_hand() -> None:
    # spread 1 over 4 seeds: half = 3.1824 / 2 = 1.5912. A difference of 1 needs t(n-1) / sqrt(n) < 1:
    # n = 6: 2.5706 / 2.4495 > 1; n = 7: 2.4469 / 2.6458 < 1
    assert seeds_needed(1.0, 1.0 - 1.59122, 1.0 + 1.59122, 4) == 7
    assert seeds_needed(0.0, 0.0, 0.0, 4) is None
    assert seeds_needed(1.0, math.nan, math.nan, 1) is None
    assert seeds_needed(0.001, -5.0, 5.002, 4) is None


def test_what_is_said() -> None:
    rows = {
        "claimed": ["up", "up", "down", ""], "basis": ["happened"] * 4, "about": ["claim"] * 3 + ["harm"],
        "verdict": ["agrees", "disagrees", "unclear", ""], "movement": ["", "", "", "worse"],
        "difference": [1.0, -1.0, 1.0, 1.0], "low": [0.5, -1.5, 1.0 - 1.59122, 0.5],
        "high": [1.5, -0.5, 1.0 + 1.59122, 1.5], "seeds": [4] * 4,
    }  # fmt: skip
    said = how_sure(pd.DataFrame(rows), 4, 0.1)
    assert "of 3 claims 1 agree, 1 disagree, 1 are unclear" in said[0].en
    assert "3 claims would be clear with 20 seeds" in said[1].en
    assert "Of 1 comparisons that tell harm 1 are clearly worse" in said[2].en
    assert "no interval" in how_sure(pd.DataFrame(rows), 1, 1.0)[1].en
