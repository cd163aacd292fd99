"""What patients pay: the price a resident expects when choosing, and options of care that are paid for."""

from __future__ import annotations

import numpy as np
import pytest

from sim.care.remote import remote_tables
from sim.care.treatment import needed_skill
from sim.choice.choose import own_price, probabilities, total_utility, utility_parts
from sim.geography.map import Option
from sim.money.rules import COUNTY, TOWNSHIP, VILLAGE, Pool
from sim.money.standing import Standing
from sim.policy.regimes import one_regime
from tests.choice.people import crowd, felt
from tests.levers.switch import switched, tables_of

PRIMARY = [Option.OWN_CLINIC, Option.NEAR_CLINIC, Option.OWN_CENTRE, Option.NEAR_CENTRE]
NONE = 1e-9  # of a fen, or of a chance


def with_values(map_, values, **changed):
    return tables_of(map_, switched(values, **changed))


def change(before, after, who):
    """Change of the expected own price by level, and of the chance of choosing primary care."""
    price = own_price(after.choice, after.rules, who) - own_price(before.choice, before.rules, who)
    chance = []
    for tables in (before, after):
        parts = utility_parts(tables.choice, tables.rules, tables.minutes, felt(before, 1), who)
        chance.append(probabilities(total_utility(parts))[:, PRIMARY].sum(axis=1))
    return price, chance[1] - chance[0]


def is_(who, standing):
    return (who.standing & np.uint8(standing)) > 0


def test_points_off_for_skipping_send_those_without_a_slip_to_primary_care(map_, values, tables):
    """Who skips would pay more at hospitals; children, pupils and the uninsured see no difference."""
    after = with_values(map_, values, pay_patient__compliance__skipped=-0.1)
    who = crowd(tables, 4_000, 1)
    price, chance = change(tables, after, who)
    free = is_(who, Standing.EXCUSED) | (who.scheme != 1)  # the rule reaches residents' insurance
    assert np.array_equal(price[free], np.zeros_like(price[free]))
    assert (chance[free] == 0).all()
    assert (price[~free][:, [VILLAGE, TOWNSHIP]] == 0).all()
    assert (price[~free] >= -NONE).all()
    assert (price[~free][:, COUNTY] > 0).mean() > 0.3  # whose illness may need a bed
    assert (chance[~free] >= -NONE).all()
    assert chance[~free].max() > 0.001


def test_a_slip_is_worth_more_where_the_referral_order_counts(map_, values, tables):
    """With it, who is bound expects the points, without it their loss: taking it becomes the cheaper way."""
    after = with_values(
        map_, values, pay_patient__compliance__skipped=-0.1, pay_patient__compliance__stepwise=0.05
    )
    who = crowd(tables, 4_000, 3)
    saved = []
    for one in (tables, after):
        alone, slip = (own_price(one.choice, one.rules, who, slip=with_it) for with_it in (False, True))
        saved.append((alone - slip)[:, COUNTY])
        assert (alone - slip)[:, [VILLAGE, TOWNSHIP]] == pytest.approx(0, abs=NONE)
    bound = ~is_(who, Standing.EXCUSED) & (who.scheme == 1)
    assert (saved[1][bound] >= saved[0][bound] - NONE).all()
    assert (saved[1][bound] > saved[0][bound] + 100).mean() > 0.3


def test_a_first_admission_at_ninety_per_cent_counts_once_a_year(map_, values, tables):
    cover = tables.rules.band_ratio[1, TOWNSHIP, 0] / 10_000
    after = with_values(map_, values, pay_patient__tiers__first_admission=min(cover + 0.05, 1.0))
    who = crowd(tables, 4_000, 2)
    price, chance = change(tables, after, who)
    reached = (who.scheme == 1) & (who.stays == 0)
    assert (price[~reached] == 0).all()
    assert (price[:, [VILLAGE, *range(COUNTY, 5)]] == 0).all()
    assert (price[reached] <= NONE).all()
    assert (price[reached][:, TOWNSHIP] < 0).mean() > 0.3
    assert (chance[reached] >= -NONE).all()
    assert (chance[~reached] == 0).all()


def test_benefits_of_first_contact_draw_their_signers_to_primary_care(map_, values, tables):
    benefit = switched(
        values,
        pay_patient__benefit__outpatient_limit=10_000,
        pay_patient__benefit__outpatient_deductible=5_000,
    )
    after = tables_of(map_, benefit)
    who = crowd(tables, 4_000, 3)
    price, chance = change(tables, after, who)
    reached = is_(who, Standing.FIRST) & (who.scheme == 1)
    assert (price[~reached] == 0).all()
    assert (price[:, COUNTY:] == 0).all()
    assert (price[reached] <= NONE).all()
    assert (price[reached][:, TOWNSHIP] < 0).mean() > 0.02
    assert (chance[reached] >= -NONE).all()
    assert chance[reached].max() > 0
    assert (chance[~reached] == 0).all()


