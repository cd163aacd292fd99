"""Everything a day looks up, compiled from parameter values; anew on the days when a value changes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import partial

import numpy as np
import numpy.typing as npt

from sim.care.ambulances import AmbulanceTables, ambulance_tables
from sim.care.clinical_pathway import PathwayTables, pathway_tables
from sim.care.dispatch import DispatchTables, dispatch_tables
from sim.care.down import DownTables, down_tables
from sim.care.drugs import DrugTables, drug_tables
from sim.care.emergency import EmergencyTables, emergency_tables
from sim.care.epidemic import ResponseTables, response_tables
from sim.care.incentive import Incentives, incentives
from sim.care.lines import ServiceLines
from sim.care.local_skill import local_skill
from sim.care.long_term import LongTermTables, long_term_tables
from sim.care.noise import lognormal
from sim.care.offers import offer_tables
from sim.care.outcome import OutcomeTables, outcome_tables
from sim.care.points import Points, at_point, village_points
from sim.care.posting_money import worth_by_place
from sim.care.public_health import PublicHealthTables, public_health_tables
from sim.care.referral import ReferralTables, referral_tables
from sim.care.remote import RemoteTables, remote_tables
from sim.care.shared_tests import SharedTests, shared_tests
from sim.care.shortage import short_facilities, with_deferral, with_thin_deliveries
from sim.care.sites import Sites, community_names, seats, tiers_of
from sim.care.stakes import stakes
from sim.care.sums import economy
from sim.care.tcm import tcm_share
from sim.care.team_purse import TeamPurse, team_purse
from sim.care.training import TrainingTables, training_tables, with_training
from sim.care.treatment import TreatmentTables, admission_share, needed_skill
from sim.care.ward import WardTables, ward_tables
from sim.choice.tables import ChoiceTables, choice_tables
from sim.day.parts import (
    cost_by_profile,
    drug_prices_in_force,
    exam_prices_in_force,
    fund_by_profile,
    lines_of,
    of_hospitals,
    prices_in_force,
    rules_in_force,
    subsidies_in_force,
    travel_minutes,
    treatment_in_force,
    untaught_sites,
    variable_by_facility,
)
from sim.geography.map import Kind, Map
from sim.money.budget import BudgetTerms, budget_terms
from sim.money.case_points import PointTerms, point_terms
from sim.money.fund import FundTerms
from sim.money.procurement import DrugPrices, lists_as_expected
from sim.money.purse import Purses
from sim.money.rules import TOWNSHIP, Pool, Rules
from sim.money.subsidy import Subsidies
from sim.needs.catalogue import Catalogue, read_catalogue
from sim.needs.festival import Waiting, waiting
from sim.needs.onset import Hazards, hazards
from sim.needs.wave import WaveTables, wave_tables
from sim.policy.kept import Kept
from sim.policy.regimes import Regimes

F64 = npt.NDArray[np.float64]
I64 = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class DayTables:
    """Tables in force on a day, and the parameter values they were made from.

    `values` are those that are the same for everybody; the others are in `regimes`. `made` remembers what
    every table was made from. `purses` is what those who decide know of the money behind it.
    """

    regimes: Regimes
    made: Kept
    purses: Purses
    budget: BudgetTerms
    fund: FundTerms
    case_points: PointTerms
    subsidies: Subsidies
    variable: F64
    """Share of a bill that one visit and one stay more cost each facility, shape (2, facilities)."""
    values: Mapping[str, float]
    catalogue: Catalogue
    hazards: Hazards
    rules: Rules
    sites: Sites
    untaught: Sites
    """What `sites` would be had nobody been taught."""
    points: Points
    choice: ChoiceTables
    lines: ServiceLines
    treatment: TreatmentTables
    emergency: EmergencyTables
    ambulances: AmbulanceTables
    referral: ReferralTables
    down: DownTables
    outcome: OutcomeTables
    ward: WardTables
    remote: RemoteTables
    dispatch: DispatchTables
    training: TrainingTables
    tcm: F64
    """Share of visits that are Chinese medicine, shape (conditions, facilities)."""
    tests: SharedTests
    pathway: PathwayTables
    drugs: DrugTables
    long_term: LongTermTables
    expected: F64
    """What a person's needs cost a year by control and profile, fen, see `sim.needs.expected_cost`."""
    incentive: Incentives
    teams: TeamPurse
    visit_bill: I64
    """Mean bill of a visit by the facility's regime, shape (regimes, conditions * 3, 5), fen."""
    stay_bill: I64
    """Mean bill of a stay likewise."""
    purchase: DrugPrices
    waiting: Waiting
    wave: WaveTables
    response: ResponseTables
    public_health: PublicHealthTables
    claim_level: I64
    """Price level as which a facility claims its bills from the insurance; a point claims as its centre."""
    tight: Bools
    """Whether its medical community is a tight one (紧密型医共体), by facility."""
    exam_price: I64
    """Examination at the lead hospital by the township's and the county's list, shape (regimes, 2), fen."""
    bill_noise: F64
    minutes: F64
    """Travel minutes in double precision, shape (ways, villages, 13); ways are the modes and those of the
    bed-bound, see `sim.care.team.minutes_by_way`."""


