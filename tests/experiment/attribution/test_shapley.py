"""Contributions by hand, and the properties that make them Shapley values."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.experiment.attribution.shapley import along, coalitions, exact, order, steps

PLAYERS = ("a", "b", "c")


def worth(table: Mapping[str, float]) -> object:
    return lambda joined: table["".join(sorted(joined))]


def test_two_players_that_help_each_other_by_hand() -> None:
    value = worth({"": 10.0, "a": 12.0, "b": 11.0, "ab": 17.0})
    # a: half of 2 (first) and 6 (second); b: half of 1 and 5
    assert exact(("a", "b"), value) == {"a": 4.0, "b": 3.0}  # type: ignore[arg-type]
    assert along(("b", "a"), value) == {"a": 4.0, "b": 3.0}  # type: ignore[arg-type]


@given(st.lists(st.floats(-1e3, 1e3), min_size=8, max_size=8))
def test_contributions_add_up_and_who_adds_nothing_gets_nothing(values: list[float]) -> None:
    table = dict(zip(("".join(sorted(one)) for one in coalitions(PLAYERS)), values, strict=True))
    found = exact(PLAYERS, worth(table))  # type: ignore[arg-type]
    assert sum(found.values()) == pytest.approx(table["abc"] - table[""], abs=1e-6)
    on_a_way = along(PLAYERS, worth(table))  # type: ignore[arg-type]
    assert sum(on_a_way.values()) == pytest.approx(table["abc"] - table[""], abs=1e-6)
    idle = {name: table[name.replace("c", "")] for name in table}
    assert exact(PLAYERS, worth(idle))["c"] == pytest.approx(0, abs=1e-9)  # type: ignore[arg-type]


def test_orders_are_keyed_and_differ() -> None:
    names = [f"lever{k}" for k in range(8)]
    assert order(names, 3) == order(names, 3) != order(names, 4)
    assert sorted(order(names, 3)) == names
    assert [len(one) for one in steps(names)] == list(range(9))
