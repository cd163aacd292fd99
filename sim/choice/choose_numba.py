"""The choice compiled: the same numbers as `utility_parts` and `choose`, bit for bit, in a few passes.

Only arithmetic and comparisons are compiled; logarithm and exponential stay with NumPy, so that both kernels
round alike. Options that cannot be chosen are left out, so that nothing is spent on them.
"""

from __future__ import annotations

from typing import Any

import numba
import numpy as np
import numpy.typing as npt

from sim.care.lines import ServiceLines
from sim.choice.tables import OPTIONS, ChoiceTables
from sim.choice.visits import AT_POINT, Use
from sim.geography.map import Option
from sim.money.rules import BASIS_POINTS, LEVELS, TOWNSHIP, VILLAGE, Pool, Rules
from sim.money.standing import LATER, WITH_SLIP, Standing
from sim.needs.cases import CaseArray
from sim.needs.catalogue import Group
from sim.population.people import People

F64 = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]
LEVEL_COUNT = len(LEVELS)
FREE, PHARMACY = LEVEL_COUNT, LEVEL_COUNT + 1  # prices beyond those of the levels
HALF = BASIS_POINTS // 2
CHRONIC = int(Group.CHRONIC)
ORDINARY, SPECIAL, DRUGS = int(Pool.ORDINARY), int(Pool.CHRONIC), int(Pool.DRUGS)
CLOSED, OPEN, UNTOUCHED, UNTOUCHED_FIRST, PARTLY = (int(use) for use in Use)
FIRST = int(Standing.FIRST)
OWN_CLINIC, OWN_CENTRE = int(Option.OWN_CLINIC), int(Option.OWN_CENTRE)


def choose_fused(
    tables: ChoiceTables, rules: Rules, minutes: F64, felt: F64, lines: ServiceLines, cases: CaseArray,
    people: People, scheme: npt.NDArray[np.int16], way: npt.NDArray[np.uint8],
    standing: npt.NDArray[np.uint8], present: Bools, certified: Bools, uniform: F64,
) -> npt.NDArray[np.int8]:  # fmt: skip
    """Option of each case; see `sim.choice.choose`.

    Parameters
    ----------
    felt : float64 array, shape (3, villages, 13)
        What villages feel about each option by group of condition, before service lines.
    lines : ServiceLines
        What some conditions gain beyond their group.
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
    who = gather(cases, people, scheme, way, standing, present, certified)
    price = own_prices(tables, rules, cases, who, people)
    price /= tables.price_scale
    price += 1.0
    np.log(price, out=price)
    utility, options, first = np.empty(n * OPTIONS), np.empty(n * OPTIONS, np.int8), np.empty(n + 1, np.int64)
    _utility(
        cases, who, tables.group, tables.felt_row, price, tables.fixed, tables.travel,
        _price_columns(tables), tables.price, tables.pharmacy, tables.tie, tables.habit, tables.away,
        minutes, felt, lines.group, lines.better, utility, options, first,
    )  # fmt: skip
    weight = utility[: first[n]]
    np.exp(weight, out=weight)
    option = np.empty(n, np.int8)
    _draw(weight, options, first, uniform, option)
    return option


def gather(
    cases: CaseArray, people: People, scheme: npt.NDArray[np.int16], way: npt.NDArray[np.uint8],
    standing: npt.NDArray[np.uint8], present: Bools, certified: Bools,
) -> npt.NDArray[np.void]:  # fmt: skip
    """What the choice looks at in the person of each case, WHO array; parameters as in `choose_fused`."""
    who = np.empty(len(cases), WHO)
    _gather(
        cases, people.village, scheme, people.deductible_used, people.outpatient_paid, people.drugs_paid,
        standing, people.stays, people.income, people.habit, way, people.signed, present, certified, who,
    )  # fmt: skip
    return who


def own_prices(
    tables: ChoiceTables, rules: Rules, cases: CaseArray, who: npt.NDArray[np.void], people: People,
    slip: bool = False,
) -> F64:  # fmt: skip
    """Own cost that each person expects at each price level (n, 5); see `sim.choice.choose.own_price`."""
    price = np.empty((len(cases), LEVEL_COUNT))
    _own_price(
        cases, who, people.special_used, people.chronic_paid, tables.group, tables.visit_bill,
        tables.visit_eligible, tables.claim, tables.point, *tables.visit_cost, tables.stay_own,
        tables.drugs, tables.tcm, rules.pool_ratio, rules.pool_deductible, rules.pool_limit,
        rules.first_deductible, rules.first_limit, rules.tcm_points, rules.ratio_cap, slip, price,
    )  # fmt: skip
    return price


WHO = np.dtype(
    [(name, np.int32) for name in ("village", "deductible_used", "outpatient_paid", "drugs_paid")]
    + [("scheme", np.int16)]
    + [(name, np.uint8) for name in ("standing", "stays", "income", "habit", "way")]
    + [(name, np.bool_) for name in ("signed", "present", "certified")],
    align=True,
)  # fmt: skip
"""What the choice looks at in everybody who chooses."""


@numba.njit(cache=True)
def _gather(
    cases: Any, village: Any, scheme: Any, deductible_used: Any, outpatient_paid: Any, drugs_paid: Any,
    standing: Any, stays: Any, income: Any, habit: Any, way: Any, signed: Any, present: Any, certified: Any,
    who: Any,
) -> None:  # fmt: skip
    """Bring together what lies in many columns; without a branch, so that the memory can run ahead."""
    for i in range(cases.size):
        person, one = cases[i].person, who[i]
        one.village, one.scheme, one.standing = village[person], scheme[person], standing[person]
        one.deductible_used, one.outpatient_paid = deductible_used[person], outpatient_paid[person]
        one.drugs_paid, one.stays, one.income = drugs_paid[person], stays[person], income[person]
        one.habit, one.way, one.signed = habit[person], way[person], signed[person]
        one.present, one.certified = present[person], certified[person]


def _price_columns(tables: ChoiceTables) -> npt.NDArray[np.int64]:
    """Where each option of a village finds its price: a level, nothing to pay, or the pharmacy's."""
    columns = tables.level.copy()
    columns[:, Option.NONE], columns[:, Option.PHARMACY] = FREE, PHARMACY
    return columns


