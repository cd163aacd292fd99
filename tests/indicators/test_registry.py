"""The registry, the observation step and the list of official indicators."""

from __future__ import annotations

import csv
from dataclasses import replace

import numpy as np
import pytest

from sim.declare import defaults, load_parameters, parameter_folder
from sim.indicators import registry
from sim.indicators.build import home_view, site_views
from sim.indicators.indicator import UNITS
from sim.indicators.observe import HAPPENED, SWITCHES, Switches, admissible, in_force
from sim.indicators.periods import periods
from sim.indicators.table import indicator_table
from tests.indicators.fakes import random_run

FLIPS = {"village_return_share": 0.5}


def test_names_are_unique_and_everything_is_said_in_two_languages() -> None:
    ids = [indicator.id for indicator in registry.all()]
    assert len(ids) == len(set(ids))
    for indicator in registry.all():
        assert indicator.id.isidentifier() and indicator.id.islower()
        assert indicator.unit in UNITS
        assert indicator.basis
        assert indicator.scaled == (indicator.unit == "count")
        for text in (indicator.label, indicator.definition):
            assert text.en and text.zh
        assert indicator.happened is None or indicator.happened.source == "model"
        assert indicator.reported is None or indicator.reported.source in ("claims", "returns")


def test_the_headline_is_in_the_registry() -> None:
    assert [indicator.id for indicator in registry.headline()] == list(registry.HEADLINE)


def test_every_official_indicator_is_computed_or_has_a_reason() -> None:
    with (parameter_folder().parent / "data" / "indicators.csv").open(encoding="utf-8", newline="") as file:
        rows = [row["id"] for row in csv.DictReader(file)]
    listed = {entry.id: entry for entry in registry.official()}
    assert list(listed) == rows == [f"IND{n:02d}" for n in range(1, 33)]
    for entry in listed.values():
        assert set(entry.computed_as) <= set(registry.by_id())
        assert entry.computed_as or (entry.reason.en and entry.reason.zh)


def test_the_registry_and_the_list_of_official_indicators_agree() -> None:
    listed = {(entry.id, name) for entry in registry.official() for name in entry.computed_as}
    claimed = {(official, indicator.id) for indicator in registry.all() for official in indicator.official}
    assert claimed == listed


def test_every_switch_is_declared_and_every_declared_number_is_used() -> None:
    declared = {path.removeprefix("observe.") for path in load_parameters() if path.startswith("observe.")}
    assert declared == {*SWITCHES, "doctor_days", "festival_claims"}


def test_what_happened_sees_everything() -> None:
    assert Switches() == HAPPENED
    assert (
        HAPPENED.village_visits,
        HAPPENED.village_return_share,
        HAPPENED.employees,
        HAPPENED.critical,
    ) == (1, 1, 1, 1)


def test_admissible_settings_take_the_ends_of_the_ranges() -> None:
    base = in_force(defaults())
    found = admissible(base, ("employees", "village_return_share"))
    assert found[0] == base
    assert {(s.employees, s.village_return_share) for s in found[1:]} == {(0, 0), (0, 1), (1, 0), (1, 1)}
    assert admissible(base, ()) == [base, base]


def test_a_visit_rate_of_neither_visits_nor_stays_is_not_admissible() -> None:
    base = in_force(defaults())
    found = admissible(base, ("ordinary_visits", "stays_as_visits"))
    assert {(s.ordinary_visits, s.stays_as_visits) for s in found} == {(1, 0), (0, 1), (1, 1)}


@pytest.mark.parametrize("switch", SWITCHES)
def test_an_indicator_names_exactly_the_switches_it_depends_on(switch: str) -> None:
    run = random_run(11)
    chosen = periods(run.months, run.start)
    home, _ = home_view(run, chosen)
    sites, *_ = site_views(run, chosen)
    # Everything that a switch could take out is in: pharmacies, the critical-illness layer, all readings.
    base = Switches(pharmacies=1.0, village_return_share=0.8)
    other = replace(base, **{switch: FLIPS.get(switch, 1.0 - getattr(base, switch))})
    for view, indicators in ((home, registry.home_indicators()), (sites, registry.site_indicators())):
        for indicator in indicators:
            if indicator.reported is None:
                continue
            formula = indicator.reported
            before, after = (
                formula.value(*formula.parts(replace(view, seen=seen))) for seen in (base, other)
            )
            moved = not np.array_equal(before, after, equal_nan=True)
            assert moved == (switch in formula.switches), indicator.id


def test_what_happened_depends_on_no_switch_of_the_run() -> None:
    run = random_run(5)
    flipped = run.with_values(**{name: 0.0 for name in SWITCHES if name != "stays_as_visits"})
    one, two = indicator_table(run), indicator_table(flipped)
    same = one["basis"] == "happened"
    assert np.array_equal(one["value"][same], two["value"][same], equal_nan=True)
    assert not np.array_equal(one["value"][~same], two["value"][~same], equal_nan=True)
