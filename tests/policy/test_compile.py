"""Regimes: who lives under which values, on a real county."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

import numpy as np
import pytest

from sim.declare import defaults, load_parameters
from sim.geography.kinds import Kind
from sim.geography.map import Map, build_map
from sim.policy.compile import compile_regimes
from sim.policy.groups import Trait
from sim.policy.reach import Places, placed
from sim.policy.regimes import Regimes
from sim.policy.use import LeverUse, Where, completed
from tests.policy.levers import CATALOGUE

PARAMETERS = load_parameters()
DAY = date(2024, 6, 1)
PATH, OFF, ON, MORE = "referral.offer.village", 0.0012, 0.05, 0.1


@lru_cache(maxsize=1)
def lulong() -> Map:
    return build_map(("130324",), defaults())


def regimes(*uses: LeverUse, on: date = DAY) -> Regimes:
    ready = [placed(completed(one, CATALOGUE[one.lever]), Places(lulong())) for one in uses]
    return compile_regimes(defaults(), ready, PARAMETERS, on, lulong())


def test_no_lever_and_one_for_everybody_are_a_single_regime() -> None:
    none, one = regimes(), regimes(LeverUse("referral.slips"))
    assert len(none) == len(one) == 1
    assert none.county[PATH] == OFF and one.county[PATH] == ON
    assert not one.of_people.any() and not one.of_facility.any()
    assert one.of_people.shape == (len(lulong().villages), 256)


def test_a_township_by_name_reaches_its_people_and_primary_facilities() -> None:
    found = regimes(LeverUse("referral.slips", where=Where(townships=("卢龙镇",))))
    map_ = lulong()
    inside = map_.villages["township"].to_numpy() == 0
    assert 0 < inside.sum() < len(inside)
    assert np.array_equal(found.by_village(PATH), np.where(inside, ON, OFF))
    assert np.array_equal(found.by_village(PATH, 255), np.where(inside, ON, OFF))
    stands = map_.facilities["township"].to_numpy() == 0
    assert np.array_equal(found.by_facility(PATH), np.where(stands, ON, OFF))
    with pytest.raises(KeyError):
        found.county[PATH]
    assert found.county["referral.accept"] == 0.95


def test_a_group_reaches_its_people_and_no_facility() -> None:
    found = regimes(LeverUse("referral.slips", who=Trait.ELDERLY | Trait.POOR))
    at = found.by_regime(PATH)[found.of_people[0]]
    code = np.arange(256)
    assert np.array_equal(at == ON, (code & (Trait.ELDERLY | Trait.POOR)) > 0)
    assert (found.by_facility(PATH) == OFF).all()


def test_a_facility_alone_reaches_nobody_else() -> None:
    found = regimes(LeverUse("referral.slips", where=Where(facilities=("H-130324-1",))))
    assert (found.by_village(PATH) == OFF).all()
    assert lulong().facilities["id"][found.by_facility(PATH) == ON].tolist() == ["H-130324-1"]


def test_a_community_is_its_members_and_their_villages() -> None:
    found = regimes(LeverUse("referral.slips", where=Where(communities=("130324-1",))))
    assert (found.by_village(PATH) == ON).all()
    facilities = lulong().facilities
    reached = found.by_facility(PATH) == ON
    assert np.array_equal(reached, (facilities["community"] == "130324-1").to_numpy())
    assert not reached[(facilities["kind"] == Kind.CITY).to_numpy()].any()


def test_what_is_narrowed_beats_what_is_not() -> None:
    found = regimes(
        LeverUse("referral.more"), LeverUse("referral.slips", where=Where(townships=("130324101",)))
    )
    inside = lulong().villages["township"].to_numpy() == 1
    assert np.array_equal(found.by_village(PATH), np.where(inside, ON, MORE))
    assert found.values[0][PATH] == MORE
    assert np.array_equal(found.by_village("referral.offer.township"), np.where(inside, 0.09, 0.0034))


def test_combinations_with_the_same_values_are_one_regime() -> None:
    places = Where(townships=("130324101",)), Where(townships=("130324102",))
    same = regimes(*(LeverUse("referral.slips", where=one) for one in places))
    assert len(same) == 2
    crossed = regimes(
        LeverUse("referral.slips", where=places[0]), LeverUse("referral.ward", who=Trait.ELDERLY)
    )
    assert len(crossed) == 4


def test_order_of_uses_does_not_change_what_anybody_has() -> None:
    uses = [
        LeverUse("referral.slips", where=Where(townships=("130324101",))),
        LeverUse("referral.more"),
        LeverUse("referral.ward", who=Trait.CHRONIC),
    ]
    one, other = regimes(*uses), regimes(*reversed(uses))
    for path in (PATH, "care.bed_patience_days"):
        for code in (0, 8, 255):
            assert np.array_equal(one.by_village(path, code), other.by_village(path, code))
        assert np.array_equal(one.by_facility(path), other.by_facility(path))


def test_a_switch_goes_from_township_to_township_and_ends_as_one_regime() -> None:
    use = LeverUse("referral.switch", start=date(2024, 1, 1), ramp_days=366)
    map_ = lulong()
    township = map_.villages["township"].to_numpy()
    before: set[int] = set()
    counts = []
    for month in range(1, 13):
        found = regimes(use, on=date(2024, month, 1))
        on = found.by_village("care.unlimited") == 1
        reached = set(township[on])
        assert on.sum() == np.isin(township, list(reached)).sum()
        assert before <= reached
        assert found.values[0]["care.unlimited"] == 0
        hospital = map_.facilities["id"] == "H-130324-1"
        assert found.by_facility("care.unlimited")[hospital] == 1
        centres = (map_.facilities["kind"] == Kind.TOWNSHIP_CENTRE).to_numpy()
        assert found.by_facility("care.unlimited")[centres].sum() == len(reached)
        before = reached
        counts.append(len(reached))
    assert counts[0] == 1 and counts[5] == 5 and counts[-1] == 11
    over = regimes(use, on=date(2025, 1, 1))
    assert len(over) == 1 and over.county["care.unlimited"] == 1


def test_a_ramp_within_places() -> None:
    where = Where(townships=("130324101", "130324102", "130324103", "130324104"))
    use = LeverUse("referral.switch", start=date(2024, 1, 1), ramp_days=60, where=where)
    township = lulong().villages["township"].to_numpy()
    on = regimes(use, on=date(2024, 2, 1)).by_village("care.unlimited") == 1
    assert len(set(township[on])) == 3 and set(township[on]) <= {1, 2, 3, 4}
    numbers = LeverUse("referral.slips", start=date(2024, 1, 1), ramp_days=31, where=where)
    found = regimes(numbers, on=date(2024, 1, 10)).by_village(PATH)
    assert np.allclose(found, np.where(np.isin(township, [1, 2, 3, 4]), (OFF + ON) / 2, OFF))