@numba.njit(inline="always")
def _use(due: Any, most: Any, used: Any, paid: Any, most_fund: Any, untouched: Any) -> Any:
    """How far a pool is used, see `sim.choice.visits.Use`; a visit takes no more than `most_fund` of it."""
    if paid >= most:
        return CLOSED
    if most - paid < most_fund:
        return PARTLY
    if used >= due:
        return OPEN
    return PARTLY if used > 0 else untouched


@numba.njit(cache=True, error_model="numpy")
def _own_price(
    cases: Any, people: Any, special_used: Any, chronic_paid: Any, group_of: Any, bill: Any, eligible: Any,
    claim: Any, point: Any, visit_own: Any, most_fund: Any, stay_own: Any, drugs_of: Any, tcm_of: Any,
    ratio: Any, deductible: Any, limit: Any, first_deductible: Any, first_limit: Any, tcm_points: Any,
    cap: Any, slip: bool, price: Any,
) -> None:  # fmt: skip
    for i in range(cases.size):
        one, condition = people[i], cases[i].condition
        row, who, stand = condition * 3 + cases[i].severity, one.scheme, one.standing
        special, by_first = group_of[condition] == CHRONIC and one.certified, stand & FIRST > 0
        variant = (stand & (LATER - 1)) + LATER * (one.stays > 0) + WITH_SLIP * slip
        if special:
            main, used, paid = SPECIAL, special_used[cases[i].person], chronic_paid[cases[i].person]
        else:
            main, used, paid = ORDINARY, one.deductible_used, one.outpatient_paid
        due, most, top = deductible[who, main], limit[who, main], most_fund[who, main, row]
        far = near = _use(due, most, used, paid, top, UNTOUCHED)  # near: at primary care, or with a slip
        if by_first:
            less, more = first_deductible[who, main], first_limit[who, main]
            near = _use(due - less, most + more, used, paid, top, UNTOUCHED_FIRST)
        drugs, far_drugs, near_drugs = False, CLOSED, CLOSED
        if drugs_of[condition] and not special and one.drugs_paid < limit[who, DRUGS]:
            drugs, used, paid = True, one.deductible_used, one.drugs_paid
            due, most, top = deductible[who, DRUGS], limit[who, DRUGS], most_fund[who, DRUGS, row]
            far_drugs = near_drugs = _use(due, most, used, paid, top, UNTOUCHED)
            if by_first:
                less, more = first_deductible[who, DRUGS], first_limit[who, DRUGS]
                near_drugs = _use(due - less, most + more, used, paid, top, UNTOUCHED_FIRST)
        for level in range(LEVEL_COUNT):
            own_way = slip or level <= TOWNSHIP
            pool, use = main, near if own_way else far
            if drugs and ratio[who, DRUGS, level] > 0:
                pool, use = DRUGS, near_drugs if own_way else far_drugs
            at_point = level == VILLAGE and point[one.village]
            if use != PARTLY:
                own = visit_own[use, who, pool, row, AT_POINT if at_point else level]
            else:
                used, paid = one.deductible_used, one.outpatient_paid
                if pool == SPECIAL:
                    used, paid = special_used[cases[i].person], chronic_paid[cases[i].person]
                elif pool == DRUGS:
                    paid = one.drugs_paid
                due, most, share = deductible[who, pool], limit[who, pool], ratio[who, pool, level]
                if by_first and own_way:
                    due, most = due - first_deductible[who, pool], most + first_limit[who, pool]
                fund = _fund(
                    eligible[who, row, level], max(max(due, 0) - used, 0), max(most - paid, 0), share,
                    tcm_of[who, condition, level], tcm_points[who], cap[who],
                )  # fmt: skip
                claimed = 1.0 if special else claim[who, TOWNSHIP if at_point else level]
                own = bill[who, row, level] - fund * claimed
            price[i, level] = own + stay_own[who, variant, row, level]


