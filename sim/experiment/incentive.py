"""One decision explained: every sum that a facility sees for a condition, from bills to the share that acts.

The sums are those of `sim.care.sums`, by the same functions and from the same tables as the run.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import numpy as np

from sim.care.act_money import ActMoney
from sim.care.sites import community_names
from sim.care.stakes import Stakes, covered_share, stakes
from sim.care.sums import Economy, Sums, economy, settings_of, sums
from sim.care.treatment import needed_skill
from sim.day.tables import DayTables, compile_tables
from sim.errors import Text, UserError
from sim.experiment.run import Progress, prepare
from sim.geography.map import Map
from sim.money.payment import Form
from sim.money.prices import SEVERITIES, PriceLists, bill_parts
from sim.money.rules import LEVELS
from sim.money.telling import LEVEL_NAMES
from sim.policy.regimes import Regimes
from sim.problems import nearest
from sim.scenario import Scenario

FORMS = {
    Form.SERVICE: Text("fee for service", "按项目"),
    Form.DRG: Text("DRG", "DRG"),
    Form.DIP: Text("DIP", "DIP"),
    Form.BED_DAY: Text("by the bed-day", "按床日"),
    Form.VISIT: Text("by the visit or stay", "按人次"),
    Form.CASE: Text("by the case", "按病种"),
    Form.HEAD: Text("by head", "按人头"),
}
PARTS = {
    "consultation": Text("consultation", "诊察"),
    "procedures": Text("nursing procedures", "护理操作"),
    "tests": Text("tests", "检查检验"),
    "drugs": Text("drugs", "药品"),
}


@dataclass(frozen=True)
class Line:
    """One sum: what it is, its value, and its unit (``fen``, ``share``, ``times`` or ``day``: fen a day)."""

    label: Text
    value: float
    unit: str


@dataclass(frozen=True)
class Moved:
    """A decision: share, factor or amount by habit and now."""

    label: Text
    before: float
    after: float
    unit: str


@dataclass(frozen=True)
class Explanation:
    """Everything about one facility and one condition on one day."""

    facility: Text
    level: Text
    community: str
    condition: Text
    severity: str
    on: date
    forms: tuple[tuple[Text, Text, Text], ...]
    """What for; usual form; form in force."""
    sections: tuple[tuple[Text, tuple[Line, ...]], ...]
    decisions: tuple[Moved, ...]


def explain_incentive(
    scenario: Scenario, facility: str, condition: str, severity: str = "moderate", on: date | None = None,
    seed: int = 1, sample: float = 0.05, progress: Progress | None = None,
) -> Explanation:  # fmt: skip
    """Explain what money moves at a facility for a condition on a day.

    What a budget, a point or a score is worth depends on how the year goes: where there is one, the scenario
    is run with a sample up to the day.

    Raises
    ------
    UserError
        When there is no such facility, condition or day.
    """
    day = on or scenario.until
    if not scenario.begin <= day <= scenario.until:
        raise UserError(
            f"{day} is not a day of the scenario, {scenario.begin} to {scenario.until}",
            f"{day} 不在方案期内（{scenario.begin} 至 {scenario.until}）", "--date",
        )  # fmt: skip
    scenario = scenario.draw(0, seed)
    map_ = scenario.map(scenario.values(scenario.begin))
    tables = compile_tables(map_, scenario.regimes(day, map_), 1.0, seed)
    at = _named(map_.facilities["id"].astype(str).tolist(), facility, "--facility")
    row = 3 * _named(list(tables.catalogue.ids), condition, "--condition") + SEVERITIES.index(severity)
    if tables.budget.held.any() or tables.case_points.on.any() or _assessed(tables.regimes):
        tables = _lived(scenario.with_dates(until=day), seed, sample, progress)
    return _told(map_, tables, at, row, day, seed)


def _assessed(regimes: Regimes) -> bool:
    """Whether anybody is scored for money."""
    scores = ("external_score", "arun_score", "member_score")
    return any(regimes.by_regime(f"pay_provider.{name}.stake").any() for name in scores)


def _named(known: list[str], name: str, option: str) -> int:
    if name in known:
        return known.index(name)
    guess = nearest(name, known) or known[0]
    raise UserError(f"{name!r} is not known; for example {guess}", f"没有“{name}”；例如 {guess}", option)


def _lived(scenario: Scenario, seed: int, sample: float, progress: Progress | None) -> DayTables:
    """Tables on the last day of a run, with what the purses hold by then."""
    model = prepare(scenario, seed=seed, sample=sample, progress=progress)
    for day in range(model.days):
        model.step()
        if progress:
            progress(day + 1, model.days)
    return model.tables


def _told(map_: Map, tables: DayTables, at: int, row: int, day: date, seed: int) -> Explanation:
    who = stakes(map_, tables.sites, tables.regimes, tables.purses)
    lists = PriceLists(tables.visit_bill, tables.stay_bill)
    means = economy(
        tables.catalogue, tables.rules, lists, needed_skill(tables.catalogue), tables.treatment.admit,
        tables.ward.days, tables.regimes, tables.purses.worth,
    )  # fmt: skip
    found = sums(tables.sites, means, settings_of(tables.regimes), who, np.array([at]))
    place, catalogue = map_.facilities.iloc[at], tables.catalogue
    number = int(tables.sites.community[at])
    return Explanation(
        facility=Text(f"{place['name_en']} ({place['id']})", f"{place['name_zh']}（{place['id']}）"),
        level=LEVEL_NAMES[LEVELS[who.level[at]]],
        community=community_names(map_)[number] if number >= 0 else "",
        condition=Text(catalogue.names_en[row // 3], catalogue.names_zh[row // 3]),
        severity=SEVERITIES[row % 3],
        on=day,
        forms=tuple(_forms(who, at)),
        sections=tuple(_sections(map_, tables, who, means, found, at, row)),
        decisions=tuple(_decisions(tables, _by_habit(map_, tables, seed), at, row)),
    )


def _by_habit(map_: Map, tables: DayTables, seed: int) -> DayTables:
    """The same tables with money of no weight."""
    one = tables.regimes
    values = [{**values, "pay_provider.weight": 0.0} for values in one.values]
    return compile_tables(map_, Regimes(values, one.of_people, one.of_facility), 1.0, seed)


def _forms(who: Stakes, at: int) -> Iterator[tuple[Text, Text, Text]]:
    for label, now, usual in (
        (Text("visits", "门诊"), who.visit, who.usual_visit),
        (Text("stays", "住院"), who.stay, who.usual_stay),
    ):
        yield label, FORMS[Form(int(usual[at]))], FORMS[Form(int(now[at]))]


def _sections(
    map_: Map, tables: DayTables, who: Stakes, means: Economy, found: Sums, at: int, row: int
) -> Iterator[tuple[Text, tuple[Line, ...]]]:
    yield Text("The purse", "钱袋"), tuple(_purse(map_, tables, who, at))
    yield Text("A visit here", "本院一次门诊"), tuple(_act(tables, found.visit, "visit", at, row))
    if tables.treatment.beds[at]:
        yield Text("A stay here", "本院一次住院"), tuple(_act(tables, found.stay, "stay", at, row))
    yield (
        Text("Money for the act beyond the usual, after audit", "行为的额外收益（已扣稽核）"),
        tuple(
            Line(label, float(table[row, 0]), "fen")
            for label, table in (
                (Text("a stay rather than a visit", "住院而非门诊"), found.admit),
                (Text("a stay here rather than there", "在本院而非他处住院"), found.here),
                (Text("sending up rather than keeping", "上转而非留治"), found.send),
                (Text("each day at the township instead", "每日下转至乡镇"), found.down),
            )
        ),
    )
    there = Text("Where the patient would be sent", "若上转")
    yield there, tuple(_elsewhere(map_, means, who, found, at, row))


def _purse(map_: Map, tables: DayTables, who: Stakes, at: int) -> Iterator[Line]:
    sites, number, purses = tables.sites, int(tables.sites.community[at]), tables.purses
    if number >= 0:
        hold = 1.0 if sites.lead[at] else float(who.shared[at])
        covered = float(covered_share(map_, sites)[at])
        for label, value, unit in (
            (
                Text("kappa: kept or borne of a budget's fen", "κ：每分总额留用或分担"),
                purses.kappa[number],
                "share",
            ),
            (Text("hold: how far the budget is its own", "持有：总额归己程度"), hold, "share"),
            (Text("people here whom the budget covers", "本机构患者所属医共体人口"), covered, "share"),
            (Text("years under the same budget", "同一规则年数"), purses.years[number], "times"),
            (Text("assessment: share of a settlement left", "考核系数"), purses.score[number], "share"),
        ):
            yield Line(label, float(value), unit)
    surplus = float(tables.regimes.by_facility("governance.pay_rule.surplus")[at])
    yield Line(Text("pay rule: part of a surplus that is felt", "薪酬：结余传导"), surplus, "times")
    for label, column, unit in (
        (Text("pay rule: part of a margin that is felt", "薪酬：业务收支传导"), who.income, "share"),
        (Text("integration: another member's margin", "一体化：他方边际收支归己"), who.shared, "share"),
        (Text("gained of a fen that the fund spends less", "基金少支一分的所得"), who.borne, "share"),
        (Text("value of a point against its base", "点值（与基准之比）"), who.value, "times"),
        (Text("nearness of the yearly cap", "年度总额接近程度"), who.near_cap, "share"),
        (Text("audit: fine per fen over-treated", "稽核：过度医疗预期处罚率"), who.over, "share"),
        (Text("audit: fine per fen withheld", "稽核：服务不足预期处罚率"), who.under, "share"),
        (
            Text("weight: log odds per 100 yuan, faded", "权重：每百元对数优势"),
            who.weight,
            "times",
        ),
    ):
        yield Line(label, float(column[at]), unit)


def _act(tables: DayTables, money: ActMoney, kind: str, at: int, row: int) -> Iterator[Line]:
    regime, level = int(tables.regimes.of_facility[at]), int(tables.sites.level[at])
    one = {name: float(table[row, 0]) for name, table in money._asdict().items()}
    yield Line(Text("bill", "费用"), one["bill"], "fen")
    parts = bill_parts(tables.regimes.values[regime], kind)
    rest = 1.0
    for name, label in PARTS.items():
        share = float(getattr(parts, name)[level])
        rest -= share
        yield Line(Text(f"  {label.en}", f"  {label.zh}"), one["bill"] * share, "fen")
    yield Line(Text("  other services", "  其他服务"), one["bill"] * rest, "fen")
    told = (
        ("fund", "fund pays", "基金支付"), ("own", "patient pays", "个人支付"),
        ("price", "standard price", "支付标准"),
        ("revenue", "revenue, subsidies included", "收入（含财政补助）"),
        ("cost", "cost of one act more", "边际成本"), ("margin", "margin", "毛利"),
        ("debit", "debited to the purse that holds the money", "计入持有钱袋的支出"),
        ("score", "what assessment pays for it", "考核带来的收益"),
        ("now", "M now", "现在的 M"), ("usual", "M under the usual payment", "现行惯例下的 M"),
    )  # fmt: skip
    for name, en, zh in told:
        yield Line(Text(en, zh), one[name], "fen")
    yield Line(Text("change that moves the decision", "影响决策的变化"), one["now"] - one["usual"], "fen")


def _elsewhere(map_: Map, means: Economy, who: Stakes, found: Sums, at: int, row: int) -> Iterator[Line]:
    for label, money in (
        (Text("M of a visit there", "该处一次门诊的 M"), found.there_visit),
        (Text("M of a stay there", "该处一次住院的 M"), found.there_stay),
    ):  # fmt: skip
        yield Line(label, float(money.now[row, 0]), "fen")
    share = float(means.admit[row])
    yield Line(Text("share with a stay", "其中住院比例"), share, "share")
    yield Line(Text("change for sending up", "上转带来的变化"), float(found.there[row, 0]), "fen")


def _decisions(tables: DayTables, usual: DayTables, at: int, row: int) -> Iterator[Moved]:
    now, before, money = tables.treatment, usual.treatment, tables.incentive
    for en, zh, name in (
        ("a stay is decided on", "决定住院", "stay"),
        ("admitted here rather than sent up", "本院收治而非上转", "admits"),
        ("beyond capability: slip", "超能力：开转诊单", "offer"),
        ("beyond capability, no slip: told to go higher", "超能力且无单：劝往上级", "advise"),
    ):
        yield Moved(
            Text(en, zh), float(getattr(before, name)[row, at]), float(getattr(now, name)[row, at]), "share"
        )
    for en, zh, column in (
        ("billed in a visit", "门诊诊疗强度", money.visits),
        ("billed in a day of a stay", "住院日均强度", money.stays),
        ("days of a stay", "住院天数", money.days),
    ):
        yield Moved(Text(en, zh), 1.0, float(column[at]), "times")
    shifted = Text("of a stay's bill moved outside the scope", "移到目录外的住院费用")
    yield Moved(shifted, 0.0, float(money.shifted[at]), "share")
    for en, zh, table in (
        ("recorded one severity too high", "高编", money.upcoded),
        ("made two stays on paper", "分解住院", money.split),
    ):
        yield Moved(Text(en, zh), 0.0, float(table[row, at]), "share")
    yield Moved(Text("put off near the cap", "接近总额时推迟"), 0.0, float(money.deferred[at]), "share")
