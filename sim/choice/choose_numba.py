"""The choice compiled: the same numbers as `utility_parts` and `choose`, bit for bit, in two passes.

Only arithmetic and comparisons are compiled; logarithm and exponential stay with NumPy, so that both kernels
round alike.
"""

from __future__ import annotations

from typing import Any

import numba
import numpy as np
import numpy.typing as npt

from sim.choice.choose import Choosers
from sim.choice.tables import OPTIONS, ChoiceTables
from sim.money.rules import BASIS_POINTS, LEVELS, Rules

F64 = npt.NDArray[np.float64]
LEVEL_COUNT = len(LEVELS)
HALF = BASIS_POINTS // 2


def choose_fused(
    tables: ChoiceTables, rules: Rules, minutes: F64, felt: F64, who: Choosers, uniform: F64
) -> npt.NDArray[np.int8]:
    """Option of each person; see `sim.choice.choose`."""
    n = len(who.row)
    group = tables.group[who.condition]
    price = np.empty((n, LEVEL_COUNT))
    _own_price(
        who.row, group, who.certified, who.insurance, who.deductible_used, who.outpatient_paid, who.chronic_paid,
        tables.visit_bill, tables.visit_eligible, tables.claim, tables.stay_own, rules.outpatient_ratio,
        rules.outpatient_deductible, rules.outpatient_limit, rules.chronic_ratio, rules.chronic_limit,
        price,
    )  # fmt: skip
    price = np.log(1.0 + price / tables.price_scale)
    utility = np.empty((n, OPTIONS))
    _utility(
        who.row, group, who.severity, who.village, who.county, who.mode, who.income, who.signed, who.habit,
        who.absent, who.avoid, price, tables.fixed, tables.travel, tables.level, tables.price, tables.pharmacy,
        tables.tie, tables.habit, tables.away, minutes, felt, utility,
    )  # fmt: skip
    np.exp(utility, out=utility)
    option = np.empty(n, np.int8)
    _draw(utility, uniform, option)
    return option


@numba.njit(cache=True)  # type: ignore[untyped-decorator]
def _own_price(
    row: Any, group: Any, certified: Any, insurance: Any, deductible_used: Any, outpatient_paid: Any, chronic_paid: Any,
    bill: Any, eligible: Any, claim: Any, stay_own: Any, ratio: Any, deductible: Any, limit: Any, chronic_ratio: Any,
    chronic_limit: Any, price: Any,
) -> None:  # fmt: skip
    for i in range(row.size):
        who = insurance[i]
        chronic = group[i] == 1 and certified[i]
        open_deductible = np.int64(0)
        left = chronic_limit[who] - chronic_paid[i]
        if not chronic:
            open_deductible = max(deductible[who] - deductible_used[i], 0)
            left = limit[who] - outpatient_paid[i]
        left = max(left, 0)
        for level in range(LEVEL_COUNT):
            cost = eligible[row[i], level]
            cost -= min(cost, open_deductible)
            share = chronic_ratio[who] if chronic else ratio[who, level]
            fund = min((cost * share + HALF) // BASIS_POINTS, left)
            claimed = 1.0 if chronic else claim[who, level]
            price[i, level] = (bill[row[i], level] - fund * claimed) + stay_own[who, row[i], level]


@numba.njit(cache=True)  # type: ignore[untyped-decorator]
def _utility(
    row: Any, group: Any, severity: Any, village: Any, county: Any, mode: Any, income: Any, signed: Any,
    habit: Any, absent: Any, avoid: Any, price: Any, fixed: Any, travel: Any, level: Any, by_income: Any,
    pharmacy: Any, tie: float, habit_weight: float, away: Any, minutes: Any, felt: Any, utility: Any,
) -> None:  # fmt: skip
    for i in range(row.size):
        weight = by_income[income[i]]
        per_minute = travel[group[i], severity[i]]
        best = -np.inf
        for option in range(OPTIONS):
            if option > 0 and (option == avoid[i] or option <= -avoid[i]):
                utility[i, option] = -np.inf
                continue
            if absent[i]:
                there = away[option]
            else:
                there = per_minute * minutes[mode[i], village[i], option] + felt[group[i], village[i], option]
            money = 0.0
            if option == 1:
                money = pharmacy[income[i]]
            elif option > 1:
                money = price[i, level[county[i], option]] * weight
            bond = tie * signed[i] if option == 2 or option == 4 else 0.0
            custom = habit_weight if option > 0 and option == habit[i] else 0.0
            total = fixed[row[i], option] + there + money + bond + custom
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
