"""Who paid what for an event of a story, fen."""

from __future__ import annotations

from typing import NamedTuple

from sim.experiment.circumstances import LongTerm
from sim.experiment.happenings import Chose, Discharged, Event, Visited


class Payments(NamedTuple):
    """Bills, an examination settled apart included, and what each payer bears of them.

    `fund` is the basic fund, `critical` critical-illness insurance, `aid` medical aid, `other` the payer of
    long-term care; the rest is the patient's.
    """

    bill: int = 0
    fund: int = 0
    critical: int = 0
    aid: int = 0
    other: int = 0

    @property
    def own(self) -> int:
        """What the patient pays."""
        return 2 * self.bill - sum(self)


def payments(event: Event) -> Payments:
    """Return who paid for an event; zeros for one that costs nothing."""
    match event:
        case Chose(bill=bill):
            return Payments(bill)
        case Visited():
            return Payments(event.bill, event.fund)
        case Discharged():
            bill, fund = event.bill + event.exam_bill, event.fund + event.exam_fund
            return Payments(bill, fund, event.critical, event.aid)
        case LongTerm():
            return Payments(event.bill, other=event.other)
    return Payments()
