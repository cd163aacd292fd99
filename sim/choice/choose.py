"""The choice (就医选择): utilities of the thirteen options, and the draw of one.

Pure functions on arrays. The options are ordered up the ladder of care and the draw inverts their
distribution function, so that with the same random number a small change of utility moves only people at the
boundary between neighbouring options: two scenarios stay as alike as they can.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from sim.choice.tables import OPTIONS, ChoiceTables
from sim.geography.map import Option
from sim.money.outpatient import PoolYear, pay_outpatient, pool_of
from sim.money.rules import LEVELS, TOWNSHIP, VILLAGE, Rules
from sim.money.standing import LATER, WITH_SLIP, Standing
from sim.needs.catalogue import Group

F64 = npt.NDArray[np.float64]
I64 = npt.NDArray[np.int64]
Ints = npt.NDArray[np.integer]


class Choosers(NamedTuple):
    """People who choose today, each array of shape (n,).

    `row` is condition * 3 + severity; `avoid` names an option that turned the person away (positive) or up to
    which the person was sent on (negative), 0 for none; `certified` people hold a certificate for chronic
    outpatient care (门诊慢特病); `scheme` is regime * 3 + insurance; `standing` holds bits of
    `Standing`; `stays` of this year and accumulators are those of `People`.
    """

    row: I64
    condition: Ints
    severity: Ints
    village: Ints
    county: Ints
    mode: Ints
    scheme: Ints
    income: Ints
    signed: npt.NDArray[np.bool_]
    habit: Ints
    absent: npt.NDArray[np.bool_]
    certified: npt.NDArray[np.bool_]
    avoid: Ints
    standing: npt.NDArray[np.uint8]
    stays: Ints
    deductible_used: Ints
    special_used: Ints
    outpatient_paid: Ints
    chronic_paid: Ints
    drugs_paid: Ints


class Parts(NamedTuple):
    """Utility of every option in parts, each of shape (n, 13); their sum decides."""

    fixed: F64
    place: F64
    price: F64
    tie: F64
    habit: F64
    closed: F64


def felt_utility(tables: ChoiceTables, belief: F64, wait: F64) -> F64:
    """What a village feels about each option besides the way there: trust and the wait seen lately.

    Parameters
    ----------
    belief : float64 array, shape (3, villages, 13)
        What the village believes of the option by group of condition, 0-1.
    wait : float64 array, shape (villages, 13)
        Recent wait there, minutes.

    Returns
    -------
    float64 array, shape (3, villages, 13)
    """
    felt: F64 = tables.trust * belief
    felt += tables.wait * wait
    return felt


def own_price(tables: ChoiceTables, rules: Rules, who: Choosers, *, slip: bool = False) -> F64:
    """Own cost a person expects at each price level: of the visit by the rules, of a stay that may follow.

    Parameters
    ----------
    slip : bool
        Going there with a referral slip, which counts as the way that the rules ask for.

    Returns
    -------
    float64 array, shape (n, 5)
        Fen.
    """
    eligible = tables.visit_eligible[who.scheme, who.row]
    level = np.broadcast_to(np.arange(len(LEVELS)), eligible.shape)

    def column(values: npt.NDArray[Any]) -> npt.NDArray[Any]:
        return values[:, None]

    scheme = column(who.scheme)
    chronic = (tables.group[who.condition] == Group.CHRONIC) & who.certified
    share = tables.claim[who.scheme]
    share[:, VILLAGE] = np.where(tables.point[who.village], share[:, TOWNSHIP], share[:, VILLAGE])
    claimed = np.where(column(chronic), 1.0, share)
    year = PoolYear(*(column(getattr(who, name)) for name in PoolYear._fields))
    drugs = column(tables.drugs[who.condition])
    pool = pool_of(rules, level, scheme, column(chronic), drugs, year.drugs_paid)
    first = column((who.standing & np.uint8(Standing.FIRST)) > 0) & (slip | (level <= TOWNSHIP))
    fund = pay_outpatient(rules, eligible, level, scheme, pool, year, first).fund.astype(np.float64)
    if tables.tcm.any():
        more = pay_outpatient(rules, eligible, level, scheme, pool, year, first, np.ones_like(first)).fund
        fund += tables.tcm[who.scheme, who.condition] * (more - fund)
    variant = (who.standing & np.uint8(LATER - 1)) + LATER * (who.stays > 0) + WITH_SLIP * slip
    visit = tables.visit_bill[who.scheme, who.row] - fund * claimed
    return np.asarray(visit + tables.stay_own[who.scheme, variant, who.row])


def utility_parts(tables: ChoiceTables, rules: Rules, minutes: F64, felt: F64, who: Choosers) -> Parts:
    """Utility of every option for every person who chooses, in parts.

    Parameters
    ----------
    minutes : float64 array, shape (modes, villages, 13)
        Door-to-door travel, inf where an option cannot be reached.
    felt : float64 array, shape (rows, villages, 13)
        From `felt_utility`, by `ChoiceTables.felt_row`.
    """
    n = len(who.row)
    everyone = np.arange(n)
    group = tables.group[who.condition]
    level_price = np.log(1.0 + own_price(tables, rules, who) / tables.price_scale)
    level_price *= tables.price[who.income][:, None]
    price = level_price[everyone[:, None], tables.level[who.village]]
    price[:, Option.NONE] = 0.0
    price[:, Option.PHARMACY] = tables.pharmacy[who.income]
    tie = np.zeros((n, OPTIONS))
    tie[:, [Option.OWN_CLINIC, Option.OWN_CENTRE]] = (tables.tie[who.scheme] * who.signed)[:, None]
    habit = np.zeros((n, OPTIONS))
    habit[everyone, who.habit] = tables.habit * (who.habit > 0)
    way = tables.travel[group, who.severity][:, None] * minutes[who.mode, who.village]
    there = np.where(who.absent[:, None], tables.away, way + felt[tables.felt_row[who.row], who.village])
    options = np.arange(OPTIONS)
    turned_away = who.avoid[:, None] == options
    sent_on = options <= -who.avoid[:, None]
    closed = np.where((turned_away | sent_on) & (options > Option.NONE), -np.inf, 0.0)
    return Parts(tables.fixed[who.row], there, price, tie, habit, closed)


def total_utility(parts: Parts) -> F64:
    """Sum of the parts, shape (n, 13)."""
    return parts.fixed + parts.place + parts.price + parts.tie + parts.habit + parts.closed


def probabilities(utility: F64) -> F64:
    """Logit probabilities of each row's options; -inf has none."""
    weight = np.exp(utility - utility.max(axis=1, keepdims=True))
    return np.asarray(weight / weight.sum(axis=1, keepdims=True))


def choose(utility: F64, uniform: F64) -> npt.NDArray[np.int8]:
    """Draw one option a row by inverting the distribution function at `uniform`.

    Parameters
    ----------
    utility : float64 array, shape (n, 13)
    uniform : float64 array, shape (n,)
        In [0, 1).

    Returns
    -------
    int8 array, shape (n,)
    """
    weight = np.exp(utility - utility.max(axis=1, keepdims=True))
    total = np.cumsum(weight, axis=1)
    drawn = (total <= (uniform * total[:, -1])[:, None]).sum(axis=1)
    # Rounding at the very edge leads to the last option that can be reached, not beyond it.
    last = weight.shape[1] - 1 - (weight[:, ::-1] > 0.0).argmax(axis=1)
    return np.asarray(np.minimum(drawn, last), np.int8)
