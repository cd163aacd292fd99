"""The steps of a settled visit, in words."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from sim.errors import Text
from sim.money.cases import yuan
from sim.money.outpatient import Outpatient
from sim.money.rules import LEVELS, Pool
from sim.money.settle import portion
from sim.money.telling import LEVEL_NAMES, Step, Telling, percent

POOL_NAMES = {
    Pool.ORDINARY: Text("ordinary outpatient pool", "普通门诊统筹"),
    Pool.CHRONIC: Text("special outpatient care", "门诊特殊病种"),
    Pool.DRUGS: Text("pool for hypertension and diabetes drugs", "两病门诊用药"),
    Pool.TELEHEALTH: Text("telehealth", "远程会诊"),
}


def visit_steps(told: Telling, visit: Outpatient, level: int, pool: Pool, first: bool) -> Iterator[Step]:
    """Yield the steps of a visit, or of an examination that a stay had settled as one."""
    rules, row = told.rules, told.row
    eligible, used, fund = (int(x[0]) for x in (visit.eligible, visit.deductible, visit.fund))
    ratio, points, left = (int(x[0]) for x in (visit.ratio, visit.points, visit.left))
    amount = told.bill.amount if told.settled.visit is visit else int(told.settled.bill.exam)
    if told.settled.visit is visit:
        yield told.scope(amount, level, eligible)
    name, place = POOL_NAMES[pool], LEVEL_NAMES[LEVELS[level]]
    cut = int(rules.first_deductible[row, pool]) if first else 0
    due = int(rules.pool_deductible[row, pool])
    more = f" − {yuan(cut)}" if cut else ""
    path = "outpatient_deductible" if pool != Pool.CHRONIC else "chronic_deductible"
    benefit = "special_deductible" if pool == Pool.CHRONIC else "outpatient_deductible"
    yield told.step(
        f"{name.en}: yearly deductible {yuan(due)}{more}; {yuan(used)} of this bill fill it",
        f"{name.zh}：年度起付线 {yuan(due)}{more}，本次计入 {yuan(used)}",
        used, f"pay_patient.benefit.{benefit}" if cut else f"{told.who}.{path}",
    )  # fmt: skip
    source = {
        Pool.ORDINARY: f"{told.who}.outpatient_ratio.{LEVELS[level]}",
        Pool.CHRONIC: f"{told.who}.chronic_ratio",
        Pool.DRUGS: "pay_patient.chronic_drugs.ratio",
        Pool.TELEHEALTH: "pay_patient.telehealth.ratio",
    }[pool]
    base = f"{percent(ratio - points)} + {percent(points)} = " if points else ""
    paid = int(portion(np.array(eligible - used), ratio))
    sum_ = f"({yuan(eligible)} − {yuan(used)}) × {percent(ratio)} = {yuan(paid)}"
    yield told.step(
        f"{place.en}, ratio {base}{percent(ratio)}: {sum_}",
        f"{place.zh}，比例 {base}{percent(ratio)}：{sum_}",
        paid, "pay_patient.tcm.points" if points else source,
    )  # fmt: skip
    yield told.limit(left, fund, "outpatient_limit" if pool != Pool.CHRONIC else "chronic_limit")
