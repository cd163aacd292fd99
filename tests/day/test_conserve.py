from __future__ import annotations

import numpy as np
import pytest

from sim.care.ward import TO_BED, TO_HOME
from sim.day.conserve import ENDS, Imbalance, check
from sim.indicators.funnel import CLOSED, Fate, Way
from sim.indicators.tally import ELSEWHERE, Flow, Person
from sim.money.settle import eligible_cost
from sim.needs.cases import UP_SLIP
from tests.day.watch import filed
from tests.small import county, walk


def test_the_year_was_busy_enough_to_say_something(busy):
    tally, people = busy.model.state.tally, busy.model.state.tally.people.sum(axis=1)
    assert busy.guard.seen > 10_000
    assert busy.door.full > 2_000
    for measure in (Flow.REFUSED, Flow.ADMISSIONS, Flow.OPERATIONS, Flow.DEATHS, Flow.CRITICAL):
        assert tally.flow[measure].sum() > 0, measure.name
    for measure in (
        Person.EMERGENCIES, Person.GAVE_UP, Person.PHARMACY, Person.ENDED_DEATH, Person.ENDED_SUPERSEDED,
    ):  # fmt: skip
        assert people[measure] > 0, measure.name


def test_every_need_ends_in_one_way_or_is_open(busy):
    state, people = busy.model.state, busy.model.state.tally.people.sum(axis=1)
    assert people[Person.NEEDS] == people[list(ENDS)].sum() + len(state.agenda) + len(state.wards)


def test_slips_are_accounted_for(busy):
    """Every slip offered ends in exactly one way or is under way; every offer to go down, too."""
    state, tally = busy.model.state, busy.model.state.tally
    _, cases = filed(state.agenda)
    _, stays = filed(state.wards)

    def count(way, *fates):
        return sum(int(tally.fates(way, fate).sum()) for fate in fates)

    under_way = {
        Way.UP: (cases["slip"] == UP_SLIP).sum(),
        Way.OUT: (cases["slip"] > UP_SLIP).sum(),
        Way.DOWN: np.isin(stays["down"], (TO_BED, TO_HOME)).sum(),
    }
    for way in Way:
        assert count(way, Fate.OFFERED) == count(way, *CLOSED) + under_way[way] > 0, way
        assert count(way, Fate.RETURNED) <= count(way, Fate.ATTENDED)


def test_slips_were_lost_in_every_way(busy):
    tally = busy.model.state.tally
    for fate in (Fate.FAR, Fate.NO_SHOW, Fate.ATTENDED, Fate.RETURNED):
        assert tally.fates(Way.UP, fate).sum() > 0, fate.name
    for fate in (Fate.TRUST, Fate.ATTENDED):
        assert tally.fates(Way.DOWN, fate).sum() > 0, fate.name


def test_both_tables_of_the_tally_hold_the_same_events(busy):
    """By home and place, or by facility: the same sums in every month."""
    tally = busy.model.state.tally
    for measure in Flow:
        if measure != Flow.OCCUPIED:
            by_home = tally.flow_table(measure).sum(axis=(1, 2, 3))
            assert np.array_equal(by_home, tally.facility_table(measure).sum(axis=1)), measure.name
    count = tally.flow_table(Flow.OUTPATIENT_COUNT)
    assert np.array_equal(tally.visit_table().sum(axis=4), count)


def test_visits_are_at_places_that_exist(busy):
    tally = busy.model.state.tally
    by_place = tally.flow_table(Flow.OUTPATIENT_COUNT).sum(axis=(0, 1, 3))
    assert (by_place[:2] == 0).all()  # neither self-care nor a pharmacy is a visit
    assert by_place[ELSEWHERE] > 0
    assert (by_place[2:5] > 0).all()


def test_what_the_fund_paid_is_what_people_were_paid(busy):
    """Accumulators of the year against the tally since the first of January, to the fen."""
    people, paid = busy.model.state.people, busy.model.state.tally.flow.sum(axis=1) - busy.new_year
    outpatient = people.outpatient_paid.astype(int).sum() + people.chronic_paid.astype(int).sum()
    assert outpatient == paid[Flow.OUTPATIENT_FUND] > 0
    assert people.inpatient_paid.astype(int).sum() == paid[Flow.INPATIENT_FUND] > 0
    assert people.stays.astype(int).sum() == paid[Flow.DISCHARGES]
    bills = busy.stays[busy.first_stay :]
    assert sum(int(one.bill.sum()) for one in bills) == paid[Flow.INPATIENT_BILL]
    own = 0
    for one in bills:
        assert (one.bill - one.fund - one.critical >= 0).all()
        level = busy.model.tables.sites.level[one.stays["facility"]]
        scheme = busy.model.state.scheme[one.stays["person"]]
        own += int((eligible_cost(busy.model.tables.rules, one.bill, level, scheme) - one.fund).sum())
    assert people.own_eligible.astype(int).sum() == own


