"""The choice compiled: the same numbers as `utility_parts` and `choose`, bit for bit, in a few passes.

Only arithmetic and comparisons are compiled; logarithm and exponential stay with NumPy, so that both kernels
round alike. Options that cannot be chosen are left out, so that nothing is spent on them.
"""

from __future__ import annotations

from typing import Any

import numba
import numpy as np
import numpy.typing as npt

from sim.choice.tables import OPTIONS, ChoiceTables
from sim.geography.map import Option
from sim.money.rules import BASIS_POINTS, LEVELS, TOWNSHIP, VILLAGE, Pool, Rules
from sim.money.standing import LATER, Standing
from sim.needs.cases import CaseArray
from sim.needs.catalogue import Group
from sim.population.people import People

F64 = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]
LEVEL_COUNT = len(LEVELS)
FREE, PHARMACY = LEVEL_COUNT, LEVEL_COUNT + 1  # prices beyond those of the levels
HALF = BASIS_POINTS // 2
CHRONIC = int(Group.CHRONIC)
SPECIAL, DRUGS, FIRST = int(Pool.CHRONIC), int(Pool.DRUGS), int(Standing.FIRST)
OWN_CLINIC, OWN_CENTRE = int(Option.OWN_CLINIC), int(Option.OWN_CENTRE)


def choose_fused(
    tables: ChoiceTables, rules: Rules, minutes: F64, felt: F64, cases: CaseArray, people: People,
    scheme: npt.NDArray[np.int16], way: npt.NDArray[np.uint8], standing: npt.NDArray[np.uint8],
    present: Bools, certified: Bools, uniform: F64,
) -> npt.NDArray[np.int8]:  # fmt: skip
    """Option of each case; see `sim.choice.choose`.

    Parameters
    ----------
    cases : CASE array, shape (n,)
        Cases whose people choose.
    people : People
        Columns are read where they lie, without a copy for the choosers.
    scheme : int16 array, shape (people,)
        Regime * 3 + insurance.
    way : uint8 array, shape (people,)
        Row of `minutes`.
    standing : uint8 array, shape (people,)
        Bits of `sim.money.standing.Standing`.
    present, certified : bool array, shape (people,)
        In the county today; holds a certificate for chronic outpatient care.
    uniform : float64 array, shape (n,)
        In [0, 1).
    """
    n = len(cases)
    price = np.empty((n, LEVEL_COUNT))
    used = (people.deductible_used, people.special_used, people.deductible_used)
    paid = (people.outpatient_paid, people.chronic_paid, people.drugs_paid)
    _own_price(
        cases, tables.group, people.village, tables.point, certified, scheme, standing, people.stays, used,
        paid, tables.visit_bill,
        tables.visit_eligible, tables.visit_fund, tables.visit_fund_tcm, tables.claim, tables.stay_own,
        tables.drugs, tables.tcm, rules.pool_ratio, rules.pool_deductible, rules.pool_limit,
        rules.first_deductible, rules.first_limit, rules.tcm_points, rules.ratio_cap, tables.price_scale,
        price,
    )  # fmt: skip
    np.log(price, out=price)
    utility, options, first = np.empty(n * OPTIONS), np.empty(n * OPTIONS, np.int8), np.empty(n + 1, np.int64)
    _utility(
        cases, tables.group, tables.felt_row, people.village, way, people.income,
        people.signed, people.habit, scheme, present, price, tables.fixed, tables.travel,
        _price_columns(tables), tables.price, tables.pharmacy, tables.tie, tables.habit, tables.away,
        minutes, felt, utility, options, first,
    )  # fmt: skip
    weight = utility[: first[n]]
    np.exp(weight, out=weight)
    option = np.empty(n, np.int8)
    _draw(weight, options, first, uniform, option)
    return option


def _price_columns(tables: ChoiceTables) -> npt.NDArray[np.int64]:
    """Where each option of a village finds its price: a level, nothing to pay, or the pharmacy's."""
    columns = tables.level.copy()
    columns[:, Option.NONE], columns[:, Option.PHARMACY] = FREE, PHARMACY
    return columns


