"""What does not change from person to person in a choice: constants, perceived skill, expected bills.

Compiled once for every set of parameter values.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from sim.care.sites import CAPABILITY, price_level
from sim.care.tcm import expected_tcm
from sim.care.treatment import needed_skill
from sim.choice.stays import expected_stays
from sim.choice.visits import VisitCost, visit_cost
from sim.geography.map import Kind, Map, Option
from sim.money.prices import SEVERITIES, PriceLists
from sim.money.rules import INSURANCES, LEVELS, Rules
from sim.money.settle import eligible_cost
from sim.needs.catalogue import Catalogue, Department, Group
from sim.policy.regimes import Regimes
from sim.population.contracts import Contract
from sim.population.people import Chronic

F64 = npt.NDArray[np.float64]
I64 = npt.NDArray[np.int64]

OPTIONS = len(Option)
OPTION_KIND = {
    Option.OWN_CLINIC: Kind.VILLAGE_CLINIC,
    Option.NEAR_CLINIC: Kind.VILLAGE_CLINIC,
    Option.OWN_CENTRE: Kind.TOWNSHIP_CENTRE,
    Option.NEAR_CENTRE: Kind.TOWNSHIP_CENTRE,
    Option.GENERAL: Kind.COUNTY_GENERAL,
    Option.TCM: Kind.COUNTY_TCM,
    Option.MCH: Kind.COUNTY_MCH,
    Option.OTHER: Kind.OTHER_HOSPITAL,
    Option.NEIGHBOUR: Kind.NEIGHBOUR,
    Option.CITY: Kind.CITY,
    Option.FAR: Kind.FAR,
}


@dataclass(frozen=True)
class ChoiceTables:
    """Tables of the choice.

    Attributes
    ----------
    fixed : float64 array, shape (conditions * 3, 13)
        Constants and perceived lack of skill by condition and severity; -inf where an option cannot serve.
    travel : float64 array, shape (3, 3)
        Utility of a minute of travel by group of condition and severity (negative).
    level : int64 array, shape (villages, 13)
        Price level of each option of a village.
    visit_bill : int64 array, shape (schemes, conditions * 3, 5)
        Expected outpatient bill by level, fen. A scheme is regime * 3 + insurance.
    visit_eligible : int64 array, shape (schemes, conditions * 3, 5)
        Its part within policy scope, fen.
    visit_cost : VisitCost
        What is expected of it where nothing of the year stands in the way.
    claim : float64 array, shape (schemes, 5)
        Share of ordinary outpatient visits that are claimed from the insurance, by level.
    point : bool array, shape (villages,)
        The own clinic is a point of the centre (`sim.care.points`): it claims its bills as the centre does.
    stay_own : float64 array, shape (schemes, 16, conditions * 3, 5)
        Expected own cost of the stay that may follow, times its chance; by `sim.choice.stays` variant, fen.
    drugs : bool array, shape (conditions,)
        Hypertension and diabetes, whose drugs have a pool of their own.
    tcm : float64 array, shape (schemes, conditions, 5)
        Share of visits in traditional medicine, by level, where that is paid more; 0 where it is not.
    price, price_scale : float64 array, shape (5,); float
        Utility of the logarithm of own cost by income fifth (negative); cost at which it bends, fen.
    pharmacy : float64 array, shape (5,)
        Utility of the mean bill at a pharmacy, paid by oneself, by income fifth.
    wait, trust, habit : float
        Utility of a minute's wait (negative), of belief, of the usual place.
    tie : float64 array, shape (schemes,)
        Utility of one's own team under a family-doctor contract, by the kind of contract in force.
    group : int8 array, shape (conditions,)
        Common, chronic or major.
    felt_row : int64 array, shape (conditions * 3,)
        Row of what is felt about places: the group, or a service line of its own (`sim.care.lines`).
    away : float64 array, shape (13,)
        Added for people who live away: only no care, a pharmacy or care where they live remain.
    """

    fixed: F64
    travel: F64
    level: I64
    visit_bill: I64
    visit_eligible: I64
    visit_cost: VisitCost
    claim: F64
    point: npt.NDArray[np.bool_]
    stay_own: F64
    drugs: npt.NDArray[np.bool_]
    tcm: F64
    price: F64
    price_scale: float
    pharmacy: F64
    wait: float
    trust: float
    tie: F64
    habit: float
    group: npt.NDArray[np.int8]
    felt_row: I64
    away: F64


def choice_tables(
    map_: Map,
    catalogue: Catalogue,
    rules: Rules,
    regimes: Regimes,
    lists: PriceLists,
    exam_price: I64,
) -> ChoiceTables:
    """Compile the tables of the choice from the parameter values and price lists in force."""
    values = regimes.county
    poorest, richest = values["choice.price_poorest"], values["choice.price_richest"]
    bill = np.repeat(lists.visit, len(INSURANCES), axis=0)
    price = np.linspace(poorest, richest, 5)
    scheme = np.arange(len(bill))[:, None, None]
    eligible = eligible_cost(rules, bill, np.broadcast_to(np.arange(len(LEVELS)), bill.shape), scheme)
    claim = np.concatenate([_claimed(one) for one in regimes.values])
    tcm = expected_tcm(catalogue, regimes) * (rules.tcm_points.any() > 0)
    away = np.full(OPTIONS, -np.inf)
    away[[Option.NONE, Option.PHARMACY]] = 0.0
    away[Option.FAR] = values["choice.away_constant"]
    return ChoiceTables(
        fixed=_fixed(catalogue, values),
        travel=np.array(
            [
                [
                    values[f"choice.travel_minute.{group.name.lower()}"]
                    * values[f"choice.travel_severity.{severity}"]
                    for severity in SEVERITIES
                ]
                for group in Group
            ]
        ),
        level=option_levels(map_, regimes),
        visit_bill=bill,
        visit_eligible=eligible,
        visit_cost=visit_cost(rules, bill, eligible, claim, tcm),
        claim=claim,
        point=np.zeros(len(map_.villages), bool),
        stay_own=expected_stays(catalogue, rules, lists, exam_price, regimes),
        drugs=catalogue.chronic & (Chronic.HYPERTENSION | Chronic.DIABETES) > 0,
        tcm=tcm,
        price=price,
        price_scale=values["choice.price_scale"],
        pharmacy=price * np.log(1.0 + values["prices.pharmacy"] / values["choice.price_scale"]),
        wait=values["choice.wait_minute"],
        trust=values["choice.trust"],
        tie=np.repeat([contract_tie(one) for one in regimes.values], len(INSURANCES)),
        habit=values["choice.habit"],
        group=catalogue.kind,
        felt_row=np.repeat(catalogue.kind, 3).astype(np.int64),
        away=away,
    )


def contract_tie(values: Mapping[str, float]) -> float:
    """Utility of one's own team under a family-doctor contract.

    A soft contract (软签约) ties no more than a plain one; one of first contact (首诊式) and one whose team
    holds the year's money (打包式) pull more.
    """
    kind, tie = int(values["contract.kind"]), values["choice.tie"]
    if kind >= Contract.FIRST_CONTACT:
        tie += values["contract.first_contact_pull"]
    if kind >= Contract.BUNDLED:
        tie += values["contract.bundled_steer"]
    return tie


def option_levels(map_: Map, regimes: Regimes) -> I64:
    """Price level of each option of each village; unused options count as village."""
    return np.where(map_.options >= 0, price_level(map_, regimes)[map_.options], 0)


def _claimed(values: Mapping[str, float]) -> F64:
    """Share of visits that are claimed by insurance and level in one regime."""
    insured = [[values[f"insurance.{who}.claimed.{level}"] for level in LEVELS] for who in INSURANCES[1:]]
    return np.array([[0.0] * len(LEVELS), *insured])


def _fixed(catalogue: Catalogue, values: Mapping[str, float]) -> F64:
    constant = np.array([values[f"choice.constant.{option.name.lower()}"] for option in Option])
    capability = np.full(OPTIONS, np.inf)
    for option, kind in OPTION_KIND.items():
        capability[option] = values[f"care.capability.{CAPABILITY[kind]}"]
    lack = np.maximum(needed_skill(catalogue)[:, None] - capability, 0.0)
    table: F64 = constant + values["choice.skill_gap"] * lack
    by_severity = np.array([0.0, values["choice.none_moderate"], values["choice.none_severe"]])
    none = np.tile(by_severity, len(catalogue))
    dependent = np.repeat(catalogue.skill_mild > capability[Option.OWN_CENTRE], 3)
    none = none + np.where(dependent, values["choice.none_dependent"], 0.0)
    table[:, Option.NONE] += none
    table[:, Option.PHARMACY] += none
    department = np.repeat(catalogue.department, 3)
    table[:, Option.TCM] += np.where(department == Department.TCM_REHAB, values["choice.tcm_match"], 0.0)
    women_children = department == Department.WOMEN_CHILDREN
    table[:, Option.MCH] = np.where(
        women_children, table[:, Option.MCH] + values["choice.mch_match"], -np.inf
    )
    group = np.repeat(catalogue.kind, 3)
    table[:, Option.CITY] += np.where(group == Group.MAJOR, values["choice.major_city"], 0.0)
    table[:, Option.FAR] += np.where(group == Group.MAJOR, values["choice.major_far"], 0.0)
    return table