def test_claims_settle_once(busy):
    """Everything that the funds paid is settled in some month, none twice."""
    flow = busy.model.state.tally.flow.sum(axis=1)
    assert flow[Flow.SETTLED_OUTPATIENT_FUND] == flow[Flow.OUTPATIENT_FUND]
    assert flow[Flow.SETTLED_INPATIENT_FUND] == flow[Flow.INPATIENT_FUND]
    assert flow[Flow.SETTLED_CRITICAL] == flow[Flow.CRITICAL]
    insured = busy.model.state.tally.flow_table(Flow.DISCHARGES)[..., 1:].sum()
    assert flow[Flow.SETTLED_STAYS] == insured
    assert flow[Flow.SETTLED_CHRONIC_VISITS] <= flow[Flow.SETTLED_VISITS] <= flow[Flow.OUTPATIENT_COUNT]


def test_the_uninsured_are_paid_nothing(busy):
    tally = busy.model.state.tally
    for measure in (Flow.OUTPATIENT_FUND, Flow.INPATIENT_FUND, Flow.CRITICAL, Flow.SETTLED_STAYS):
        assert tally.flow_table(measure)[..., 0].sum() == 0
        assert tally.flow_table(measure)[..., 1].sum() > 0
    assert tally.flow_table(Flow.OUTPATIENT_BILL)[..., 0].sum() > 0


def test_everybody_dies_once(busy):
    tally = busy.model.state.tally
    counted = (
        tally.people[[Person.DEATHS_UNTREATED, Person.DEATHS_OTHER]].sum() + tally.flow[Flow.DEATHS].sum()
    )
    assert counted == (~busy.model.state.people.alive).sum() > 0
    assert tally.people[Person.ENDED_DEATH].sum() == counted - tally.people[Person.DEATHS_OTHER].sum()
    assert tally.people[Person.EMERGENCY_DEATHS].sum() <= tally.flow[Flow.DEATHS].sum()


def test_everybody_dies_once_even_where_death_is_common():
    deadly = {"needs.scale": 2.5}
    for path in county().tables.values:
        if path.startswith("conditions."):
            quantity = path.split(".")[2]
            if quantity in ("death_severe", "death_untreated", "severe"):
                deadly[path] = {"death_severe": 0.3, "death_untreated": 0.6, "severe": 0.3}[quantity]
    model = walk(county(deadly), 120)
    tally = model.state.tally
    counted = (
        tally.people[[Person.DEATHS_UNTREATED, Person.DEATHS_OTHER]].sum() + tally.flow[Flow.DEATHS].sum()
    )
    assert counted == (~model.state.people.alive).sum()


# The check itself


@pytest.fixture
def settled():
    return walk(county(share=0.01), 40)


def spoil_need(state):
    state.tally.people[Person.NEEDS, 0] += 1


def spoil_end(state):
    state.tally.people[Person.ENDED_WELL, 0] += 1


def spoil_agenda(state):
    state.agenda.take(max(day for day, _ in state.agenda.filed()))


def spoil_ward(state):
    state.occupied[int(np.argmax(state.occupied))] -= 1


def spoil_transfer(state):
    state.occupied[int(np.argmax(state.occupied))] -= 1
    state.occupied[-1] += 1


def spoil_admission(state):
    state.tally.facility[Flow.ADMISSIONS, 0] += 1


def spoil_bed(state):
    state.inside[np.flatnonzero(~state.inside)[0]] = True


@pytest.mark.parametrize(
    "spoil", [spoil_need, spoil_end, spoil_agenda, spoil_ward, spoil_transfer, spoil_admission, spoil_bed]
)
def test_the_check_finds_what_is_lost_or_made_up(settled, spoil):
    check(settled.state)
    spoil(settled.state)
    with pytest.raises(Imbalance):
        check(settled.state)


def test_the_check_finds_a_ward_over_its_beds(settled):
    settled.state.ceiling = np.zeros_like(settled.state.occupied)
    with pytest.raises(Imbalance, match="beds"):
        check(settled.state)


def test_a_run_checks_itself():
    model = county(share=0.01)
    model.state.tally.people[Person.NEEDS, 0] += 1
    with pytest.raises(Imbalance):
        model.step()
