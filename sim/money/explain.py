"""A settled bill step by step, in words: each rule applied, its numbers, and what it rests on."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

import numpy as np

from sim.declare import load_parameters
from sim.errors import Text
from sim.money.cases import yuan
from sim.money.claims import Holder, Settled
from sim.money.inpatient import Inpatient
from sim.money.outpatient import Outpatient
from sim.money.rules import (
    BASIS_POINTS,
    CITY,
    COUNTY,
    FAR,
    INSURANCES,
    LEVELS,
    NEVER,
    Chain,
    Link,
    Path,
    Pool,
    Rules,
)
from sim.money.settle import portion
from sim.policy.books import Book

LEVEL_NAMES = {
    "village": Text("village clinic", "村卫生室"),
    "township": Text("township centre", "乡镇卫生院"),
    "county": Text("county hospital", "县级医院"),
    "city": Text("city level-3 hospital", "市三级医院"),
    "far": Text("hospital beyond the city", "市外医院"),
}
POOL_NAMES = {
    Pool.ORDINARY: Text("ordinary outpatient pool", "普通门诊统筹"),
    Pool.CHRONIC: Text("special outpatient care", "门诊特殊病种"),
    Pool.DRUGS: Text("pool for hypertension and diabetes drugs", "两病门诊用药"),
    Pool.TELEHEALTH: Text("telehealth", "远程会诊"),
}


class Step(NamedTuple):
    """One step of the arithmetic: in words, its result in fen, and the rule it rests on with its source."""

    text: Text
    amount: int
    rule: str
    source: str


def steps(rules: Rules, book: Book, holder: Holder, settled: Settled) -> Iterator[Step]:
    """Yield the steps of one settled bill."""
    who = INSURANCES[holder.insurance]
    if not who:
        amount = settled.bill.amount
        yield Step(Text("not insured: all is own cost", "未参保：全部自付"), amount, "", "")
        return
    cite = _citations(book)
    told = _Told(rules, cite, holder, f"insurance.{who}", settled)
    if settled.stay is not None:
        yield from told.of_stay(settled.stay)
    elif settled.visit is not None:
        yield from told.of_visit(settled.visit, settled.bill.level, settled.pool, settled.first)
    own = settled.payment.own
    yield Step(Text(f"the rest of the bill is own cost: {yuan(own)}", f"其余自付：{yuan(own)}"), own, "", "")


def _citations(book: Book) -> Callable[[str], tuple[str, str]]:
    declared = load_parameters()

    def cite(path: str) -> tuple[str, str]:
        entry = book.entries.get(path)
        if entry is not None:
            return path, f"{entry.source} [{entry.where}]"
        return path, declared[path].source if path in declared else ""

    return cite


class _Told:
    """Steps of one bill."""

    def __init__(
        self, rules: Rules, cite: Callable[[str], tuple[str, str]], holder: Holder, who: str, settled: Settled
    ) -> None:
        self.rules, self.cite, self.holder, self.who = rules, cite, holder, who
        self.settled, self.bill, self.row = settled, settled.bill, holder.insurance

    def step(self, en: str, zh: str, amount: int, path: str = "") -> Step:
        return Step(Text(en, zh), amount, *(self.cite(path) if path else ("", "")))

    def scope(self, amount: int, level: int, eligible: int) -> Step:
        rules, row = self.rules, np.array(self.row)
        full, partly = self.bill.full, self.bill.partial
        if full is None or partly is None:
            one = np.array(amount)
            full = int(portion(one, rules.full[row, level]))
            partly = int(portion(one, rules.partial[row, level]))
        first = full + partly - eligible
        share = percent(int(rules.partial_own[row]))
        return self.step(
            f"within scope: fully covered {yuan(full)} + partly covered {yuan(partly)} − {share} of it, paid "
            f"first, {yuan(first)} = {yuan(eligible)}; not covered {yuan(amount - full - partly)}",
            f"政策范围内：全额纳入 {yuan(full)} + 部分纳入 {yuan(partly)} − 先行自付（{share}）{yuan(first)}"
            f" = {yuan(eligible)}；目录外 {yuan(amount - full - partly)}",
            eligible, "prices.partial_own",
        )  # fmt: skip

    def of_visit(self, visit: Outpatient, level: int, pool: Pool, first: bool) -> Iterator[Step]:
        rules, row = self.rules, self.row
        eligible, used, fund = (int(x[0]) for x in (visit.eligible, visit.deductible, visit.fund))
        ratio, points, left = (int(x[0]) for x in (visit.ratio, visit.points, visit.left))
        amount = self.bill.amount if self.settled.visit is visit else int(self.settled.bill.exam)
        if self.settled.visit is visit:
            yield self.scope(amount, level, eligible)
        name, place = POOL_NAMES[pool], LEVEL_NAMES[LEVELS[level]]
        cut = int(rules.first_deductible[row, pool]) if first else 0
        due = int(rules.pool_deductible[row, pool])
        more = f" − {yuan(cut)}" if cut else ""
        path = "outpatient_deductible" if pool != Pool.CHRONIC else "chronic_deductible"
        benefit = "special_deductible" if pool == Pool.CHRONIC else "outpatient_deductible"
        yield self.step(
            f"{name.en}: yearly deductible {yuan(due)}{more}; {yuan(used)} of this bill fill it",
            f"{name.zh}：年度起付线 {yuan(due)}{more}，本次计入 {yuan(used)}",
            used, f"pay_patient.benefit.{benefit}" if cut else f"{self.who}.{path}",
        )  # fmt: skip
        source = {
            Pool.ORDINARY: f"{self.who}.outpatient_ratio.{LEVELS[level]}",
            Pool.CHRONIC: f"{self.who}.chronic_ratio",
            Pool.DRUGS: "pay_patient.chronic_drugs.ratio",
            Pool.TELEHEALTH: "pay_patient.telehealth.ratio",
        }[pool]
        base = f"{percent(ratio - points)} + {percent(points)} = " if points else ""
        paid = int(portion(np.array(eligible - used), ratio))
        sum_ = f"({yuan(eligible)} − {yuan(used)}) × {percent(ratio)} = {yuan(paid)}"
        yield self.step(
            f"{place.en}, ratio {base}{percent(ratio)}: {sum_}",
            f"{place.zh}，比例 {base}{percent(ratio)}：{sum_}",
            paid, "pay_patient.tcm.points" if points else source,
        )  # fmt: skip
        yield self.limit(left, fund, "outpatient_limit" if pool != Pool.CHRONIC else "chronic_limit")

    def limit(self, left: int, fund: int, name: str) -> Step:
        return self.step(
            f"{yuan(left)} of the yearly limit were left: the fund pays {yuan(fund)}",
            f"年度限额尚余 {yuan(left)}：基金支付 {yuan(fund)}",
            fund, f"{self.who}.{name}",
        )  # fmt: skip

    def of_stay(self, stay: Inpatient) -> Iterator[Step]:
        rules, row, level = self.rules, self.row, self.bill.level
        apart = int(stay.apart[0])
        if self.bill.exam:
            how = Text("settled within the stay, as level one", "并入住院，按一级医院结算")
            if apart:
                how = Text("a county outpatient bill of its own", "另按县级门诊结算")
            price = yuan(self.bill.exam)
            yield self.step(
                f"examination at the lead {price}: {how.en}", f"上转检查 {price}：{how.zh}",
                self.bill.exam, "pay_patient.level_one_exam.settled",
            )  # fmt: skip
        eligible, used, due = (int(x[0]) for x in (stay.eligible, stay.deductible, stay.due))
        yield self.scope(self.bill.amount - apart, level, eligible)
        yield self.deductible(due, used)
        yield from self.ratio(stay)
        cost, fund, left = eligible - used, int(stay.fund[0]), int(stay.left[0])
        yield self.banded(cost, rules.band_above[row, level].tolist(), stay.ratio[0].tolist())
        yield self.limit(left, fund, "inpatient_limit")
        yield from self.layers(stay)
        if self.settled.exam is not None:
            yield from self.of_visit(self.settled.exam, COUNTY, Pool.ORDINARY, False)

    def banded(self, cost: int, above: list[int], ratio: list[int]) -> Step:
        parts, total = [], 0
        for k, begins in enumerate(above):
            ends = above[k + 1] if k + 1 < len(above) else NEVER
            part = max(min(cost, ends) - begins, 0)
            if part or not k:
                parts.append(f"{yuan(part)} × {percent(ratio[k])}")
                total += part * ratio[k]
        paid = (total + BASIS_POINTS // 2) // BASIS_POINTS
        words = " + ".join(parts)
        return self.step(
            f"after the deductible: {words} = {yuan(paid)}", f"扣除起付线后：{words} = {yuan(paid)}", paid,
            self.ratio_path(),
        )  # fmt: skip

    def ratio_path(self) -> str:
        """Parameter of the local ratio; beyond the city that of the city where the rule in force says so."""
        level = CITY if self.level == FAR and self.at_home() else self.level
        return f"{self.who}.inpatient_ratio.{LEVELS[level]}"

    @property
    def level(self) -> int:
        """Level whose rules hold; a partner hospital beyond the city is settled as one of the city."""
        partner = self.settled.path == Path.PARTNER and self.bill.level == FAR
        return CITY if partner else self.bill.level

    def at_home(self) -> bool:
        """Whether stays beyond the city are settled at the ratio of the corresponding institution at home."""
        return bool(self.rules.points[self.row, Path.PLAIN, FAR])

    def deductible(self, due: int, used: int) -> Step:
        """Say which rule made the deductible."""
        rules, one, level = self.rules, self.settled, self.level
        full = int(rules.inpatient_deductible[self.row, level])
        chain = rules.chain[self.row]
        chained, path = "pay_patient.deductible_chain", f"{self.who}.inpatient_deductible.{LEVELS[level]}"
        sound = one.path != Path.SKIPPED and not one.broken
        assert one.stay_year is not None
        if one.link != Link.NONE and self.bill.tight and chain[Chain.TIGHT]:
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
            share = percent(int(rules.repeat_deductible[self.row]))
            en, zh = f"{share} of {yuan(full)}, a later stay", f"年内再次住院，{yuan(full)} 的 {share}"
            path = "insurance.repeat_deductible"
        else:
            en, zh = "in full", "全额"
        return self.step(
            f"deductible, {en}: {yuan(due)}; the cost fills {yuan(used)}",
            f"起付线（{zh}）：{yuan(due)}，本次计入 {yuan(used)}",
            used, path,
        )  # fmt: skip

    def ratio(self, stay: Inpatient) -> Iterator[Step]:
        rules, level, one = self.rules, self.level, self.settled
        base, points = int(rules.band_ratio[self.row, level, 0]), int(stay.points[0])
        final = int(stay.ratio[0, 0])
        name = {Path.STEPWISE: "stepwise", Path.SKIPPED: "skipped"}.get(one.path, "stepwise")
        if level == FAR:
            name = "far_unreferred" if one.path == Path.SKIPPED else "far_referred"
        came = {
            Path.PLAIN: Text("no slip was due", "无需转诊手续"),
            Path.STEPWISE: Text("with the slip due", "持转诊手续"),
            Path.SKIPPED: Text("without the slip due", "无转诊手续"),
            Path.PARTNER: Text(
                "with a slip to a partner hospital, on local rules", "转协议合作医院，按本地办法"
            ),
        }[one.path]
        place = LEVEL_NAMES[LEVELS[level]]
        sign = "−" if points < 0 else "+"
        sum_ = f"{percent(base)} {sign} {percent(abs(points))}" if points else percent(base)
        source = self.ratio_path()
        if points and rules.points[self.row, one.path, level]:
            local = level == FAR and not self.at_home()
            source = "insurance.far_referred_bonus" if local else f"pay_patient.compliance.{name}"
        elif points:
            source = "pay_patient.tcm.points"
        if final != base + points:
            first = self.bill.own_institution and final == rules.first_admission[self.row]
            why = (
                Text("first stay of the year at the own institution", "年度首诊机构首次住院")
                if first
                else Text(
                    f"cap {percent(int(rules.ratio_cap[self.row]))}",
                    f"上限 {percent(int(rules.ratio_cap[self.row]))}",
                )
            )
            source = "pay_patient.tiers.first_admission" if first else "pay_patient.ratio_cap"
            yield self.step(
                f"{place.en}, {came.en}: {sum_}; {why.en}: {percent(final)}",
                f"{place.zh}，{came.zh}：{sum_}；{why.zh}：{percent(final)}", 0, source,
            )  # fmt: skip
        else:
            yield self.step(
                f"{place.en}, {came.en}: ratio {sum_} = {percent(final)}",
                f"{place.zh}，{came.zh}：比例 {sum_} = {percent(final)}", 0, source,
            )  # fmt: skip

    def layers(self, stay: Inpatient) -> Iterator[Step]:
        """Critical-illness insurance and medical aid."""
        year = self.settled.stay_year
        assert year is not None
        own, critical, aid = (int(x[0]) for x in (stay.own_eligible, stay.critical, stay.aid))
        before = int(year.own_eligible[0])
        line = yuan(int(self.rules.critical_above[self.row, 0]))
        yield self.step(
            f"critical-illness insurance: own eligible cost of the year {yuan(before)} + {yuan(own)}, above "
            f"{line}: {yuan(critical)}",
            f"大病保险：年度合规自付 {yuan(before)} + {yuan(own)}，超过 {line} 的部分：{yuan(critical)}",
            critical, f"{self.who}.critical_ratio",
        )  # fmt: skip
        if self.holder.aided and self.rules.aid_ratio[self.row]:
            line = yuan(int(self.rules.aid_threshold[self.row]))
            share = percent(int(self.rules.aid_ratio[self.row]))
            past, rest = yuan(before - int(year.critical_paid[0])), yuan(own - critical)
            yield self.step(
                f"medical aid: {past} before + {rest} left, above {line} × {share}: {yuan(aid)}",
                f"医疗救助：此前 {past} + 本次剩余 {rest}，超过 {line} 的部分 × {share}：{yuan(aid)}",
                aid, "pay_patient.catastrophic.aid_ratio",
            )  # fmt: skip


def percent(points: int) -> str:
    """Basis points as a percentage, without needless zeros."""
    return f"{points / 100:g} %"
