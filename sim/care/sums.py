"""Every sum behind the decisions of facilities: what acts bring them, here and where patients would go."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from sim.care.act_money import ActMoney, Marginal, Place, Rates, act_money, bounded, marginal
from sim.care.assessed import Spot, Worth, own_spot, scored, scores_of_acts, worth_of_fen, worth_to
from sim.care.audit import audited
from sim.care.gaming import excess, second_payment, worse_record
from sim.care.sites import Sites
from sim.care.stakes import NOBODY, Stakes
from sim.geography.map import Kind
from sim.money.acts import Acts, stay_acts, visit_acts
from sim.money.prices import PriceLists
from sim.money.rules import CITY, TOWNSHIP, Rules
from sim.money.score import Scored
from sim.needs.catalogue import Catalogue
from sim.policy.regimes import Regimes

F64 = npt.NDArray[np.float64]
I64 = npt.NDArray[np.int64]


class Economy(NamedTuple):
    """What acts bring; skill needed and share with a stay indicated by row; days by condition and level.

    `worth`, shape (quantities, communities): what one more recorded adds to the money tied to scores.
    """

    visits: Acts
    stays: Acts
    skill: F64
    admit: F64
    days: F64
    worth: F64


def economy(
    catalogue: Catalogue, rules: Rules, lists: PriceLists, skill: F64, admit: F64, days: F64,
    regimes: Regimes, worth: F64,
) -> Economy:  # fmt: skip
    """Compile what acts bring from price lists, rules of settlement and days of stay."""
    return Economy(
        visit_acts(catalogue, rules, lists, regimes),
        stay_acts(catalogue, rules, lists, admit, days, regimes),
        skill, admit, days, worth,
    )  # fmt: skip


class Effort(NamedTuple):
    """What is billed and how long stays last against today, shape (posts,)."""

    visits: F64
    stays: F64
    days: F64


class Sums(NamedTuple):
    """Every sum behind the decisions of some posts; arrays of shape (rows, posts) unless said otherwise."""

    visit: ActMoney
    stay: ActMoney
    there_visit: ActMoney
    there_stay: ActMoney
    in_visits: Marginal  # shape (posts,)
    in_stays: Marginal
    effort: Effort
    shifted: F64  # shape (posts,)
    there: F64  # M of the visit and the stay that may follow where such a patient is sent
    admit: F64
    here: F64
    send: F64
    slip: F64  # shape (posts,)
    down: F64
    upcoded: F64
    split: F64


Settings = dict[str, F64]
NAMES = (
    "severity_recognised.drg", "severity_recognised.dip", "case_includes_own", "kept_visits",
    "intensity.elasticity", "intensity.least", "intensity.most", "days.elasticity", "days.least", "days.most",
    "shift.most", "shift.response", "avoidable.township", "avoidable.county", "audit.excess",
    "upcode.base", "case_split.base",
)  # fmt: skip


def settings_of(regimes: Regimes) -> Settings:
    """Declared numbers by regime that the sums need, and two of other families."""
    names = {name: regimes.by_regime(f"pay_provider.{name}") for name in NAMES}
    others = ("pay_patient.eligible.uncovered_cap", "referral.centre_skill")
    return names | {name: regimes.by_regime(name) for name in others}


def sums(sites: Sites, economy: Economy, settings: Settings, stakes: Stakes, at: I64) -> Sums:
    """Every sum behind the decisions of some facilities."""
    mine = stakes.of(at)
    own = {name: values[mine.regime] for name, values in settings.items()}
    rates = Rates(own["severity_recognised.drg"], own["severity_recognised.dip"], own["case_includes_own"])
    one, none = np.ones(len(at)), np.zeros(len(at))
    visit_at = Place(mine.regime, mine.level, mine.visit, mine.usual_visit, mine.value, one, one, one)
    visit_at = visit_at._replace(subsidy=mine.visit_subsidy)
    stay_at = visit_at._replace(form=mine.stay, usual=mine.usual_stay, subsidy=mine.stay_subsidy)
    needless = np.stack([mine.over * own["audit.excess"], mine.over])
    in_visits = marginal(economy.visits, rates, visit_at, mine.income, mine.borne, needless)
    in_stays = marginal(economy.stays, rates, stay_at, mine.income, mine.borne, needless)
    worth, spot = (
        worth_to(economy.worth, mine.community, mine.answers, mine.covered),
        own_spot(sites.kind[at]),
    )
    priced = mine.regime, mine.level
    in_visits = scored(in_visits, worth, spot, economy.visits.fund_share[priced], False)
    in_stays = scored(in_stays, worth, spot, economy.stays.fund_share[priced], True)
    limits = own["intensity.least"], own["intensity.most"]
    effort = Effort(
        bounded(own["intensity.elasticity"], in_visits.fen, *limits),
        bounded(own["intensity.elasticity"], in_stays.fen, *limits),
        bounded(own["days.elasticity"], in_stays.day, own["days.least"], own["days.most"]),
    )
    room = np.maximum(
        own["pay_patient.eligible.uncovered_cap"] - economy.stays.outside[mine.regime, mine.level], 0.0
    )
    reach = 1.0 - np.exp(-own["shift.response"] * np.maximum(in_stays.shifted, 0.0))
    purse = mine.income, mine.borne
    of_visit, of_stay = scores_of_acts(worth, spot)
    visit = act_money(economy.visits, rates, visit_at._replace(factor=effort.visits), *purse, of_visit)
    stay_at = stay_at._replace(factor=effort.stays * effort.days)
    stay = act_money(economy.stays, rates, stay_at, *purse, of_stay)
    there_visit, there_stay = _there(sites, economy, stakes, at, rates, own["referral.centre_skill"], worth)
    there = there_visit.change + economy.admit[:, None] * there_stay.change
    out = sites.kind[at] >= Kind.COUNTY_GENERAL
    avoidable = avoidable_share(sites.kind[at], own["avoidable.township"], own["avoidable.county"])
    keep = own["kept_visits"] * visit.change
    gaming = economy.stays, rates, stay_at, mine.income, mine.over
    return Sums(
        visit, stay, there_visit, there_stay, in_visits, in_stays, effort,
        np.minimum(own["shift.most"] * reach, room),
        there,
        # The visit is recorded whether a stay follows or not.
        admit=audited(
            stay.change - visit.change + visit.score, stay.bill, mine.over, mine.under, avoidable
        ),
        here=stay.change - there_visit.change - there_stay.change,
        send=audited(there - keep, there_visit.bill, none, mine.under, none),
        slip=np.where(out, worth.each[Scored.OUT_SLIPS], 0.0),
        down=_down(economy, stakes, at, rates, in_stays.day, worth),
        upcoded=excess(own["upcode.base"], worse_record(*gaming), mine.weight),
        split=excess(own["case_split.base"], second_payment(*gaming), mine.weight),
    )  # fmt: skip


def avoidable_share(kind: I64, township: F64, county: F64) -> F64:
    """Share of today's stays of moderate cases at a facility that judgement alone would not indicate."""
    hospital = (kind >= Kind.COUNTY_GENERAL) & (kind <= Kind.OTHER_HOSPITAL)
    return np.where(kind == Kind.TOWNSHIP_CENTRE, township, np.where(hospital, county, 0.0))


