from __future__ import annotations

import numpy as np
import pytest

from sim.day.tally import settlement_month
from sim.geography.map import Option
from sim.indicators.tally import ELSEWHERE
from sim.money.rules import LEVELS
from tests.small import county


def test_claims_from_afar_settle_late_in_part(values):
    model = county(share=0.01)
    model.step()
    n = 4000
    keys = np.arange(n, dtype=np.uint64) * np.uint64(2**40 + 12345)
    far, near = np.full(n, LEVELS.index("far")), np.full(n, LEVELS.index("county"))
    general, elsewhere = np.full(n, Option.GENERAL), np.full(n, ELSEWHERE)

    def months(level, place):
        return settlement_month(model.state, model.clock, model.tables, keys, level, place)

    assert (months(near, general) == 0).all()
    assert np.array_equal(months(far, general), months(near, elsewhere))
    late = months(far, general)
    # October 3: a late claim is spread evenly over twice the mean lag, the first 28 days of it in October
    share = values["insurance.late_share"] * (1 - 28.5 / (2 * values["insurance.late_days"]))
    assert (late > 0).mean() == pytest.approx(share, abs=0.03)
    assert late.max() == model.state.months[int(2 * values["insurance.late_days"])]
