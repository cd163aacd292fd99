"""The steps of a settled stay, in words."""

from __future__ import annotations

from collections.abc import Iterator

from sim.errors import Text
from sim.money.cases import yuan
from sim.money.explain_visit import visit_steps
from sim.money.inpatient import Inpatient
from sim.money.rules import BASIS_POINTS, CITY, COUNTY, FAR, LEVELS, NEVER, Chain, Link, Path, Pool
from sim.money.telling import LEVEL_NAMES, Step, Telling, percent


def stay_steps(told: Telling, stay: Inpatient) -> Iterator[Step]:
    """Yield the steps of a stay, with those of an examination settled apart."""
    rules, row, level = told.rules, told.row, told.bill.level
    apart = int(stay.apart[0])
    if told.bill.exam:
        how = Text("settled within the stay, as level one", "并入住院，按一级医院结算")
        if apart:
            how = Text("a county outpatient bill of its own", "另按县级门诊结算")
        price = yuan(told.bill.exam)
        yield told.step(
            f"examination at the lead {price}: {how.en}", f"上转检查 {price}：{how.zh}",
            told.bill.exam, "pay_patient.level_one_exam.settled",
        )  # fmt: skip
    eligible, used, due = (int(x[0]) for x in (stay.eligible, stay.deductible, stay.due))
    yield told.scope(told.bill.amount - apart, level, eligible)
    yield _deductible(told, due, used)
    yield from _ratio(told, stay)
    cost, fund, left = eligible - used, int(stay.fund[0]), int(stay.left[0])
    yield _banded(told, cost, rules.band_above[row, level].tolist(), stay.ratio[0].tolist())
    yield told.limit(left, fund, "inpatient_limit")
    yield from _layers(told, stay)
    if told.settled.exam is not None:
        yield from visit_steps(told, told.settled.exam, COUNTY, Pool.ORDINARY, False)


