"""How many seeds it takes."""

from __future__ import annotations

import pandas as pd

from sim.experiment.ablation.certainty import how_sure


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
