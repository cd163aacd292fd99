"""Where a person goes: the utility of each option, and the draw of one."""

from __future__ import annotations

from math import exp, inf, log
from typing import TYPE_CHECKING

from sim.geography.map import Option
from sim.money.rules import LEVELS, TOWNSHIP, VILLAGE
from sim.needs.catalogue import Group
from tests.mirror.insurer import pay_outpatient, pool_of
from tests.mirror.records import Case

if TYPE_CHECKING:
    from tests.mirror.model import MirrorModel
    from tests.mirror.resident import Resident

PHARMACY, OWN_CLINIC = int(Option.PHARMACY), int(Option.OWN_CLINIC)
OWN_CENTRE, NEAR_CENTRE = int(Option.OWN_CENTRE), int(Option.NEAR_CENTRE)
CHRONIC = int(Group.CHRONIC)


def own_price(model: MirrorModel, who: Resident, case: Case, *, slip: bool = False) -> list[float]:
    """Own cost the person expects at each price level, fen."""
    choice, rules, row, scheme = model.book.choice, model.book.rules, case.row, who.scheme
    special = who.certified and choice.group[case.condition] == CHRONIC
    variant = int(who.excused) + 2 * int(who.poor) + 4 * int(who.stays > 0) + 8 * int(slip)
    drugs = choice.drugs[case.condition]
    price = []
    for level in range(len(LEVELS)):
        eligible, pool = choice.visit_eligible[scheme][row][level], pool_of(rules, level, who, special, drugs)
        first = who.first and (slip or level <= TOWNSHIP)
        fund = float(pay_outpatient(rules, eligible, level, who, pool, first, False)[0])
        tcm = choice.tcm[scheme][case.condition][level]
        if tcm:
            fund += tcm * (pay_outpatient(rules, eligible, level, who, pool, first, True)[0] - fund)
        through_centre = level == VILLAGE and choice.point[who.village.index]
        claimed = 1.0 if special else choice.claim[scheme][TOWNSHIP if through_centre else level]
        bill = choice.visit_bill[scheme][row][level]
        price.append((bill - fund * claimed) + choice.stay_own[scheme][variant][row][level])
    return price


def utilities(model: MirrorModel, who: Resident, case: Case) -> list[float]:
    """Utility of every option; minus infinity for one that is out of reach."""
    choice, village, avoid = model.book.choice, who.village, case.avoid
    fixed = choice.fixed[case.row]
    group = choice.group[case.condition]
    per_minute = choice.travel[group][case.severity]
    minutes = model.book.minutes[who.way][village.index]
    belief = village.belief[group]
    level = choice.level[village.index]
    weight = choice.price[who.income]
    price = [log(1.0 + fen / choice.price_scale) * weight for fen in own_price(model, who, case)]
    absent = not who.present
    hospital = belief[model.book.referral.lead_option[village.index]]
    utility = []
    for option, facility in enumerate(village.options):
        closed = facility is not None and facility.practice.filled == 0.0 and not absent
        if option and (closed or option == avoid or option <= -avoid):
            utility.append(-inf)
            continue
        if absent:
            there = choice.away[option]
        else:
            wait = facility.wait if facility else 0.0
            felt = choice.trust * belief[option] + choice.wait * wait
            if OWN_CLINIC <= option <= NEAR_CENTRE and facility and any(facility.experts):
                known = model.book.dispatch.known[facility.index]
                felt += choice.trust * (known * max(hospital - belief[option], 0.0))
            line = model.book.lines.row[case.row] - len(Group)
            if line >= 0:
                felt += model.book.lines.better[line][village.index][option]
            there = per_minute * minutes[option] + felt
        money = 0.0
        if option == PHARMACY:
            money = choice.pharmacy[who.income]
        elif option > PHARMACY:
            money = price[level[option]]
        tie = choice.tie[who.scheme] if who.signed and option in (OWN_CLINIC, OWN_CENTRE) else 0.0
        habit = choice.habit if option and option == who.habit else 0.0
        utility.append(fixed[option] + there + money + tie + habit)
    return utility


def choose(utility: list[float], uniform: float) -> int:
    """Draw an option from the logit by inverting its distribution function."""
    best = max(utility)
    weights = [exp(each - best) for each in utility]
    mark = uniform * sum(weights)
    running = 0.0
    for option, weight in enumerate(weights):
        running += weight
        if running > mark:
            return option
    raise ArithmeticError(f"no option at {uniform}")
