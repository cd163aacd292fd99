"""Everything a day looks up, compiled from parameter values; anew on the days when a value changes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache

import numpy as np
import numpy.typing as npt

from sim.care.admitting import admission_table, indicated_table, stay_table
from sim.care.ambulances import AmbulanceTables, ambulance_tables
from sim.care.centres import added_beds
from sim.care.clinical_pathway import PathwayTables, pathway_tables
from sim.care.dispatch import DispatchTables, dispatch_tables
from sim.care.down import DownTables, down_tables
from sim.care.drugs import DrugTables, drug_tables
from sim.care.emergency import EmergencyTables, emergency_tables
from sim.care.epidemic import ResponseTables, response_tables
from sim.care.incentive import Incentives, incentives
from sim.care.joint_ward import joint_ward_news
from sim.care.level3 import level3_news, with_level3
from sim.care.lines import ServiceLines, service_lines
from sim.care.local_skill import local_skill, with_raised_centres
from sim.care.long_term import LongTermTables, long_term_tables
from sim.care.management import narrowed_by
from sim.care.noise import lognormal
from sim.care.offers import offer_tables
from sim.care.outcome import OutcomeTables, outcome_tables
from sim.care.points import Points, at_point, village_points
from sim.care.posting_money import worth_by_place
from sim.care.public_health import PublicHealthTables, public_health_tables
from sim.care.referral import ReferralTables, referral_tables
from sim.care.remote import RemoteTables, remote_tables
from sim.care.seniors import senior_sessions, with_seniors
from sim.care.shared_tests import SharedTests, shared_tests
from sim.care.shortage import short_facilities, with_deferral, with_thin_deliveries
from sim.care.sites import Sites, build_sites, community_names, seats, tiers_of
from sim.care.stakes import stakes
from sim.care.sums import economy
from sim.care.tcm import tcm_pull, tcm_share
from sim.care.team import minutes_by_way
from sim.care.team_purse import TeamPurse, team_purse
from sim.care.training import TrainingTables, training_tables, with_training
from sim.care.treatment import TreatmentTables, admission_share, needed_skill, treatment_tables
from sim.care.trusteeship import trusteeship_news
from sim.care.village_doctor import village_send_on
from sim.care.ward import WardTables, ward_tables
from sim.choice.tables import ChoiceTables, choice_tables
from sim.geography.map import Kind, Map
from sim.money.acts import variable_share
from sim.money.budget import BudgetTerms, budget_terms
from sim.money.case_points import PointTerms, point_terms
from sim.money.compile import compile_rules
from sim.money.fund import FundTerms
from sim.money.prices import exam_prices, price_lists
from sim.money.procurement import DrugPrices, drug_prices, lists_as_expected
from sim.money.purse import Purses
from sim.money.rules import COUNTY, TOWNSHIP, Pool, Rules, stack_rules
from sim.money.subsidy import Subsidies, subsidies
from sim.needs.catalogue import Catalogue, read_catalogue
from sim.needs.expected_cost import cost_of_need, expected_cost
from sim.needs.festival import Waiting, waiting
from sim.needs.onset import Hazards, hazards
from sim.needs.wave import WaveTables, wave_tables
from sim.policy.regimes import Regimes

F64 = npt.NDArray[np.float64]
I64 = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]


NEWS = (joint_ward_news, level3_news, trusteeship_news)
"""What villagers may know of a place that can do more than others of its kind."""


@dataclass(frozen=True)
class DayTables:
    """Tables in force on a day, and the parameter values they were made from.

    `values` are those that are the same for everybody; the others are in `regimes`. `purses` is what those
    who decide know of the money behind it.
    """

    regimes: Regimes
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
    tables in force `before`, what depends on the parameter values alone is kept when these are the same.
    """
    kept = before if before is not None and before.regimes is regimes else None
    values = regimes.county
    purses = purses or Purses.neutral(len(community_names(map_)), len(map_.facilities))
    catalogue = kept.catalogue if kept else read_catalogue(values)
    rules = kept.rules if kept else stack_rules([compile_rules(one) for one in regimes.values])
    points = kept.points if kept else village_points(map_, regimes)
    untaught = kept.untaught if kept else _untaught(map_, regimes, sample, seed)
    training = training_tables(map_, untaught, regimes, seed, taught)
    sites = with_training(untaught, map_, regimes, training)
    news = [one(map_, sites, catalogue, regimes) for one in NEWS]
    lines = service_lines(map_, catalogue, regimes, news, tcm_pull(sites, catalogue, regimes))
    local = local_skill(map_, sites, catalogue, regimes)
    skill = needed_skill(catalogue)
    senior = np.array([senior_sessions(one) for one in regimes.values])
    lists = price_lists(catalogue, skill, regimes.values, senior)
    admit, ward = admission_share(catalogue), ward_tables(catalogue, values)
    means = cache(lambda: economy(catalogue, rules, lists, skill, admit, ward.days, regimes, purses.worth))
    who = stakes(map_, sites, regimes, purses)
    short = short_facilities(sites, purses)
    money = with_deferral(incentives(sites, means, regimes, who, len(skill)), short, regimes)
    offers = offer_tables(sites, skill, admit, regimes, lists, money, local)
    exam_price = np.array([exam_prices(one) for one in regimes.values])
    admits = admission_table(sites, catalogue, skill, regimes, money)
    send_on = village_send_on(sites.kind, points.run, regimes)
    treatment = treatment_tables(
        map_, sites, catalogue, values, offers, admits, send_on, local,
        stay_table(catalogue, admit, money), indicated_table(sites, admit, regimes),
        narrowed_by(sites.community, regimes),
    )  # fmt: skip
    treatment = replace(treatment, beds=treatment.beds | (added_beds(map_, regimes) > 0))
    fallen_ill = kept.hazards if kept else hazards(catalogue, values)

    def fund_by_profile() -> F64:
        acts, township, county = means(), (0, slice(None), TOWNSHIP), (0, slice(None), COUNTY)
        paid = cost_of_need(catalogue, acts.visits.fund[township], acts.stays.fund[county], admit)
        return expected_cost(fallen_ill, paid)

    referral = referral_tables(map_, sites, catalogue, regimes)

    def worth_of_posts(sender: I64, helped: F64, places: F64) -> F64:
        return worth_by_place(
            map_, sites, catalogue, means(), regimes, who, referral, treatment.adequate, sender, helped,
            places,
        )  # fmt: skip

    usual = cost_of_need(catalogue, lists.visit[0, :, TOWNSHIP], lists.stay[0, :, COUNTY], admit)
    telehealth = rules.pool_ratio[:, Pool.TELEHEALTH, TOWNSHIP]
    return DayTables(
        regimes=regimes,
        purses=purses,
        budget=terms_of_budgets(sites, regimes),
        fund=terms_of_funds(sites, regimes, len(map_.counties)),
        case_points=terms_of_points(sites, regimes),
        subsidies=subsidies(regimes.by_facility, *tiers_of(sites)),
        variable=np.stack(
            [variable_share(regimes, kind)[regimes.of_facility, sites.level] for kind in ("visit", "stay")]
        ),
        values=values,
        catalogue=catalogue,
        hazards=fallen_ill,
        rules=rules,
        sites=sites,
        untaught=untaught,
        points=points,
        claim_level=np.where(points.run, TOWNSHIP, sites.level),
        choice=replace(
            kept.choice
            if kept
            else choice_tables(
                map_, catalogue, rules, regimes, lists_as_expected(lists, regimes), exam_price
            ),
            felt_row=lines.row,
            point=at_point(map_, points),
        ),
        lines=lines,
        treatment=treatment,
        down=down_tables(sites, catalogue, regimes, treatment.adequate),
        emergency=emergency_tables(map_, sites, catalogue, values, local),
        ambulances=ambulance_tables(map_, sites, regimes),
        referral=referral,
        outcome=outcome_tables(catalogue, values),
        ward=ward,
        remote=remote_tables(map_, sites, skill, treatment.adequate, telehealth, regimes),
        dispatch=dispatch_tables(
            map_, sites, catalogue, skill, treatment.adequate, regimes, seed, worth_of_posts
        ),
        training=training,
        tcm=tcm_share(sites, catalogue, regimes),
        tests=shared_tests(map_, sites, catalogue, skill, treatment.adequate, regimes),
        pathway=pathway_tables(sites, catalogue, regimes),
        drugs=with_thin_deliveries(drug_tables(sites, catalogue, regimes, seed), short, regimes),
        long_term=long_term_tables(sites, regimes, sample, seed),
        expected=expected_cost(fallen_ill, usual),
        incentive=money,
        teams=team_purse(map_, regimes, who.borne, fund_by_profile, len(fallen_ill.total)),
        visit_bill=lists.visit,
        stay_bill=lists.stay,
        public_health=public_health_tables(regimes),
        waiting=waiting(catalogue, values),
        wave=wave_tables(catalogue, values, fallen_ill.severity),
        response=response_tables(sites, regimes),
        purchase=drug_prices(sites.level, sites.community >= 0, regimes),
        tight=regimes.by_facility("pay_patient.tight_community") > 0,
        exam_price=exam_price,
        bill_noise=lognormal(values["prices.spread"]),
        minutes=minutes_by_way(map_.minutes.astype(np.float64), values["contract.carried_factor"]),
    )


def _untaught(map_: Map, regimes: Regimes, sample: float, seed: int) -> Sites:
    """Facilities under the policies in force, but for what training adds."""
    sites = with_seniors(build_sites(map_, regimes, sample, seed), regimes)
    return with_level3(with_raised_centres(sites, map_, regimes), map_, regimes)


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
