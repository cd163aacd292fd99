"""One test a payment form: same facility, same patients and draws; the decision moves as the money says."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from sim.care.stakes import NOBODY, stakes
from sim.care.treatment import ADVISE, SLIP
from sim.day.tables import compile_tables
from sim.day.wards import discharge
from sim.geography.map import Kind
from sim.money.payment import Form
from sim.policy.regimes import one_regime
from tests.day.made import asking, give, morning, tomorrow
from tests.levers.paid import SERVICE, acts, admitted, effort, held, neutral, sent, under, where
from tests.levers.switch import switched, tables_of


@pytest.fixture(scope="module")
def usual(map_, values):
    """Everybody is paid by the item, as habits are."""
    return tables_of(map_, switched(values, **SERVICE))


def test_nothing_moves_while_payment_is_as_usual(map_, values, usual):
    """Whatever the weight of money: the money seen is that which habits know."""
    money = under(map_, values, pay_provider__weight=0.1).incentive
    for table in (money.admit, money.here, money.send, money.down, money.shifted):
        assert not table.any()
    for table in (money.visits, money.stays, money.days):
        assert (table == 1.0).all()
    assert np.array_equal(
        usual.treatment.stay, np.tile(usual.treatment.admit[:, None], usual.treatment.stay.shape[1])
    )


def test_the_usual_form_set_by_a_lever_changes_nothing(map_, values, usual):
    same = under(map_, values, "pay_provider.fee_for_service")
    assert np.array_equal(same.treatment.stay, usual.treatment.stay)
    assert np.array_equal(same.treatment.offer, usual.treatment.offer)


def test_fee_for_service_pays_for_more(map_, values):
    """A hospital used to DIP does more, keeps longer and need not look for more cases."""
    before = tables_of(map_, values)
    after = tables_of(map_, switched(values, "pay_provider.fee_for_service"))
    general = where(before, Kind.COUNTY_GENERAL)
    assert effort(before, general) == (1.0, 1.0, 1.0)
    visits, stays, days = effort(after, general)
    assert visits == 1.0  # visits were paid by the item before
    assert stays > 1.0
    assert days > 1.0
    assert after.incentive.shifted[general] == 0.0
    assert (after.incentive.down[:, general] < 0).all()  # a day less is a day's margin less


@pytest.mark.parametrize("form", [Form.DRG, Form.DIP])
def test_a_price_for_the_case_shortens_thins_out_and_recruits(map_, values, usual, form):
    """DRG and DIP at county hospitals."""
    after = under(map_, values, "pay_provider.drg_dip", pay_provider__form__county__stay=int(form))
    general, centre = where(usual, Kind.COUNTY_GENERAL), where(usual, Kind.TOWNSHIP_CENTRE)
    _, stays, days = effort(after, general)
    assert stays < 1.0
    assert days < 1.0
    assert after.incentive.shifted[general] > 0.0
    before, now = admitted(usual, general), admitted(after, general)
    assert not (before & ~now).any()
    assert now.sum() > before.sum()
    assert (after.incentive.down[:, general] > 0).all()  # a day less saves its cost
    assert effort(after, centre) == (1.0, 1.0, 1.0)
    assert np.array_equal(admitted(usual, centre), admitted(after, centre))


def test_a_falling_value_of_a_point_weakens_the_pull_to_admit(map_, values):
    regimes = one_regime(
        switched(values, "pay_provider.drg_dip", **SERVICE), len(map_.villages), len(map_.facilities)
    )
    full = neutral(map_)
    tables = [
        compile_tables(map_, regimes, 1.0, 1, replace(full, value=np.full_like(full.value, value)))
        for value in (1.0, 0.8)
    ]
    general = where(tables[0], Kind.COUNTY_GENERAL)
    full_price, deflated = (admitted(one, general) for one in tables)
    assert not (deflated & ~full_price).any()
    assert deflated.sum() < full_price.sum()


def test_a_drg_price_draws_to_light_cases(map_, values, usual):
    """The price follows severity in part only: a light case of a condition gains more than a grave one."""
    money = under(map_, values, "pay_provider.drg_dip", pay_provider__form__county__stay=1).incentive
    general = where(usual, Kind.COUNTY_GENERAL)
    gain = money.admit[:, general].reshape(-1, 3)
    both = (usual.treatment.admit.reshape(-1, 3)[:, 1:] > 0).all(axis=1) & ~usual.catalogue.emergency
    assert (gain[both, 1] > gain[both, 2]).any()
    relative = money.admit[:, general].reshape(-1, 3) / usual.stay_bill[0, :, 2].reshape(-1, 3)
    assert (relative[both, 1] > relative[both, 2]).all()


def test_a_price_by_the_bed_day_keeps_the_days_but_not_what_is_done(map_, values, usual):
    after = under(map_, values, pay_provider__form__township__stay=int(Form.BED_DAY))
    by_case = under(map_, values, pay_provider__form__township__stay=int(Form.CASE))
    centre = where(usual, Kind.TOWNSHIP_CENTRE)
    _, stays, days = effort(after, centre)
    assert stays < 1.0
    assert days == 1.0
    assert effort(by_case, centre)[2] < days


def test_one_price_for_every_visit_keeps_cheap_patients_and_sends_dear_ones(map_, values, usual):
    after = under(map_, values, pay_provider__form__township__visit=int(Form.VISIT))
    centre = where(usual, Kind.TOWNSHIP_CENTRE)
    assert effort(after, centre)[0] < 1.0
    price = usual.visit_bill[0, :, 1]
    send = after.incentive.send[:, centre]
    assert np.corrcoef(price, send)[0, 1] > 0.99  # the dearer, the more there is in sending on
    row, before = acts(usual, centre)
    _, now = acts(after, centre)
    more = np.isin(now, (SLIP, ADVISE)) & ~np.isin(before, (SLIP, ADVISE))
    fewer = ~np.isin(now, (SLIP, ADVISE)) & np.isin(before, (SLIP, ADVISE))
    assert more.any() or fewer.any()
    assert (send[row[more]] > 0).all()
    assert (send[row[fewer]] < 0).all()


def test_one_price_for_the_case_of_a_condition_admits_the_cheap_ones(map_, values, usual):
    after = under(map_, values, pay_provider__form__township__stay=int(Form.CASE))
    centre = where(usual, Kind.TOWNSHIP_CENTRE)
    relative = (after.incentive.admit[:, centre] / usual.stay_bill[0, :, 1]).reshape(-1, 3)
    both = (usual.treatment.admit.reshape(-1, 3)[:, 1:] > 0).all(axis=1) & ~usual.catalogue.emergency
    assert (relative[both, 1] > relative[both, 2]).all()


def test_payment_by_head_does_less_and_sends_more_up(map_, values, usual):
    after = under(map_, values, "pay_provider.capitation_outpatient")
    for kind in (Kind.VILLAGE_CLINIC, Kind.TOWNSHIP_CENTRE):
        at = where(usual, kind)
        assert effort(after, at)[0] < 1.0
        before, now = sent(usual, at), sent(after, at)
        assert not (before & ~now).any()
        assert now.sum() > before.sum()
    general = where(usual, Kind.COUNTY_GENERAL)
    assert np.array_equal(acts(usual, general)[1], acts(after, general)[1])


def test_charges_by_the_unit_thin_out_what_is_done_in_it(map_, values, usual):
    after = under(map_, values, "pay_provider.per_visit_day_case")
    visits, stays, days = effort(after, where(usual, Kind.COUNTY_GENERAL))
    assert visits < 1.0
    assert stays < 1.0
    assert days < 1.0


def test_a_team_that_holds_the_signeds_money_keeps_them(map_, values, usual):
    after = under(map_, values, "pay_provider.bundled")
    for kind in (Kind.VILLAGE_CLINIC, Kind.TOWNSHIP_CENTRE):
        at = where(usual, kind)
        before, now = sent(usual, at), sent(after, at)
        assert not (now & ~before).any()
        assert now.sum() < before.sum()
        assert effort(after, at)[0] < 1.0
    general = where(usual, Kind.COUNTY_GENERAL)
    assert np.array_equal(acts(usual, general)[1], acts(after, general)[1])


def test_a_budget_turns_stays_into_costs_for_whoever_holds_it(map_, values, usual):
    """The lead holds it; its members heed it as far as they share the purse."""
    apart, together = held(map_, values, 0.6), held(map_, values, 0.6, governance__integration=1.0)
    lead, centre = int(np.flatnonzero(usual.sites.lead)[0]), member(usual)
    before, now = admitted(usual, lead), admitted(apart, lead)
    assert not (now & ~before).any()
    assert now.sum() < before.sum()
    assert sent(apart, lead).sum() < sent(usual, lead).sum()  # who leaves is paid for all the same
    assert apart.incentive.shifted[lead] > 0.0  # and what lies outside the scope is not debited
    assert np.array_equal(acts(usual, centre)[1], acts(apart, centre)[1])
    before, now = admitted(usual, centre), admitted(together, centre)
    assert now.sum() != before.sum()
    assert effort(together, centre)[1] < 1.0


def member(tables):
    centre = (tables.sites.kind == Kind.TOWNSHIP_CENTRE) & (tables.sites.community >= 0)
    return int(np.flatnonzero(centre)[0])


def test_one_purse_sends_more_up_and_down(map_, values, usual):
    after = under(map_, values, "governance.integration")
    centre = member(usual)
    before, now = sent(usual, centre), sent(after, centre)
    assert not (before & ~now).any()
    assert now.sum() > before.sum()
    lead = int(np.flatnonzero(usual.sites.lead)[0])
    assert (after.incentive.down[:, lead] > 0).all()
    # A hospital's way out leads to no member.
    assert np.array_equal(acts(usual, lead)[1], acts(after, lead)[1])


def test_pay_that_does_not_follow_income_takes_the_pull_away(map_, values, usual):
    after = under(map_, values, "governance.pay_rule")
    centre, general = where(usual, Kind.TOWNSHIP_CENTRE), where(usual, Kind.COUNTY_GENERAL)
    before, now = admitted(usual, centre), admitted(after, centre)
    assert not (now & ~before).any()
    assert now.sum() < before.sum()
    assert effort(after, centre)[0] < 1.0
    assert np.array_equal(acts(usual, general)[1], acts(after, general)[1])


def test_more_of_a_surplus_to_staff_moves_more(map_, values):
    less, more = (held(map_, values, 0.6, governance__pay_rule__surplus=part) for part in (1.0, 2.0))
    lead = int(np.flatnonzero(less.sites.lead)[0])
    assert admitted(more, lead).sum() < admitted(less, lead).sum()


def test_an_audit_spares_stays_that_are_not_needed(map_, values, usual):
    after = under(map_, values, "pay_provider.audit")
    for kind in (Kind.TOWNSHIP_CENTRE, Kind.COUNTY_GENERAL):
        at = where(usual, kind)
        before, now = admitted(usual, at), admitted(after, at)
        assert not (now & ~before).any()
        assert now.sum() < before.sum()
        assert effort(after, at)[1] < 1.0


def test_an_audit_holds_back_what_a_form_would_do(map_, values, usual):
    """Fewer cases are recruited, and less is moved outside the scope; needed stays are withheld less."""
    found = {"pay_provider__audit__detection": 0.1, "pay_provider__audit__withheld": 0.1}
    alone, watched = (under(map_, values, "pay_provider.drg_dip", **more) for more in ({}, found))
    general = where(usual, Kind.COUNTY_GENERAL)
    assert admitted(watched, general).sum() < admitted(alone, general).sum()
    assert watched.incentive.shifted[general] < alone.incentive.shifted[general]
    strict, watched = held(map_, values, 0.9), held(map_, values, 0.9, pay_provider__audit__withheld=0.1)
    lead = int(np.flatnonzero(usual.sites.lead)[0])
    assert admitted(watched, lead).sum() > admitted(strict, lead).sum()


def test_the_weight_of_money_fades(map_, values):
    regimes = one_regime(switched(values, **SERVICE), len(map_.villages), len(map_.facilities))
    purses = neutral(map_)
    purses = replace(purses, kappa=np.full_like(purses.kappa, 0.6))
    fresh = compile_tables(map_, regimes, 1.0, 1, purses)
    old = compile_tables(map_, regimes, 1.0, 1, replace(purses, years=np.full_like(purses.years, 4.0)))
    lead = int(np.flatnonzero(fresh.sites.lead)[0])
    fading = values["pay_provider.fading"]
    assert old.incentive.weight[lead] == pytest.approx(fresh.incentive.weight[lead] * (1 - fading) ** 4)


def test_nobody_beyond_the_county_is_steered(map_, values, usual):
    beyond = np.flatnonzero(usual.sites.kind >= Kind.NEIGHBOUR)
    after = under(map_, values, "pay_provider.drg_dip", "pay_provider.audit")
    assert (after.incentive.visits[beyond] == 1.0).all()
    assert np.array_equal(after.treatment.stay[:, beyond], usual.treatment.stay[:, beyond])


def test_a_clinic_knows_its_centre(tables, map_, values):
    regimes = one_regime(values, len(map_.villages), len(map_.facilities))
    who = stakes(map_, tables.sites, regimes, tables.purses)
    clinic = where(tables, Kind.VILLAGE_CLINIC)
    assert tables.sites.kind[who.centre[clinic]] == Kind.TOWNSHIP_CENTRE
    assert who.centre[where(tables, Kind.TOWNSHIP_CENTRE)] == NOBODY
    assert tables.sites.kind[who.hospital[clinic]] == Kind.COUNTY_GENERAL


def test_worse_records_earn_more_points():
    """Points of a month follow the severity that is recorded."""
    usual, coded = morning(), morning()
    money = coded.tables.incentive
    coded.tables = replace(coded.tables, incentive=replace(money, upcoded=np.ones_like(money.upcoded)))
    for model in (usual, coded):
        give(model, asking(model, list(range(3, 43))))
        while len(model.state.wards):
            model.clock = tomorrow(model)
            discharge(model.state, model.clock, model.tables)
    assert coded.state.ledger.points.sum() > usual.state.ledger.points.sum() > 0