def _banded(told: Telling, cost: int, above: list[int], ratio: list[int]) -> Step:
    parts, total = [], 0
    for k, begins in enumerate(above):
        ends = above[k + 1] if k + 1 < len(above) else NEVER
        part = max(min(cost, ends) - begins, 0)
        if part or not k:
            parts.append(f"{yuan(part)} × {percent(ratio[k])}")
            total += part * ratio[k]
    paid = (total + BASIS_POINTS // 2) // BASIS_POINTS
    words = " + ".join(parts)
    return told.step(
        f"after the deductible: {words} = {yuan(paid)}", f"扣除起付线后：{words} = {yuan(paid)}", paid,
        _ratio_path(told),
    )  # fmt: skip


def _ratio_path(told: Telling) -> str:
    """Parameter of the local ratio; beyond the city that of the city where the rule in force says so."""
    level = CITY if _level(told) == FAR and _at_home(told) else _level(told)
    return f"{told.who}.inpatient_ratio.{LEVELS[level]}"


def _level(told: Telling) -> int:
    """Level whose rules hold; a partner hospital beyond the city is settled as one of the city."""
    partner = told.settled.path == Path.PARTNER and told.bill.level == FAR
    return CITY if partner else told.bill.level


def _at_home(told: Telling) -> bool:
    """Whether stays beyond the city are settled at the ratio of the corresponding institution at home."""
    return bool(told.rules.points[told.row, Path.PLAIN, FAR])


def _deductible(told: Telling, due: int, used: int) -> Step:
    """Say which rule made the deductible."""
    rules, one, level = told.rules, told.settled, _level(told)
    full = int(rules.inpatient_deductible[told.row, level])
    chain = rules.chain[told.row]
    chained, path = "pay_patient.deductible_chain", f"{told.who}.inpatient_deductible.{LEVELS[level]}"
    sound = one.path != Path.SKIPPED and not one.broken
    assert one.stay_year is not None
    if one.link != Link.NONE and told.bill.tight and chain[Chain.TIGHT]:
        en, zh, path = "one a stay in a tight community", "紧密型医共体内一次起付线", f"{chained}.tight"
    elif one.link == Link.DOWN and sound and level < COUNTY and chain[Chain.DOWN]:
        en, zh, path = "none after moving down", "下转基层不再计算", f"{chained}.down"
    elif one.link != Link.NONE and sound and chain[Chain.UP]:
        gap = f"{yuan(full)} − {yuan(one.charged)}"
        en, zh, path = f"the difference {gap}", f"起付线差额 {gap}", f"{chained}.up"
        if due < max(full - one.charged, 0):
            en, zh = f"{en}, but no more than for any later stay", f"{zh}，但不高于年内再次住院"
    elif not sound and level >= COUNTY and chain[Chain.PER_STAY]:
        en, zh, path = "in full, by the stay, after skipping", "越级，按次全额", f"{chained}.per_stay"
    elif int(one.stay_year.stays[0]) > 0:
        share = percent(int(rules.repeat_deductible[told.row]))
        en, zh = f"{share} of {yuan(full)}, a later stay", f"年内再次住院，{yuan(full)} 的 {share}"
        path = "insurance.repeat_deductible"
    else:
        en, zh = "in full", "全额"
    return told.step(
        f"deductible, {en}: {yuan(due)}; the cost fills {yuan(used)}",
        f"起付线（{zh}）：{yuan(due)}，本次计入 {yuan(used)}",
        used, path,
    )  # fmt: skip


def _ratio(told: Telling, stay: Inpatient) -> Iterator[Step]:
    rules, level, one = told.rules, _level(told), told.settled
    base, points = int(rules.band_ratio[told.row, level, 0]), int(stay.points[0])
    final = int(stay.ratio[0, 0])
    name = {Path.STEPWISE: "stepwise", Path.SKIPPED: "skipped"}.get(one.path, "stepwise")
    if level == FAR:
        name = "far_unreferred" if one.path == Path.SKIPPED else "far_referred"
    came = {
        Path.PLAIN: Text("no slip was due", "无需转诊手续"),
        Path.STEPWISE: Text("with the slip due", "持转诊手续"),
        Path.SKIPPED: Text("without the slip due", "无转诊手续"),
        Path.PARTNER: Text("with a slip to a partner hospital, on local rules", "转协议合作医院，按本地办法"),
    }[one.path]
    place = LEVEL_NAMES[LEVELS[level]]
    sign = "−" if points < 0 else "+"
    sum_ = f"{percent(base)} {sign} {percent(abs(points))}" if points else percent(base)
    source = _ratio_path(told)
    if points and rules.points[told.row, one.path, level]:
        local = level == FAR and not _at_home(told)
        source = "insurance.far_referred_bonus" if local else f"pay_patient.compliance.{name}"
    elif points:
        source = "pay_patient.tcm.points"
    if final != base + points:
        first = told.bill.own_institution and final == rules.first_admission[told.row]
        why = (
            Text("first stay of the year at the own institution", "年度首诊机构首次住院")
            if first
            else Text(
                f"cap {percent(int(rules.ratio_cap[told.row]))}",
                f"上限 {percent(int(rules.ratio_cap[told.row]))}",
            )
        )
        source = "pay_patient.tiers.first_admission" if first else "pay_patient.ratio_cap"
        yield told.step(
            f"{place.en}, {came.en}: {sum_}; {why.en}: {percent(final)}",
            f"{place.zh}，{came.zh}：{sum_}；{why.zh}：{percent(final)}", 0, source,
        )  # fmt: skip
    else:
        yield told.step(
            f"{place.en}, {came.en}: ratio {sum_} = {percent(final)}",
            f"{place.zh}，{came.zh}：比例 {sum_} = {percent(final)}", 0, source,
        )  # fmt: skip


def _layers(told: Telling, stay: Inpatient) -> Iterator[Step]:
    """Critical-illness insurance and medical aid."""
    year = told.settled.stay_year
    assert year is not None
    own, critical, aid = (int(x[0]) for x in (stay.own_eligible, stay.critical, stay.aid))
    before = int(year.own_eligible[0])
    line = yuan(int(told.rules.critical_above[told.row, 0]))
    yield told.step(
        f"critical-illness insurance: own eligible cost of the year {yuan(before)} + {yuan(own)}, above "
        f"{line}: {yuan(critical)}",
        f"大病保险：年度合规自付 {yuan(before)} + {yuan(own)}，超过 {line} 的部分：{yuan(critical)}",
        critical, f"{told.who}.critical_ratio",
    )  # fmt: skip
    if told.holder.aided and told.rules.aid_ratio[told.row]:
        line = yuan(int(told.rules.aid_threshold[told.row]))
        share = percent(int(told.rules.aid_ratio[told.row]))
        past, rest = yuan(before - int(year.critical_paid[0])), yuan(own - critical)
        yield told.step(
            f"medical aid: {past} before + {rest} left, above {line} × {share}: {yuan(aid)}",
            f"医疗救助：此前 {past} + 本次剩余 {rest}，超过 {line} 的部分 × {share}：{yuan(aid)}",
            aid, "pay_patient.catastrophic.aid_ratio",
        )  # fmt: skip