@numba.njit(cache=True)
def _fund(
    eligible: Any, due: Any, left: Any, share: Any, tcm: float, tcm_points: Any, cap: Any
) -> float:  # fmt: skip
    """What the fund is expected to pay of a visit, with so much of deductible and limit left."""
    cost = eligible - min(eligible, due)
    paid = float(min((cost * share + HALF) // BASIS_POINTS, left))
    if tcm > 0.0:
        lifted = min(max(share + tcm_points, 0), max(cap, share)) if share > 0 else share
        paid += tcm * (min((cost * lifted + HALF) // BASIS_POINTS, left) - paid)
    return paid


@numba.njit(cache=True)
def _utility(
    cases: Any, people: Any, group_of: Any, felt_row: Any, price: Any, fixed: Any, travel: Any,
    price_column: Any, by_income: Any, pharmacy: Any, tie: Any, habit_weight: float, away: Any,
    minutes: Any, felt: Any, group_of_line: Any, better: Any, utility: Any, options: Any, first: Any,
) -> None:  # fmt: skip
    money, total, more = np.zeros(LEVEL_COUNT + 2), np.empty(OPTIONS), np.empty(OPTIONS)
    end = 0
    for i in range(cases.size):
        one, condition = people[i], cases[i].condition
        row, avoid = condition * 3 + cases[i].severity, cases[i].avoid
        group, fifth, usual = group_of[condition], one.income, one.habit
        slope, home = by_income[fifth], one.village
        for level in range(LEVEL_COUNT):
            money[level] = price[i, level] * slope
        money[PHARMACY] = pharmacy[fifth]
        if one.present:
            per_minute = travel[group, cases[i].severity]
            way, feels = one.way, felt_row[row]
            line = feels - felt.shape[0]
            if line >= 0:
                feels = group_of_line[line]
                for option in range(OPTIONS):
                    more[option] = better[line, home, option]
            else:
                more[:] = 0.0
            for option in range(OPTIONS):
                trust = felt[feels, home, option] + more[option]
                place = per_minute * minutes[way, home, option] + trust
                total[option] = fixed[row, option] + place + money[price_column[home, option]]
        else:
            for option in range(OPTIONS):
                total[option] = fixed[row, option] + away[option] + money[price_column[home, option]]
        # Without branches, which a processor could only guess.
        bond = tie[one.scheme] * one.signed
        total[OWN_CLINIC] += bond
        total[OWN_CENTRE] += bond
        total[usual] += habit_weight * (usual > 0)
        if avoid > 0:
            total[avoid] = -np.inf
        for option in range(1, 1 - avoid):
            total[option] = -np.inf
        best = total[0]
        for option in range(1, OPTIONS):
            best = total[option] if total[option] > best else best
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
