"""The choice compiled: the same numbers as `utility_parts` and `choose`, bit for bit, in two passes.

Only arithmetic and comparisons are compiled; logarithm and exponential stay with NumPy, so that both kernels
round alike.
"""

from __future__ import annotations

from typing import Any

import numba
import numpy as np
import numpy.typing as npt

from sim.choice.tables import OPTIONS, ChoiceTables
from sim.money.rules import BASIS_POINTS, LEVELS, Rules
from sim.needs.cases import CaseArray
from sim.population.people import People

F64 = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]
LEVEL_COUNT = len(LEVELS)
HALF = BASIS_POINTS // 2


def choose_fused(
    tables: ChoiceTables, rules: Rules, minutes: F64, felt: F64, cases: CaseArray, people: People,
    present: Bools, certified: Bools, uniform: F64,
) -> npt.NDArray[np.int8]:  # fmt: skip
    """Option of each case; see `sim.choice.choose`.

    Parameters
    ----------
    cases : CASE array, shape (n,)
        Cases whose people choose.
    people : People
        Columns are read where they lie, without a copy for the choosers.
    present, certified : bool array, shape (people,)
        In the county today; holds a certificate for chronic outpatient care.
    """
    n = len(cases)
    price = np.empty((n, LEVEL_COUNT))
    _own_price(
        cases, tables.group, certified, people.insurance, people.deductible_used, people.outpatient_paid,
        people.chronic_paid, tables.visit_bill, tables.visit_eligible, tables.claim, tables.stay_own,
        rules.outpatient_ratio, rules.outpatient_deductible, rules.outpatient_limit, rules.chronic_ratio,
        rules.chronic_limit, tables.price_scale, price,
    )  # fmt: skip
    np.log(price, out=price)
    utility = np.empty((n, OPTIONS))
    _utility(
        cases, tables.group, people.village, people.county, people.mode, people.income, people.signed,
        people.habit, present, price, tables.fixed, tables.travel, tables.level, tables.price,
        tables.pharmacy, tables.tie, tables.habit, tables.away, minutes, felt, utility,
    )  # fmt: skip
    np.exp(utility, out=utility)
    option = np.empty(n, np.int8)
    _draw(utility, uniform, option)
    return option


@numba.njit(cache=True)  # type: ignore[untyped-decorator]
def _own_price(
    cases: Any, group_of: Any, certified: Any, insurance: Any, deductible_used: Any, outpatient_paid: Any,
    chronic_paid: Any, bill: Any, eligible: Any, claim: Any, stay_own: Any, ratio: Any, deductible: Any,
    limit: Any, chronic_ratio: Any, chronic_limit: Any, scale: float, price: Any,
) -> None:  # fmt: skip
    for i in range(cases.size):
        person = cases[i].person
        row = cases[i].condition * 3 + cases[i].severity
        who = insurance[person]
        chronic = group_of[cases[i].condition] == 1 and certified[person]
        open_deductible = np.int64(0)
        left = chronic_limit[who] - chronic_paid[person]
        if not chronic:
            open_deductible = max(deductible[who] - deductible_used[person], 0)
            left = limit[who] - outpatient_paid[person]
        left = max(left, 0)
        for level in range(LEVEL_COUNT):
            cost = eligible[row, level]
            cost -= min(cost, open_deductible)
            share = chronic_ratio[who] if chronic else ratio[who, level]
            fund = min((cost * share + HALF) // BASIS_POINTS, left)
            claimed = 1.0 if chronic else claim[who, level]
            own = (bill[row, level] - fund * claimed) + stay_own[who, row, level]
            price[i, level] = 1.0 + own / scale


@numba.njit(cache=True)  # type: ignore[untyped-decorator]
def _utility(
    cases: Any, group_of: Any, village: Any, county: Any, mode: Any, income: Any, signed: Any, habit: Any,
    present: Any, price: Any, fixed: Any, travel: Any, level: Any, by_income: Any, pharmacy: Any, tie: float,
    habit_weight: float, away: Any, minutes: Any, felt: Any, utility: Any,
) -> None:  # fmt: skip
    for i in range(cases.size):
        person = cases[i].person
        row = cases[i].condition * 3 + cases[i].severity
        avoid = cases[i].avoid
        group = group_of[cases[i].condition]
        weight = by_income[income[person]]
        per_minute = travel[group, cases[i].severity]
        way = minutes[mode[person], village[person]]
        there = felt[group, village[person]]
        at_home = present[person]
        levels = level[county[person]]
        bond = tie * signed[person]
        usual = habit[person]
        best = -np.inf
        for option in range(OPTIONS):
            if option > 0 and (option == avoid or option <= -avoid):
                utility[i, option] = -np.inf
                continue
            place = per_minute * way[option] + there[option] if at_home else away[option]
            money = 0.0
            if option == 1:
                money = pharmacy[income[person]]
            elif option > 1:
                money = price[i, levels[option]] * weight
            total = fixed[row, option] + place + money
            if option == 2 or option == 4:
                total += bond
            if option > 0 and option == usual:
                total += habit_weight
            utility[i, option] = total
            best = max(best, total)
        for option in range(OPTIONS):
            utility[i, option] -= best


@numba.njit(cache=True)  # type: ignore[untyped-decorator]
def _draw(weight: Any, uniform: Any, option: Any) -> None:
    for i in range(uniform.size):
        total = 0.0
        for k in range(OPTIONS):
            total += weight[i, k]
        mark = uniform[i] * total
        running = 0.0
        chosen = 0
        for k in range(OPTIONS):
            running += weight[i, k]
            if running <= mark:
                chosen = k + 1
        option[i] = chosen
