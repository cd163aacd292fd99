"""The picture says what the run says: its tables add up to the tallies and to the ledgers."""

from __future__ import annotations

import pickle

import numpy as np
import pytest
from shapely import Point, Polygon, unary_union

from sim.experiment.picture.ground import cells_of
from sim.experiment.picture.tiers import TIER_OF_PLACE, Tier
from sim.experiment.picture.watch import Ways
from sim.geography.kinds import Option
from sim.indicators.funnel import CLOSED, Fate, Way
from sim.indicators.registry import HEADLINE
from sim.indicators.tally import ELSEWHERE, Flow
from tests import small
from tests.pictures import SAMPLE, small_picture, watched


def test_every_place_of_care_has_a_tier() -> None:
    assert TIER_OF_PLACE.tolist() == [-1, -1, 0, 0, 1, 1, 2, 2, 2, 2, 3, 4, 5, 6]
    assert Tier(TIER_OF_PLACE[Option.TCM]) is Tier.COUNTY
    assert Tier(TIER_OF_PLACE[ELSEWHERE]) is Tier.ELSEWHERE


def test_visits_and_stays_by_village_are_those_of_the_tally() -> None:
    result, ways, _ = watched()
    counted = [k for k, (first, _) in enumerate(result.months) if first >= result.start]
    for table, measure in ((ways.visited, Flow.OUTPATIENT_COUNT), (ways.stayed, Flow.DISCHARGES)):
        told = result.tally.flow_table(measure)[counted].sum(axis=(1, 3))
        assert told.sum() > 0
        assert np.array_equal(table.sum(axis=1), told)


def test_every_visit_is_a_first_or_a_later_one_and_every_stay_has_an_origin() -> None:
    _, ways, _ = watched()
    first, again, stay = ways.steps.sum(axis=(2, 3)).T
    assert np.array_equal(first + again, ways.visited.sum(axis=(1, 2)))
    assert np.array_equal(stay, ways.stayed.sum(axis=(1, 2)))
    assert again.min() > 0 and ways.steps[:, 0, 2:].sum() == 0  # first visits come from two kinds of home


def test_watching_the_ways_changes_nothing() -> None:
    plain, seen = small.county(seed=2), small.county(seed=2)
    seen.observers.append(Ways(seen))
    small.walk(plain, 6)
    small.walk(seen, 6)
    assert small.outcome(plain) == small.outcome(seen)


def test_flows_and_catchments_add_up() -> None:
    picture = small_picture()
    by_tier = picture.flows.groupby("tier")["visits"].sum()
    assert by_tier.sum() == pytest.approx(watched()[1].visited.sum() / SAMPLE, rel=1e-3)
    assert picture.ways.groupby("tier")["visits"].sum().to_dict() == pytest.approx(
        by_tier.to_dict(), rel=0.01
    )
    hospital = picture.sites.loc[picture.sites["kind"] == "county_general", "id"].iloc[0]
    own = picture.facilities.loc[picture.facilities["id"] == hospital, "visits"].sum()
    from_villages = picture.ways.loc[picture.ways["facility"] == hospital, "visits"].sum()
    assert own == pytest.approx(from_villages, rel=0.01)


def test_the_funnel_closes_every_referral() -> None:
    result, _, picture = watched()
    table = picture.referrals
    assert set(table["way"]) == {way.name.lower() for way in Way}
    offered = table.loc[table["fate"] == "offered", "count"].sum()
    counted = [k for k, (first, _) in enumerate(result.months) if first >= result.start]
    told = sum(int(result.tally.fates(way, Fate.OFFERED)[counted].sum()) for way in Way)
    assert offered == pytest.approx(told / SAMPLE)
    assert {fate.name.lower() for fate in CLOSED} <= set(table["fate"])


def test_what_the_funds_paid_is_what_the_ledgers_hold() -> None:
    picture = small_picture()
    main = picture.meta.main
    ledger = picture.ledger.loc[picture.ledger["period"] == main, "paid"].sum()
    funds = picture.paid[picture.paid["payer"].isin(["residents_fund", "employees_fund", "critical"])]
    assert funds["yuan"].sum() == pytest.approx(ledger, rel=1e-6)
    assert (picture.paid["yuan"] >= -0.01).all()


def test_headlines_come_in_their_order_with_both_bases() -> None:
    picture = small_picture()
    table = picture.headline()
    names = list(dict.fromkeys(table["indicator"].astype(str)))
    assert names == [name for name in HEADLINE if name in names]
    assert set(table["basis"].astype(str)) == {"happened", "reported"}
    months = picture.by_month("primary_visit_share")
    assert list(months.index) == ["2024-01", "2024-02"] and months["value"].between(0, 1).all()
    assert picture.at_facilities("bed_occupancy").between(0, 2).all()


def test_the_picture_travels_and_says_what_it_is() -> None:
    picture = pickle.loads(pickle.dumps(small_picture()))
    meta = picture.meta
    assert meta.is_preview and meta.sample == SAMPLE and meta.schematic
    assert meta.months == ("2024-01", "2024-02")
    assert {name: (seen, of) for name, seen, of in meta.observed}["townships"] == (1, 5)
    assert set(picture.ways["village"]) <= set(picture.villages["code"])


def test_cells_hold_their_villages_and_do_not_overlap() -> None:
    map_ = small.small_map()
    cells = {code: [Polygon(ring) for ring in rings] for code, rings in cells_of(map_)}
    assert set(cells) == set(map_.villages["code"].astype(str))
    for code, lon, lat in map_.villages[["code", "lon", "lat"]].itertuples(index=False):
        assert any(part.buffer(1e-3).contains(Point(lon, lat)) for part in cells[str(code)])
    whole = unary_union([part for parts in cells.values() for part in parts])
    assert sum(part.area for parts in cells.values() for part in parts) == pytest.approx(whole.area, rel=5e-3)
