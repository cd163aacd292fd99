"""A settled bill step by step, in words: each rule applied, its numbers, and what it rests on."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from sim.declare import load_parameters
from sim.errors import Text
from sim.money.cases import yuan
from sim.money.claims import Holder, Settled
from sim.money.explain_stay import stay_steps
from sim.money.explain_visit import visit_steps
from sim.money.rules import INSURANCES, Rules
from sim.money.telling import Step, Telling
from sim.policy.books import Book


def steps(rules: Rules, book: Book, holder: Holder, settled: Settled) -> Iterator[Step]:
    """Yield the steps of one settled bill."""
    who = INSURANCES[holder.insurance]
    if not who:
        amount = settled.bill.amount
        yield Step(Text("not insured: all is own cost", "未参保：全部自付"), amount, "", "")
        return
    cite = _citations(book)
    told = Telling(rules, cite, holder, f"insurance.{who}", settled)
    if settled.stay is not None:
        yield from stay_steps(told, settled.stay)
    elif settled.visit is not None:
        yield from visit_steps(told, settled.visit, settled.bill.level, settled.pool, settled.first)
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