def _there(
    sites: Sites, economy: Economy, stakes: Stakes, at: I64, rates: Rates, easy: F64, worth: Worth
) -> tuple[ActMoney, ActMoney]:
    """Visit and stay where patients are sent: by a clinic to its centre or, the harder ones, to the hospital.

    Hospitals of the county send to the city, which is no member of anything.
    """
    centre = stakes.centre[at]
    near = (economy.skill[:, None] <= easy) & (centre != NOBODY)
    found = []
    for acts, forms, usual, subsidy in (
        (economy.visits, stakes.visit, stakes.usual_visit, stakes.visit_subsidy),
        (economy.stays, stakes.stay, stakes.usual_stay, stakes.stay_subsidy),
    ):
        by_target = []
        for target in (centre, stakes.hospital[at]):
            known = target != NOBODY
            t = np.where(known, target, 0)
            same = known & (sites.community[t] == sites.community[at])
            level, share = np.where(known, stakes.level[t], CITY), np.where(same, stakes.shared[at], 0.0)
            place = Place(
                stakes.regime[at], level, forms[t], usual[t], stakes.value[t], np.ones(len(at)), share,
                np.zeros(len(at)), np.where(known, subsidy[t], 0.0),
            )  # fmt: skip
            spot = np.where(same, own_spot(sites.kind[t]), np.where(known, Spot.LOCAL, Spot.OUTSIDE))
            score = scores_of_acts(worth, spot)[acts is economy.stays]
            by_target.append(act_money(acts, rates, place, stakes.income[at], stakes.borne[at], score))
        found.append(ActMoney(*(np.where(near, a, b) for a, b in zip(*by_target, strict=True))))
    return found[0], found[1]


def _down(economy: Economy, stakes: Stakes, at: I64, rates: Rates, day: F64, worth: Worth) -> F64:
    """Money for each day that a patient spends at the township instead, fen.

    Given up is what a day more brings now beyond what it usually brings; the part that belongs to the group
    of what it leaves at the township, and what the fund pays less, are gained.
    """
    acts, length = economy.stays, np.repeat(economy.days, 3, axis=0)
    regime, level = stakes.regime[at], stakes.level[at]
    known = stakes.township[at] != NOBODY
    t = np.where(known, stakes.township[at], 0)
    place = Place(
        regime, np.full(len(at), TOWNSHIP), stakes.stay[t], stakes.usual_stay[t], stakes.value[t],
        np.ones(len(at)), np.where(known, stakes.shared[at], 0.0), np.zeros(len(at)),
    )  # fmt: skip
    there = marginal(acts, rates, place, stakes.income[at], stakes.borne[at], np.zeros((2, len(at)))).day
    spot = np.where(known, Spot.PRIMARY, Spot.LOCAL)
    there = there + worth_of_fen(worth, spot, acts.fund_share[regime, place.level], True)
    bill_here = acts.bill[regime, :, level].T / length[:, level]
    bill_there = acts.bill[regime, :, TOWNSHIP].T / length[:, [TOWNSHIP]]
    return np.asarray(bill_there * there - bill_here * day)
