"""Tables of the day that are put together from several packages, each from the values in force."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from sim.care.admitting import admission_table, indicated_table, stay_table
from sim.care.centres import added_beds
from sim.care.incentive import Incentives
from sim.care.joint_ward import joint_ward_news
from sim.care.level3 import level3_news, with_level3
from sim.care.lines import ServiceLines, service_lines
from sim.care.local_skill import with_raised_centres
from sim.care.management import narrowed_by
from sim.care.offers import Offers
from sim.care.points import Points
from sim.care.seniors import senior_sessions, with_seniors
from sim.care.sites import Sites, build_sites, tiers_of
from sim.care.sums import Economy
from sim.care.tcm import tcm_pull
from sim.care.team import minutes_by_way
from sim.care.treatment import TreatmentTables, treatment_tables
from sim.care.trusteeship import trusteeship_news
from sim.care.village_doctor import village_send_on
from sim.geography.map import Kind, Map
from sim.money.acts import variable_share
from sim.money.compile import compile_rules
from sim.money.prices import PriceLists, exam_prices, price_lists
from sim.money.procurement import DrugPrices, drug_prices
from sim.money.rules import COUNTY, TOWNSHIP, Rules, stack_rules
from sim.money.subsidy import Subsidies, subsidies
from sim.needs.catalogue import Catalogue
from sim.needs.expected_cost import cost_of_need, expected_cost
from sim.needs.onset import Hazards
from sim.policy.regimes import Regimes

F64 = npt.NDArray[np.float64]
I64 = npt.NDArray[np.int64]

NEWS = (joint_ward_news, level3_news, trusteeship_news)
"""What villagers may know of a place that can do more than others of its kind."""


def rules_in_force(regimes: Regimes) -> Rules:
    """Rules of settlement of all regimes."""
    return stack_rules([compile_rules(one) for one in regimes.values])


def untaught_sites(map_: Map, regimes: Regimes, sample: float, seed: int) -> Sites:
    """Facilities under the policies in force, but for what training adds."""
    sites = with_seniors(build_sites(map_, regimes, sample, seed), regimes)
    return with_level3(with_raised_centres(sites, map_, regimes), map_, regimes)


def lines_of(map_: Map, sites: Sites, catalogue: Catalogue, regimes: Regimes) -> ServiceLines:
    """Service lines of which villagers know that a place can do more."""
    news = [one(map_, sites, catalogue, regimes) for one in NEWS]
    return service_lines(map_, catalogue, regimes, news, tcm_pull(sites, catalogue, regimes))


def of_hospitals(sites: Sites, local: F64) -> F64:
    """What hospitals alone have: emergencies go nowhere else."""
    return np.where(sites.kind >= Kind.COUNTY_GENERAL, local, 0.0)


def prices_in_force(catalogue: Catalogue, skill: F64, regimes: Regimes) -> PriceLists:
    """Price lists of all regimes."""
    senior = np.array([senior_sessions(one) for one in regimes.values])
    return price_lists(catalogue, skill, regimes.values, senior)


def exam_prices_in_force(regimes: Regimes) -> I64:
    """Examination at the lead hospital, shape (regimes, 2), fen."""
    return np.array([exam_prices(one) for one in regimes.values])


def drug_prices_in_force(sites: Sites, regimes: Regimes) -> DrugPrices:
    """What facilities pay for drugs."""
    return drug_prices(sites.level, sites.community >= 0, regimes)


def treatment_in_force(
    map_: Map, sites: Sites, catalogue: Catalogue, skill: F64, admit: F64, regimes: Regimes, points: Points,
    offers: Offers, money: Incentives, local: F64,
) -> TreatmentTables:  # fmt: skip
    """Tables of treatment and admission."""
    tables = treatment_tables(
        map_, sites, catalogue, regimes.county, offers,
        admission_table(sites, catalogue, skill, regimes, money),
        village_send_on(sites.kind, points.run, regimes), local,
        stay_table(catalogue, admit, money), indicated_table(sites, admit, regimes),
        narrowed_by(sites.community, regimes),
    )  # fmt: skip
    return replace(tables, beds=tables.beds | (added_beds(map_, regimes) > 0))


def subsidies_in_force(sites: Sites, regimes: Regimes) -> Subsidies:
    """Fiscal money that comes with acts."""
    return subsidies(regimes.by_facility, *tiers_of(sites))


def variable_by_facility(sites: Sites, regimes: Regimes) -> F64:
    """Share of a bill that one visit and one stay more cost each facility, shape (2, facilities)."""
    return np.stack(
        [variable_share(regimes, kind)[regimes.of_facility, sites.level] for kind in ("visit", "stay")]
    )


def cost_by_profile(table: Hazards, catalogue: Catalogue, lists: PriceLists, admit: F64) -> F64:
    """What a person's needs cost a year, visits at the township's prices and stays at the county's."""
    usual = cost_of_need(catalogue, lists.visit[0, :, TOWNSHIP], lists.stay[0, :, COUNTY], admit)
    return expected_cost(table, usual)


def fund_by_profile(table: Hazards, catalogue: Catalogue, economy: Callable[[], Economy], admit: F64) -> F64:
    """What the fund is expected to pay for them."""
    acts, township, county = economy(), (0, slice(None), TOWNSHIP), (0, slice(None), COUNTY)
    paid = cost_of_need(catalogue, acts.visits.fund[township], acts.stays.fund[county], admit)
    return expected_cost(table, paid)


def travel_minutes(map_: Map, values: Mapping[str, float]) -> F64:
    """Travel minutes in double precision by way, see `sim.care.team.minutes_by_way`."""
    return minutes_by_way(map_.minutes.astype(np.float64), values["contract.carried_factor"])
