"""What money moves in the decisions of facilities, compiled from their stakes; neutral while nothing differs.

Doctors follow the mean of their patients and do not look up the payer of each (Glied & Zivin 2002, J Health
Econ 21:337), so that everything is a table by condition and severity and facility. Facilities that see the
same money share one column of the work (a post); their number is small.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from sim.care.act_money import ActMoney, Marginal, Place, Rates, act_money, bounded, marginal
from sim.care.assessed import Spot, Worth, own_spot, scored, scores_of_acts, worth_of_fen, worth_to
from sim.care.audit import audited
from sim.care.sites import Sites
from sim.care.stakes import NOBODY, TARGETS, Stakes
from sim.geography.map import Kind
from sim.money.acts import Acts
from sim.money.rules import CITY, TOWNSHIP
from sim.money.score import Scored
from sim.policy.regimes import Regimes

F64 = npt.NDArray[np.float64]
I64 = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Incentives:
    """Money that speaks for an act more than it usually does, and what is done for it.

    Attributes
    ----------
    admit, here, send : float64 array, shape (conditions * 3, facilities)
        For a stay rather than a visit, for a stay here rather than at the place to send to, and for sending
        up rather than keeping a patient beyond capability; fen.
    slip : float64 array, shape (facilities,)
        For a slip out of the county besides: it is recorded, advice is not.
    down : float64 array, shape (conditions * 3, facilities)
        For going down rather than staying, fen for each day left.
    weight : float64 array, shape (facilities,)
        Change of the log odds for each 100 yuan.
    visits, stays, days : float64 array, shape (facilities,)
        What is billed in a visit and a day of a stay, and how long stays last, against today.
    shifted : float64 array, shape (facilities,)
        Share of a stay's bill that is moved outside the policy scope.
    """

    admit: F64
    here: F64
    send: F64
    slip: F64
    down: F64
    weight: F64
    visits: F64
    stays: F64
    days: F64
    shifted: F64

    @classmethod
    def neutral(cls, rows: int, facilities: int) -> Incentives:
        """Nothing speaks for anything more than usual."""
        nothing, one = np.zeros((rows, facilities)), np.ones(facilities)
        none = np.zeros(facilities)
        return cls(nothing, nothing, nothing, none, nothing, none, one, one, one, none)


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


def incentives(
    sites: Sites, economy: Callable[[], Economy], regimes: Regimes, stakes: Stakes, rows: int
) -> Incentives:
    """Compile what money moves; facilities for which nothing differs from usual are left alone.

    `economy` is asked for only where something differs.
    """
    at = np.flatnonzero(stakes.changed)
    neutral = Incentives.neutral(rows, len(sites.kind))
    if not len(at):
        return neutral
    columns = np.stack(
        [*(column[at] for column in stakes[: -len(TARGETS)]), *_targets(sites, stakes, at)], axis=1
    )
    _, one, post = np.unique(columns.astype(np.float64), axis=0, return_index=True, return_inverse=True)
    found = sums(sites, economy(), settings_of(regimes), stakes, at[one])

    def spread(rest: F64, moved: F64) -> F64:
        rest = rest.copy()
        rest[..., at] = moved[..., post.ravel()]
        return rest

    return Incentives(
        admit=spread(neutral.admit, found.admit),
        here=spread(neutral.here, found.here),
        send=spread(neutral.send, found.send),
        slip=spread(neutral.slip, found.slip),
        down=spread(neutral.down, found.down),
        weight=spread(neutral.weight, stakes.weight[at[one]]),
        visits=spread(neutral.visits, found.effort.visits),
        stays=spread(neutral.stays, found.effort.stays),
        days=spread(neutral.days, found.effort.days),
        shifted=spread(neutral.shifted, found.shifted),
    )


Settings = dict[str, F64]
NAMES = (
    "severity_recognised.drg", "severity_recognised.dip", "case_includes_own", "kept_visits",
    "intensity.elasticity", "intensity.least", "intensity.most", "days.elasticity", "days.least", "days.most",
    "shift.most", "shift.response", "avoidable.township", "avoidable.county", "audit.excess",
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
    stay_at = visit_at._replace(form=mine.stay, usual=mine.usual_stay)
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
    )  # fmt: skip


def avoidable_share(kind: I64, township: F64, county: F64) -> F64:
    """Share of today's stays of moderate cases at a facility that judgement alone would not indicate."""
    hospital = (kind >= Kind.COUNTY_GENERAL) & (kind <= Kind.OTHER_HOSPITAL)
    return np.where(kind == Kind.TOWNSHIP_CENTRE, township, np.where(hospital, county, 0.0))


def _targets(sites: Sites, stakes: Stakes, at: I64) -> list[I64 | F64]:
    """What facilities need to be alike in beyond their own stakes: where they send, and how that is paid."""
    there = [stakes.centre[at], stakes.hospital[at], stakes.township[at]]
    columns: list[I64 | F64] = [sites.kind[at]]
    for target in there:
        known = np.where(target == NOBODY, 0, target)
        for column in (stakes.regime, stakes.level, stakes.stay, stakes.visit, stakes.value, sites.community):
            columns.append(np.where(target == NOBODY, NOBODY, column[known]))
    return columns


def _there(
    sites: Sites, economy: Economy, stakes: Stakes, at: I64, rates: Rates, easy: F64, worth: Worth
) -> tuple[ActMoney, ActMoney]:
    """Visit and stay where patients are sent: by a clinic to its centre or, the harder ones, to the hospital.

    Hospitals of the county send to the city, which is no member of anything.
    """
    centre = stakes.centre[at]
    near = (economy.skill[:, None] <= easy) & (centre != NOBODY)
    found = []
    for acts, forms, usual in (
        (economy.visits, stakes.visit, stakes.usual_visit), (economy.stays, stakes.stay, stakes.usual_stay),
    ):  # fmt: skip
        by_target = []
        for target in (centre, stakes.hospital[at]):
            known = target != NOBODY
            t = np.where(known, target, 0)
            same = known & (sites.community[t] == sites.community[at])
            level, share = np.where(known, stakes.level[t], CITY), np.where(same, stakes.shared[at], 0.0)
            place = Place(
                stakes.regime[at], level, forms[t], usual[t], stakes.value[t], np.ones(len(at)), share,
                np.zeros(len(at)),
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
