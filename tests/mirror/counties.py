"""The two counties that core and mirror live through: a usual one and a crowded one."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

import numpy as np

from sim.geography.map import Kind, Map
from sim.money.purse import Purses
from sim.population.people import People
from sim.scenario import Scenario, load_scenario
from sim.scenario.shocks import Kind as ShockKind
from sim.scenario.shocks import Shock
from tests.mirror.county import small_county

SEED = 5
SUMMER = date(2024, 6, 15)
INTO_THE_NEXT_YEAR = date(2025, 1, 20)  # the first New Year after the first counted day renews the people
SPRING = date(2024, 4, 1)
REFERRAL = {
    "referral.catalogue_keep": 0.4, "referral.catalogue_up": 0.5, "referral.catalogue_back": 0.5,
    "referral.stepwise": 1, "referral.stepwise_slip": 0.4, "referral.stepwise_ask": 0.5,
    "referral.out_of_county_slip": 1, "referral.partner_city": 1, "referral.partner_far": 1,
    "referral.partner_attend": 0.5, "referral.down_listed": 0.8, "referral.down_home": 0.6,
    "referral.down_follow": 0.5, "referral.sharing": 0.3, "referral.mutual_recognition": 1,
    "referral.platform": 0.5, "contract.green_channel": 1, "contract.reserved_slots": 0.2,
    "contract.reserved_release": 0.5,
}  # fmt: skip
"""Every lever of referral, in force from spring on."""
HIGHEST = (
    "needs.scale", "care.service_minutes.village", "care.service_minutes.township", "care.bed_patience_days",
    "care.stay_spread", "referral.offer.village", "referral.offer.township", "referral.offer.county",
    "referral.down_accept", "referral.return_share",
)  # fmt: skip
SLOW_AMBULANCES = ("care.ambulance_scene", "care.ambulance_handover", "capability.emergency.radius_km")
TIERED = {
    "referral.stepwise": 1, "contract.kind": 2, "care.exam_share": 0.3,
    "pay_patient.telehealth.offer": 0.6, "pay_patient.telehealth.ratio": 0.5,
    "pay_patient.telehealth.readers": 2, "pay_patient.community_discount": 0.2,
    "pay_patient.same_price.disease": 1, "pay_patient.same_price.procedure": 1,
    "pay_patient.visit_fees.parity": 1, "pay_patient.visit_fees.home_visit": 3_000,
    "pay_patient.long_term_care.places": 6, "pay_patient.long_term_care.ratio": 0.7,
    "pay_patient.compliance.stepwise": 0.05, "pay_patient.compliance.skipped": -0.1,
    "pay_patient.compliance.far_home": 1, "pay_patient.compliance.far_referred": -0.05,
    "pay_patient.compliance.far_unreferred": -0.2, "pay_patient.deductible_chain.up": 1,
    "pay_patient.deductible_chain.down": 1, "pay_patient.deductible_chain.per_stay": 1,
    "pay_patient.chronic_drugs.ratio": 0.5, "pay_patient.benefit.outpatient_limit": 10_000,
    "pay_patient.benefit.outpatient_deductible": 5_000, "pay_patient.benefit.special_deductible": 10_000,
    "pay_patient.tcm.points": 0.05, "pay_patient.tiers.first_admission": 0.95,
    "pay_patient.catastrophic.aid_ratio": 0.7,
}  # fmt: skip
"""Rules of tiered care, in force from the summer on."""
CAPABILITY = {
    "capability.tcm.share": 0.5,
    "capability.trusteeship.part": 5, "capability.trusteeship.centres": 2,
    "capability.training.trainees": 60, "capability.training.sessions": 60,
    "capability.county_level3.raised": 1, "capability.county_level3.price_level": 1,
    "capability.dispatch.person_times": 1_500, "capability.dispatch.stationed": 4,
    "capability.joint_ward.wards": 1, "capability.joint_ward.beds": 3, "capability.new_techniques.count": 40,
    "capability.upgrade.share": 0.5, "capability.lead_specialty.gain": 0.5, "capability.ai_support.gain": 0.1,
    "capability.outreach.days": 400, "capability.dispatch.home_stop": 1,
    "capability.emergency.turnout": 3, "capability.emergency.gain": 0.4,
    "capability.formulary.register": 0.7, "capability.formulary.forwarded": 0.3,
    "capability.clinical_pathway.ward": 0.6, "capability.clinical_pathway.clinic": 0.5,
    "capability.shared_centres.ecg_reports": 3_000,
    "capability.shared_centres.image_reports": 2_000, "capability.shared_centres.same_day": 0.4,
    "capability.village_points.share": 0.6, "capability.village_points.closed": 0.3,
    "governance.staff_pool.moved": 0.001, "governance.staff_pool.village_pay": 20_000,
    "governance.staff_pool.refill": 0.4, "governance.joint_procurement.discount": 0.15,
    "governance.management_centres.narrowed": 0.3, "governance.management_centres.count": 7,
    "capability.public_health_funds.per_head": 1_800, "capability.epidemic.fever_clinics": 1,
    "capability.epidemic.sentinel": 1, "capability.epidemic.tiered": 0.5,
}  # fmt: skip
"""Resources that go down to the townships, from spring on."""
MONEY = {
    "pay_provider.form.county.stay": 1, "pay_provider.usual.county.stay": 0,
    "pay_provider.form.township.stay": 3, "pay_provider.form.township.visit": 6,
    "pay_provider.form.village.visit": 4, "governance.integration": 0.4,
    "governance.pay_rule.township_income": 0.8, "pay_provider.audit.detection": 0.05,
    "pay_provider.audit.withheld": 0.02, "pay_provider.bundled.keep": 0.5, "pay_provider.weight": 0.1,
    "pay_provider.member_score.stake": 0.4, "pay_provider.arun_score.stake": 0.1,
    "pay_provider.external_score.stake": 0.05, "pay_provider.global_budget.on": 1,
    "pay_provider.case_split.base": 0.05, "pay_provider.case_split.least_days": 4,
    "pay_provider.upcode.base": 0.1,
}  # fmt: skip
"""Payment that moves every decision of facilities, from spring on."""
LATE_IN_SUMMER = {
    "capability.emergency.radius_km": 5,
    "capability.formulary.delivery_days": 10,
    "pay_patient.level_one_exam.settled": 1,
    "pay_patient.deductible_chain.tight": 1,
}
HIGHEST_OF_CONDITIONS = re.compile(r"conditions\.\w+\.(admit_|death_|downable|uncontrolled)")
County = tuple[Scenario, Map, People]


def crowded() -> County:
    """3,000 people of Beidaihe, ill and referred as often as is plausible, before few doctors and beds.

    Values change on New Year's Day and in summer.
    """
    scenario = replace(load_scenario("beidaihe-2024"), levers=(), posterior=None).with_dates(
        until=INTO_THE_NEXT_YEAR
    )
    ranges = scenario.parameters
    highest = [*HIGHEST, *(path for path in ranges if HIGHEST_OF_CONDITIONS.match(path))]
    scenario = scenario.with_overrides(
        {path: ranges[path].high for path in highest}
        | {
            "care.late_minutes": ranges["care.late_minutes"].low,
            "care.session_minutes.township": ranges["care.session_minutes.township"].low,
            "care.township_worsen": 0.1,
            "epidemic.size": 0.4,
            "epidemic.start_day": 110,
            "needs.festival.surgery": 0.8,
            "needs.festival.other": 0.3,
            "needs.festival.spread": 20,
            "needs.winter": 1.4,
            "epidemic.pneumonia.age_65_plus": 0.2,
            **{path: ranges[path].high for path in SLOW_AMBULANCES},
            **{path: {SUMMER: value} for path, value in TIERED.items()},
            **{path: {SPRING: value} for path, value in CAPABILITY.items()},
            **{path: {SPRING: value} for path, value in MONEY.items()},
            **{path: {date(2024, 8, 1): value} for path, value in LATE_IN_SUMMER.items()},
            "care.service_minutes.hospital": {SUMMER: ranges["care.service_minutes.hospital"].high},
            "insurance.residents.outpatient_limit": {
                SUMMER: ranges["insurance.residents.outpatient_limit"].low
            },
            "contract.kind": {SUMMER: 2},
            "contract.coverage.general": {SUMMER: 0.9},
            "contract.panel_size": ranges["contract.panel_size"].low,
            "contract.doctor.quit_rise": ranges["contract.doctor.quit_rise"].high,
            "contract.doctor.consultation_fee": {SUMMER: 2000},
            "pay_patient.benefit.outpatient_limit": {SUMMER: 10_000},
            "pay_patient.benefit.outpatient_deductible": {SUMMER: 5_000},
            "pay_patient.benefit.special_deductible": {SUMMER: 10_000},
            "learning.rate": {SUMMER: ranges["learning.rate"].high},
            "referral.accept": ranges["referral.accept"].low,
            "referral.down_offer": {date(2024, 1, 1): ranges["referral.down_offer"].high},
            "contract.chronic_management.share": {date(2024, 1, 1): 0.65},
            "contract.long_prescription.days": {date(2024, 1, 1): 56},
            "contract.home_care.on": {date(2024, 1, 1): 1},
        }
        | {path: {SPRING: value} for path, value in REFERRAL.items()}
    )
    scenario = scenario.with_shocks(*shocks(scenario))
    map_, people = small_county(scenario, 3_000, SEED)
    facilities = map_.facilities.copy()
    hospital = facilities["kind"] >= Kind.COUNTY_GENERAL
    fewer = np.ceil(facilities["beds"] * 0.35)
    facilities["beds"] = np.where(hospital, fewer, facilities["beds"]).astype(np.int64)
    facilities["doctors"] *= 0.6
    # A hospital with one doctor in each department could send nobody to the townships.
    facilities.loc[facilities["kind"] == Kind.COUNTY_GENERAL, "doctors"] *= 40
    # Nor could a centre with one doctor send anybody to a course: two have more.
    facilities.loc[facilities.index[facilities["kind"] == Kind.TOWNSHIP_CENTRE][:2], "doctors"] += 6
    return scenario, replace(map_, facilities=facilities), people


def shocks(scenario: Scenario) -> list[Shock]:
    """A centre and a hospital closed for a while, doctors who leave, and a blocked road."""
    table = scenario.map(scenario.values(scenario.begin)).facilities
    autumn, ids = date(2024, 9, 1), table["id"].astype(str)
    centre, other = ids[table["kind"] == Kind.TOWNSHIP_CENTRE].iloc[:2]
    clinic, hospital = (
        ids[table["kind"] == kind].iloc[0] for kind in (Kind.VILLAGE_CLINIC, Kind.COUNTY_GENERAL)
    )
    return [
        Shock("centre", ShockKind.FACILITY, autumn, date(2024, 10, 31), (centre,)),
        Shock(
            "hospital",
            ShockKind.FACILITY,
            date(2024, 9, 20),
            date(2024, 10, 10),
            (hospital,),
        ),
        Shock("village", ShockKind.DOCTOR, autumn, None, (clinic,)),
        Shock("doctors", ShockKind.DOCTOR, autumn, None, (other,), 2),
        Shock("road", ShockKind.ROAD, autumn, None, (centre, hospital)),
    ]


NEUTRAL = Purses.neutral


def purses_with_money(communities: int, facilities: int) -> Purses:
    """Purses of a budget that is felt, of points worth less, and of hospitals near their cap."""
    more = {"kappa": np.full(communities, 0.3), "years": np.full(communities, 1.0)}
    more |= {"short": np.full(communities, 1.0)}
    more |= {"value": np.full(facilities, 0.95), "near_cap": np.full(facilities, 0.4)}
    return replace(NEUTRAL(communities, facilities), **more)


def usual() -> County:
    """5,000 people of Lulong under the policies of 2024, doctors and beds in proportion.

    Twice as many prove nothing that these and the crowded 3,000 do not, and cost half a minute more.
    """
    scenario = replace(load_scenario("lulong-2024"), posterior=None).with_dates(until=INTO_THE_NEXT_YEAR)
    return scenario, *small_county(scenario, 5_000, SEED)