def compile_tables(
    map_: Map,
    regimes: Regimes,
    sample: float,
    seed: int,
    purses: Purses | None = None,
    taught: F64 | None = None,
    before: DayTables | None = None,
) -> DayTables:
    """Compile all tables from the parameter values and the purses in force (neutral ones for None).

    `taught` is what township centres have learned so far (`sim.care.training`), nothing for None. Of the
    tables in force `before`, those are kept that would be made the same again.
    """
    purses = purses or Purses.neutral(len(community_names(map_)), len(map_.facilities))
    made = Kept(regimes, before.made if before else None)
    given, values = made.regimes, made.regimes.county  # what is read of these is known
    catalogue = made(read_catalogue, values)
    rules = made(rules_in_force, given)
    points = made(village_points, map_, given)
    untaught = made(untaught_sites, map_, given, sample, seed)
    training = made(training_tables, map_, untaught, given, seed, taught)
    sites = made(with_training, untaught, map_, given, training)
    # Training changes what centres are able to do: what does not hang on that is made of those untaught.
    lines = made(lines_of, map_, sites, catalogue, given)
    local = made(local_skill, map_, sites, catalogue, given)
    skill = made(needed_skill, catalogue)
    lists = made(prices_in_force, catalogue, skill, given)
    expected_lists = made(lists_as_expected, lists, given)
    admit, ward = made(admission_share, catalogue), made(ward_tables, catalogue, values)
    means = partial(made, economy, catalogue, rules, lists, skill, admit, ward.days, given, purses.worth)
    who = made(stakes, map_, untaught, given, purses)
    short = short_facilities(sites, purses)
    money = with_deferral(made(incentives, untaught, means, given, who, len(skill)), short, regimes)
    offers = made(offer_tables, sites, skill, admit, given, lists, money, local)
    treatment = made(
        treatment_in_force, map_, sites, catalogue, skill, admit, given, points, offers, money, local
    )
    fallen_ill = made(hazards, catalogue, values)
    exam_price = made(exam_prices_in_force, given)
    referral = made(referral_tables, map_, sites, catalogue, given)
    worth_of_posts = partial(
        worth_by_place, map_, sites, catalogue, means, given, who, referral, treatment.adequate
    )
    fund = partial(fund_by_profile, fallen_ill, catalogue, means, admit)
    telehealth = rules.pool_ratio[:, Pool.TELEHEALTH, TOWNSHIP]
    tables = DayTables(
        regimes=regimes,
        made=made,
        purses=purses,
        budget=made(terms_of_budgets, sites, given),
        fund=made(terms_of_funds, sites, given, len(map_.counties)),
        case_points=made(terms_of_points, sites, given),
        subsidies=made(subsidies_in_force, sites, given),
        variable=made(variable_by_facility, sites, given),
        values=regimes.county,
        catalogue=catalogue,
        hazards=fallen_ill,
        rules=rules,
        sites=sites,
        untaught=untaught,
        points=points,
        claim_level=np.where(points.run, TOWNSHIP, sites.level),
        choice=replace(
            made(choice_tables, map_, catalogue, rules, given, expected_lists, exam_price),
            felt_row=lines.row,
            point=at_point(map_, points),
        ),
        lines=lines,
        treatment=treatment,
        down=made(down_tables, sites, catalogue, given, treatment.adequate),
        emergency=made(emergency_tables, map_, untaught, catalogue, values, of_hospitals(sites, local)),
        ambulances=made(ambulance_tables, map_, untaught, given),
        referral=referral,
        outcome=made(outcome_tables, catalogue, values),
        ward=ward,
        remote=made(remote_tables, map_, sites, skill, treatment.adequate, telehealth, given),
        dispatch=made(
            dispatch_tables, map_, sites, catalogue, skill, treatment.adequate, given, seed, worth_of_posts
        ),
        training=training,
        tcm=made(tcm_share, sites, catalogue, given),
        tests=made(shared_tests, map_, sites, catalogue, skill, treatment.adequate, given),
        pathway=made(pathway_tables, sites, catalogue, given),
        drugs=with_thin_deliveries(made(drug_tables, sites, catalogue, given, seed), short, regimes),
        long_term=made(long_term_tables, sites, given, sample, seed),
        expected=made(cost_by_profile, fallen_ill, catalogue, lists, admit),
        incentive=money,
        teams=made(team_purse, map_, given, who.borne, fund, len(fallen_ill.total)),
        visit_bill=lists.visit,
        stay_bill=lists.stay,
        public_health=public_health_tables(regimes),
        waiting=made(waiting, catalogue, values),
        wave=made(wave_tables, catalogue, values, fallen_ill.severity),
        response=made(response_tables, sites, given),
        purchase=made(drug_prices_in_force, sites, given),
        tight=regimes.by_facility("pay_patient.tight_community") > 0,
        exam_price=exam_price,
        bill_noise=lognormal(regimes.county["prices.spread"]),
        minutes=made(travel_minutes, map_, values),
    )
    made.close()
    return tables


def terms_of_budgets(sites: Sites, regimes: Regimes) -> BudgetTerms:
    """Terms of the budget of each community: those of its seat."""
    seat = seats(sites)
    led_by_tcm = (sites.kind[seat] == Kind.COUNTY_TCM) & sites.lead[seat]
    return budget_terms(lambda path: np.asarray(regimes.by_facility(path)[seat]), led_by_tcm)


def terms_of_funds(sites: Sites, regimes: Regimes, counties: int) -> FundTerms:
    """Terms of the residents' fund of each county: those at its first facility."""
    at = [int(np.argmax(sites.county == county)) for county in range(counties)]
    terms = [regimes.by_facility(f"pay_provider.fund.{name}")[at] for name in FundTerms._fields]
    return FundTerms(*terms)


def terms_of_points(sites: Sites, regimes: Regimes) -> PointTerms:
    """Terms of payment by points of every facility."""
    tiers = [("county", tiers_of(sites)[1]), ("township", sites.kind == Kind.TOWNSHIP_CENTRE)]
    return point_terms(regimes.by_facility, tiers, sites.county)
