"""Who bears it: the tables by group agree with the tables by county, person by person and in sum."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from sim.day.clock import months_between
from sim.indicators.burden import DIMENSIONS, OF_FATE, OF_PERSON, SHAPE, Borne, Each, Facts, cells_of
from sim.indicators.tally import Flow, Person
from sim.model import CountyModel
from sim.population.people import Insurance
from tests.small import BUSY, county, scenario, small_map, small_people, walk

START = date(2024, 1, 1)
FLOWS: dict[Borne, tuple[tuple[Flow, ...], tuple[Flow, ...], tuple[Person, ...]]] = {
    Borne.VISITS: ((Flow.OUTPATIENT_COUNT,), (), ()),
    Borne.TRAVEL: ((Flow.TRAVEL,), (), ()),
    Borne.WAIT: ((Flow.WAIT,), (), ()),
    Borne.STAYS: ((Flow.DISCHARGES,), (), ()),
    Borne.KEPT_BEYOND: ((Flow.KEPT_BEYOND,), (), ()),
    Borne.BILL: ((Flow.OUTPATIENT_BILL, Flow.INPATIENT_BILL), (), (Person.PHARMACY_BILL,)),
    Borne.OWN: (
        (Flow.OUTPATIENT_BILL, Flow.INPATIENT_BILL),
        (Flow.OUTPATIENT_FUND, Flow.INPATIENT_FUND, Flow.CRITICAL, Flow.AID),
        (Person.PHARMACY_BILL,),
    ),
    Borne.PHARMACY: ((), (), (Person.PHARMACY,)),
    Borne.SELF_CARE: ((), (), (Person.SELF_CARE,)),
    Borne.FORGONE: ((), (), (Person.FORGONE,)),
    Borne.EMERGENCIES: ((), (), (Person.EMERGENCIES,)),
    Borne.LATE_EMERGENCIES: ((), (), (Person.LATE_EMERGENCIES,)),
    Borne.EMERGENCY_DEATHS: ((), (), (Person.EMERGENCY_DEATHS,)),
    **{borne: ((), (), (person,)) for person, borne in OF_PERSON.items()},
}
"""What a measure is over all groups: flows added, flows taken off, measures of people added."""


def busy(kernel: str, days: int = 270) -> CountyModel:
    """A county of many slips and few slots and beds, run into its counted days."""
    map_, people = small_map(), small_people(share=0.08)
    facilities = map_.facilities.copy()
    facilities["beds"] = (facilities["beds"] // 80).astype(np.int64)
    facilities["doctors"] *= 0.02
    plan = scenario({**BUSY, "care.late_minutes": 20, "care.patience_days": 0, "care.bed_patience_days": 0})
    model = CountyModel(plan, map_=replace(map_, facilities=facilities), people=people, kernel=kernel)
    return walk(model, days)


@pytest.fixture(scope="module", params=["numpy", "numba"])
def model(request: pytest.FixtureRequest) -> CountyModel:
    return busy(request.param)


def by_county(model: CountyModel, measure: Borne) -> np.ndarray:
    burden = model.state.burden
    return burden.by_group(burden.table[:, measure]).sum(axis=(0, *range(2, 2 + len(SHAPE))))


def first_counted(model: CountyModel) -> int:
    return months_between(model.scenario.begin, model.scenario.start)


WITHOUT_MONEY = {Borne.STAYS_WITHHELD, Borne.STAYS_DEFERRED, Borne.REFERRALS_WITHHELD}
"""What befalls nobody as long as facilities are paid as usual."""


@pytest.mark.parametrize("measure", FLOWS, ids=lambda m: m.name)
def test_groups_add_up_to_the_county(model: CountyModel, measure: Borne) -> None:
    tally, first = model.state.tally, first_counted(model)
    plus, minus, people = FLOWS[measure]
    total = sum(tally.flow_table(flow)[first:].sum(axis=(0, 2, 3)) for flow in plus)
    total = total - sum(tally.flow_table(flow)[first:].sum(axis=(0, 2, 3)) for flow in minus)
    total = total + sum(tally.people_table(person)[first:].sum(axis=0) for person in people)
    found = by_county(model, measure)
    np.testing.assert_array_equal(found, total)
    assert found.sum() > 0 or measure in WITHOUT_MONEY, "nothing happened, so nothing was tested"


@pytest.mark.parametrize("measure", sorted(set(OF_FATE.values())), ids=lambda m: m.name)
def test_referrals_of_groups_add_up_to_the_county(model: CountyModel, measure: Borne) -> None:
    fates = [fate for fate, borne in OF_FATE.items() if borne == measure]
    total = sum(model.state.tally.fates(*fate)[first_counted(model) :].sum(axis=0) for fate in fates)
    found = by_county(model, measure)
    np.testing.assert_array_equal(found, total)
    # Slips come first, so that hardly any finds no slot.
    assert found.sum() > 0 or measure == Borne.UP_NO_SLOT, "nothing happened, so nothing was tested"


def test_refusals_are_of_slots_and_beds(model: CountyModel) -> None:
    first = first_counted(model)
    refused = model.state.tally.flow_table(Flow.REFUSED)[first:].sum(axis=(0, 2, 3))
    found = by_county(model, Borne.NOT_SEEN) + by_county(model, Borne.NO_BED)
    np.testing.assert_array_equal(found, refused)
    assert by_county(model, Borne.NOT_SEEN).sum() > 0


def test_care_in_the_county_by_insurance(model: CountyModel) -> None:
    """Where care was taken, and one more way to add up: over everything but the insurance."""
    tally, burden, first = model.state.tally, model.state.burden, first_counted(model)
    for measure, flow in (
        (Borne.COUNTY_VISITS, Flow.OUTPATIENT_COUNT),
        (Borne.COUNTY_STAYS, Flow.DISCHARGES),
    ):
        inside = tally.flow_table(flow)[first:, :, :10].sum(axis=(0, 2))
        found = burden.by_group(burden.table[:, measure]).sum(axis=(0, 2, 3, 4, 5))
        np.testing.assert_array_equal(found, inside)
        assert found[:, Insurance.RESIDENTS].sum() > 0


def test_personal_sums_are_those_of_the_groups(model: CountyModel) -> None:
    burden, size = model.state.burden, model.state.burden.table.shape[2]
    for each in (Each.VISITS, Each.STAYS, Each.FORGONE, Each.OWN):
        sums = np.bincount(burden.cell, weights=burden.each[:, each], minlength=size)
        np.testing.assert_array_equal(sums, burden.table[burden.year, Borne[each.name]])


def test_both_kernels_bear_the_same() -> None:
    one, other = (busy(kernel, 130).state.burden for kernel in ("numpy", "numba"))
    np.testing.assert_array_equal(one.table, other.table)
    np.testing.assert_array_equal(one.each, other.each)
    assert one.table[0, Borne.VISITS].sum() > 0


def test_the_warm_up_is_not_counted() -> None:
    model = county(share=0.01)
    walk(model, (model.scenario.start - model.scenario.begin).days)
    assert not model.state.burden.counting
    assert not model.state.burden.table.any()
    walk(model, 1)
    assert model.state.burden.counting


def test_the_year_ends_and_begins_anew() -> None:
    """Heads are taken on the last day of the year, and personal sums begin at nought with New Year's."""
    model = county({"run.catastrophic_share": 0.1}, share=0.01, start=date(2024, 12, 1), kernel="numba")
    days = (date(2024, 12, 31) - model.scenario.begin).days + 1
    walk(model, days)
    burden, people = model.state.burden, model.state.people
    income = np.array([model.tables.values[f"fairness.income_{k}"] for k in range(1, 6)])
    poor = burden.each[:, Each.OWN] > 0.1 * income[people.income]
    assert 0 < poor.sum() == burden.table[0, Borne.CATASTROPHIC].sum()
    assert burden.table[0, Borne.MEMBERS].sum() <= len(people)
    assert burden.table[0, Borne.PEOPLE].sum() == people.alive.sum()
    served = people.alive & people.signed & (burden.each[:, Each.PRIMARY] > 0)
    assert 0 < served.sum() == burden.table[0, Borne.SERVED].sum()
    signed = burden.table[0, Borne.UNDER_CONTRACT]
    assert served.sum() < signed.sum() == (people.alive & people.signed).sum()
    np.testing.assert_array_equal(signed, burden.table[0, Borne.SIGNED])  # one month end is in the year
    own = burden.each[:, Each.OWN].astype(float)
    assert burden.squares[0, Each.OWN].sum() == pytest.approx((own**2).sum())
    walk(model, 1)
    assert (burden.year, burden.table[1, Borne.CATASTROPHIC].sum()) == (1, 0)
    assert burden.each.shape[0] == len(model.state.people) > len(people)
    assert burden.each[:, Each.OWN].sum() == burden.table[1, Borne.OWN].sum()


def test_hand_worked_cells() -> None:
    facts = Facts(
        county=np.array([0, 0, 1]),
        income=np.array([0, 4, 2]),
        km=np.array([4.9, 5.0, np.inf]),
        age=np.array([14, 15, 90]),
        away=np.array([False, True, False]),
        insurance=np.array([1, 2, 0]),
    )
    cell = cells_of(facts, np.array([5.0, 15.0, 30.0]), np.array([15.0, 45.0, 65.0]))
    at = np.unravel_index(cell, (2, *SHAPE))
    assert [tuple(int(axis[k]) for axis in at) for k in range(3)] == [
        (0, 0, 0, 0, 0, 1),
        (0, 4, 1, 1, 1, 2),
        (1, 2, 3, 3, 0, 0),
    ]


def test_every_dimension_has_a_name() -> None:
    assert len(DIMENSIONS) == len(SHAPE)
    assert all(text.en and text.zh for text in DIMENSIONS.values())
