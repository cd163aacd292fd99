"""What the steps of a bill share, whatever is settled: the words of scope and limit, and the source."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from sim.errors import Text
from sim.money.cases import yuan
from sim.money.claims import Holder, Settled
from sim.money.rules import Rules
from sim.money.settle import portion

LEVEL_NAMES = {
    "village": Text("village clinic", "村卫生室"),
    "township": Text("township centre", "乡镇卫生院"),
    "county": Text("county hospital", "县级医院"),
    "city": Text("city level-3 hospital", "市三级医院"),
    "far": Text("hospital beyond the city", "市外医院"),
}


class Step(NamedTuple):
    """One step of the arithmetic: in words, its result in fen, and the rule it rests on with its source."""

    text: Text
    amount: int
    rule: str
    source: str


class Telling:
    """A settled bill, with what is needed to tell its steps.

    Attributes
    ----------
    rules : Rules
        In force on the day of the bill.
    cite : callable
        Name of a rule and the source it rests on, from its parameter.
    holder : Holder
    who : str
        Family of the parameters of the holder's insurance.
    settled : Settled
    """

    def __init__(
        self, rules: Rules, cite: Callable[[str], tuple[str, str]], holder: Holder, who: str, settled: Settled
    ) -> None:
        self.rules, self.cite, self.holder, self.who = rules, cite, holder, who
        self.settled, self.bill, self.row = settled, settled.bill, holder.insurance

    def step(self, en: str, zh: str, amount: int, path: str = "") -> Step:
        """One step, with the rule at `path`."""
        return Step(Text(en, zh), amount, *(self.cite(path) if path else ("", "")))

    def scope(self, amount: int, level: int, eligible: int) -> Step:
        """Say what of a bill is within policy scope."""
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

    def limit(self, left: int, fund: int, name: str) -> Step:
        """Say what the yearly limit leaves of a payment."""
        return self.step(
            f"{yuan(left)} of the yearly limit were left: the fund pays {yuan(fund)}",
            f"年度限额尚余 {yuan(left)}：基金支付 {yuan(fund)}",
            fund, f"{self.who}.{name}",
        )  # fmt: skip


def percent(points: int) -> str:
    """Basis points as a percentage, without needless zeros."""
    return f"{points / 100:g} %"
