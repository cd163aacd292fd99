"""Which rows are shown together."""

from __future__ import annotations

from sim.experiment.comparison.select import (
    board,
    by_group,
    by_month,
    groups_offered,
    months_offered,
    plain,
)
from sim.indicators.burden import Dimension
from tests.ui.charts.tables import row, table

TABLE = table(
    row("travel_minutes"), row(), row(scenario="c"), row("wait_minutes", difference=float("nan")),
    row(period="2024-01"), row(period="2023"), row(basis="reported"), row(part="brought_home"),
    row(group="income_1"), row("own_cost_per_person", group="income_1"),
    row("own_cost_per_person", group="income_gap"), row("own_cost_per_person", group="age_2"),
    row(scope="community:130304-1"),
)  # fmt: skip


def test_the_board_has_its_order_and_no_holes() -> None:
    assert [(one["indicator"], one["scenario"]) for one in board(TABLE)] == [
        ("in_county_visit_rate", "b"), ("in_county_visit_rate", "c"), ("travel_minutes", "b"),
    ]  # fmt: skip
    assert len(plain(TABLE)) == 4


def test_months_and_groups() -> None:
    assert [one["period"] for one in by_month(TABLE, "in_county_visit_rate")] == ["2024-01"]
    assert months_offered(TABLE) == ["in_county_visit_rate"]
    assert groups_offered(TABLE)[0] == "own_cost_per_person"
    found = by_group(TABLE, "own_cost_per_person", Dimension.INCOME)
    assert [one["group"] for one in found] == ["income_1"]
