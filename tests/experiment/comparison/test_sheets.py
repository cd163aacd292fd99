"""A comparison as tables for spreadsheets and for the screen."""

from __future__ import annotations

from sim.experiment.comparison.plan import make_comparison
from sim.experiment.comparison.sheets import labelled, readable
from sim.scenario import load_scenario
from tests.ui.charts.tables import row, table

COMPARISON = make_comparison(
    [load_scenario(name) for name in ("beidaihe-2024-baseline", "beidaihe-2024")], 0.02
)
NAME, AGAINST = "beidaihe-2024", "beidaihe-2024-baseline"
RATE = row("in_county_visit_rate", NAME, against=AGAINST, before=0.5, after=0.512, difference=0.012,
           low=-0.001, high=0.025, before_low=0.48, before_high=0.52)  # fmt: skip
TABLE = table(RATE | {"period": "2024-01"}, RATE, RATE | {"scope": "community:130304-1"})


def test_files_hold_the_ranges_of_both_levels_with_shares_as_they_are() -> None:
    made = labelled(COMPARISON, TABLE, "en")
    assert list(made["in the baseline, 95 % of replicates from"]) == [0.48] * 3
    assert list(made["in the baseline, 95 % of replicates to"]) == [0.52] * 3
    assert list(made["place"]) == ["", "", "community 130304-1"]


def test_the_screen_shows_per_cent_and_points_and_the_whole_period_first() -> None:
    made = readable(COMPARISON, TABLE, "zh")
    assert list(made["period"]) == ["全期", "全期", "2024-01"]
    assert list(made["scope"]) == ["全域", "医共体130304-1", "全域"]
    first = made.iloc[0]
    assert (first["before"], first["after"], first["difference"]) == ("50.00", "51.20", "+1.20")
    assert first["interval"] == "−0.10 … +2.50" and first["group"] == "全体居民"