@numba.njit(cache=True, error_model="numpy")
def _own_price(
    cases: Any, group_of: Any, village: Any, point: Any, certified: Any, scheme: Any, standing: Any,
    stays: Any, used_by_pool: Any, paid_by_pool: Any, bill: Any, eligible: Any, full_fund: Any,
    full_fund_tcm: Any, claim: Any, stay_own: Any, drugs_of: Any, tcm_of: Any, ratio: Any, deductible: Any,
    limit: Any, first_deductible: Any, first_limit: Any, tcm_points: Any, cap: Any, scale: float, price: Any,
) -> None:  # fmt: skip
    for i in range(cases.size):
        person, condition = cases[i].person, cases[i].condition
        row, who, stand = condition * 3 + cases[i].severity, scheme[person], standing[person]
        special = group_of[condition] == CHRONIC and certified[person]
        drugs = drugs_of[condition] and not special and paid_by_pool[DRUGS][person] < limit[who, DRUGS]
        variant = (stand & (LATER - 1)) + LATER * (stays[person] > 0)
        for level in range(LEVEL_COUNT):
            pool = 0
            if special:
                pool = SPECIAL
            elif drugs and ratio[who, DRUGS, level] > 0:
                pool = DRUGS
            first = stand & FIRST > 0 and level <= TOWNSHIP
            due, most = deductible[who, pool], limit[who, pool]
            if first:
                due -= first_deductible[who, pool]
                most += first_limit[who, pool]
            left = max(most - paid_by_pool[pool][person], 0)
            open_deductible = max(max(due, 0) - used_by_pool[pool][person], 0)
            cost = eligible[who, row, level] - min(eligible[who, row, level], open_deductible)
            whole = open_deductible == 0
            share = ratio[who, pool, level]
            fund = full_fund[who, pool, row, level] if whole else (cost * share + HALF) // BASIS_POINTS
            paid = np.float64(min(fund, left))
            if tcm_of[condition] > 0.0:
                more = full_fund_tcm[who, pool, row, level]
                if not whole:
                    lifted = share
                    if share > 0:
                        lifted = min(max(share + tcm_points[who], 0), max(cap[who], share))
                    more = (cost * lifted + HALF) // BASIS_POINTS
                paid += tcm_of[condition] * (min(more, left) - paid)
            claims_as = TOWNSHIP if level == VILLAGE and point[village[person]] else level
            claimed = 1.0 if special else claim[who, claims_as]
            own = bill[who, row, level] - paid * claimed
            price[i, level] = 1.0 + (own + stay_own[who, variant, row, level]) / scale


@numba.njit(cache=True)
def _utility(
    cases: Any, group_of: Any, felt_row: Any, village: Any, way_of: Any, income: Any,
    signed: Any, habit: Any, scheme: Any, present: Any, price: Any, fixed: Any, travel: Any,
    price_column: Any, by_income: Any, pharmacy: Any, tie: Any, habit_weight: float, away: Any,
    minutes: Any, felt: Any, utility: Any, options: Any, first: Any,
) -> None:  # fmt: skip
    money, total = np.zeros(LEVEL_COUNT + 2), np.empty(OPTIONS)
    end = 0
    for i in range(cases.size):
        person, condition = cases[i].person, cases[i].condition
        row, avoid = condition * 3 + cases[i].severity, cases[i].avoid
        group, fifth, usual = group_of[condition], income[person], habit[person]
        for level in range(LEVEL_COUNT):
            money[level] = price[i, level] * by_income[fifth]
        money[PHARMACY] = pharmacy[fifth]
        column = price_column[village[person]]
        if present[person]:
            per_minute = travel[group, cases[i].severity]
            way, there = minutes[way_of[person], village[person]], felt[felt_row[row], village[person]]
            for option in range(OPTIONS):
                place = per_minute * way[option] + there[option]
                total[option] = fixed[row, option] + place + money[column[option]]
        else:
            for option in range(OPTIONS):
                total[option] = fixed[row, option] + away[option] + money[column[option]]
        # Without branches, which a processor could only guess.
        bond = tie[scheme[person]] * signed[person]
        total[OWN_CLINIC] += bond
        total[OWN_CENTRE] += bond
        total[usual] += habit_weight * (usual > 0)
        if avoid > 0:
            total[avoid] = -np.inf
        for option in range(1, 1 - avoid):
            total[option] = -np.inf
        best = -np.inf
        for option in range(OPTIONS):
            best = max(best, total[option])
        first[i] = end
        for option in range(OPTIONS):
            utility[end] = total[option] - best
            options[end] = option
            end += total[option] > -np.inf
    first[cases.size] = end


@numba.njit(cache=True)
def _draw(weight: Any, options: Any, first: Any, uniform: Any, option: Any) -> None:
    for i in range(uniform.size):
        low, high = first[i], first[i + 1]
        total = 0.0
        for k in range(low, high):
            total += weight[k]
        mark = uniform[i] * total
        running, chosen = 0.0, low
        for k in range(low, high):
            running += weight[k]
            chosen += running <= mark
        option[i] = options[min(chosen, high - 1)]