def test_a_pool_for_chronic_drugs_makes_primary_care_cheaper_for_its_patients(map_, values, tables):
    after = with_values(map_, values, pay_patient__chronic_drugs__ratio=0.6)
    who = crowd(tables, 6_000, 4)
    who = who._replace(drugs_paid=np.zeros_like(who.drugs_paid))
    price, chance = change(tables, after, who)
    ill = tables.choice.drugs[who.condition] & ~who.certified & (who.scheme == 1)
    assert (price[~ill] == 0).all()
    assert (price[ill][:, COUNTY:] == 0).all()
    assert (price[ill] <= NONE).all()
    assert (price[ill][:, :2] < 0).mean() > 0.9
    assert (chance[ill] >= -NONE).all()
    assert (chance[~ill] == 0).all()
    used_up = who._replace(drugs_paid=np.full_like(who.drugs_paid, 10**8))
    assert (change(tables, after, used_up)[0] == 0).all()


def test_a_wider_outpatient_pool_makes_visits_cheaper(map_, values, tables):
    more = values["insurance.residents.outpatient_limit"] * 2
    after = with_values(map_, values, insurance__residents__outpatient_limit=more)
    price, _ = change(tables, after, crowd(tables, 4_000, 5))
    assert (price <= NONE).all()
    assert (price < 0).any()


def test_points_for_traditional_medicine_make_its_patients_pay_less(map_, values, tables):
    after = with_values(map_, values, pay_patient__tcm__points=0.05)
    who = crowd(tables, 4_000, 6)
    price, _ = change(tables, after, who)
    never = (tables.catalogue.tcm[who.condition] == 0) | (who.scheme != 1)
    assert np.abs(price[never]).max(initial=0) < NONE
    assert (price[~never] <= NONE).all()
    assert (price[~never] < -NONE).any(axis=1).mean() > 0.3


def test_medical_aid_makes_stays_cheaper_for_the_poor(map_, values, tables):
    after = with_values(map_, values, pay_patient__catastrophic__aid_ratio=0.7)
    at_one_window = with_values(
        map_, values, pay_patient__catastrophic__aid_ratio=0.7, pay_patient__catastrophic__one_stop=1
    )
    who = crowd(tables, 4_000, 7)
    price, _ = change(tables, after, who)
    poor = is_(who, Standing.POOR) & (who.scheme > 0)
    assert (price[~poor] == 0).all()
    assert (price[poor] <= NONE).all()
    assert (price[poor] < 0).any(axis=1).mean() > 0.3
    more, _ = change(after, at_one_window, who)
    assert (more[poor] <= NONE).all()
    assert (more[poor] < 0).any()


def test_examinations_settled_at_the_township_make_its_stays_cheaper(map_, values, tables):
    after = tables_of(map_, switched(values, "pay_patient.level_one_exam"))
    who = crowd(tables, 4_000, 8)
    price, chance = change(tables, after, who)
    insured, needs_bed = who.scheme > 0, tables.treatment.admit[who.row] > 0
    assert (price[:, [VILLAGE, *range(COUNTY, 5)]] == 0).all()
    assert (price[~insured | ~needs_bed] == 0).all()
    assert (price[insured & needs_bed][:, TOWNSHIP] < 0).all()
    assert (chance >= -NONE).all()


def test_the_more_of_a_remote_consultation_is_paid_the_more_agree(map_, values, tables):
    on = switched(values, "pay_patient.telehealth")
    unpaid, paid = (tables_of(map_, {**on, "pay_patient.telehealth.ratio": x}) for x in (0.0, 0.6))
    assert (paid.remote.accept[1:] > unpaid.remote.accept[1:]).all()
    assert paid.remote.accept[0] == unpaid.remote.accept[0]  # nobody pays for the uninsured
    assert not tables.remote.offer.any()
    primary = paid.remote.offer > 0
    assert (paid.remote.adequate[:, primary] >= tables.treatment.adequate[:, primary]).all()
    assert (paid.remote.adequate[:, primary] > tables.treatment.adequate[:, primary]).mean() > 0.5


@pytest.mark.parametrize("handicap", [0.0, 0.5, 1.0])
def test_a_handicap_makes_remote_help_worth_less(map_, values, tables, handicap):
    regimes = one_regime(
        {**values, "care.telehealth_handicap": handicap}, len(map_.villages), len(map_.facilities)
    )
    skill, own = needed_skill(tables.catalogue), tables.treatment.adequate
    ratio = tables.rules.pool_ratio[:, Pool.TELEHEALTH, TOWNSHIP]
    helped = remote_tables(map_, tables.sites, skill, own, ratio, regimes).adequate
    least = remote_tables(
        map_, tables.sites, skill, own, ratio,
        one_regime({**values, "care.telehealth_handicap": 1.0}, len(map_.villages), len(map_.facilities)),
    ).adequate  # fmt: skip
    assert (own <= least).all()
    assert (least <= helped).all()


def test_long_term_care_is_wanted_the_more_of_it_is_paid(map_, values, tables):
    on = switched(values, "pay_patient.long_term_care")
    less, more = (tables_of(map_, {**on, "pay_patient.long_term_care.ratio": x}) for x in (0.3, 0.8))
    assert (more.long_term.agree > less.long_term.agree).all()
    assert not tables.long_term.places.any()
