"""Remote consultations: who asks, who is connected, and what becomes of the patient."""

from __future__ import annotations

from collections.abc import Sequence
from math import floor
from typing import TYPE_CHECKING

from sim.care.treatment import ADMIT, KEEP
from sim.indicators.tally import Flow
from sim.money.rules import Pool
from sim.randomness import key_scalar, purpose, stream, uniform_scalar
from tests.mirror.insurer import pay_outpatient, remember
from tests.mirror.records import Visit

if TYPE_CHECKING:
    from tests.mirror.model import MirrorModel

OFFER, ACCEPT = purpose("telehealth.offer"), purpose("telehealth.accept")
ADEQUATE, STAYS, HERE = purpose("treat.adequate"), purpose("treat.admit"), purpose("treat.here")
TELEHEALTH = int(Pool.TELEHEALTH)


def consult(model: MirrorModel, visits: Sequence[Visit]) -> None:
    """Let every hospital answer as many calls of today as it has places."""
    table = model.book.remote
    calls: dict[int, list[Visit]] = {}
    for visit in visits:
        at = visit.facility.index
        wants = not visit.adequate and not visit.emergency and table.offer[at] > 0
        wants = wants and uniform_scalar(visit.key, OFFER) < table.offer[at]
        if wants and uniform_scalar(visit.key, ACCEPT) < table.accept[visit.resident.scheme]:
            calls.setdefault(table.reader[at], []).append(visit)
    for reader, callers in calls.items():
        today = key_scalar(stream("telehealth.readers", model.seed), model.today)
        key = key_scalar(today, reader)
        places = floor(table.capacity[reader] + uniform_scalar(key))
        for visit in sorted(callers, key=lambda each: each.key)[:places]:
            visit.remote = True
            model.books.add(Flow.REMOTE, visit.place)
            treat_anew(model, visit, table.adequate)


def treat_anew(model: MirrorModel, visit: Visit, adequate: list[list[float]]) -> None:
    """Decide anew with help."""
    table, at, row, key = model.book.treatment, visit.facility.index, visit.row, visit.key
    visit.adequate = uniform_scalar(key, ADEQUATE) < adequate[row][at]
    if not visit.adequate:
        return
    if uniform_scalar(key, STAYS) >= table.stay[row][at]:
        visit.act = KEEP
    elif table.beds[at] and uniform_scalar(key, HERE) < table.admits[row][at]:
        visit.act = ADMIT


def bill_remote(model: MirrorModel, visit: Visit) -> None:
    """Add the fee to the bill, and settle it."""
    who = visit.resident
    fee = model.book.remote.fee[visit.facility.regime]
    fund, used = pay_outpatient(model.book.rules, fee, visit.facility.level, who, TELEHEALTH, False, False)
    visit.bill += fee
    visit.fund += fund
    remember(who, TELEHEALTH, fund, used)
