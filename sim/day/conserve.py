"""Conservation: what the books of every day must satisfy."""

from __future__ import annotations

import numpy as np

from sim.day.state import State
from sim.indicators.tally import Flow, Person

ENDS = (Person.ENDED_WELL, Person.ENDED_UNSOLVED, Person.ENDED_DEATH, Person.ENDED_SUPERSEDED)


class Imbalance(AssertionError):
    """The books of a day do not balance: a fault of the model, never of the user."""


def check(state: State) -> None:
    """Check that nobody and nothing was lost or made up to the end of a day.

    Every need is open or has ended in exactly one way; at each facility, admitted = discharged + inside;
    nobody lies in two beds; no ward is over its beds; insurance never pays more than the bills; what
    the ledgers hold is all that the funds pay.

    Raises
    ------
    Imbalance
        With the two sides that differ.
    """
    tally = state.tally
    needs = int(tally.people[Person.NEEDS].sum())
    closed = int(tally.people[list(ENDS)].sum())
    open_ = len(state.agenda) + len(state.wards)
    if needs != closed + open_:
        raise Imbalance(f"needs {needs} are not ended {closed} + open {open_}")
    admitted = tally.facility_table(Flow.ADMISSIONS).sum(axis=0)
    left = tally.facility_table(Flow.DISCHARGES).sum(axis=0)
    if not np.array_equal(admitted - left, state.occupied):
        raise Imbalance("admitted - discharged is not the number inside at some facility")
    stays, people, beds = len(state.wards), int(state.inside.sum()), int(state.occupied.sum())
    if not stays == people == beds:
        raise Imbalance(f"{stays} stays, {people} people in bed, {beds} beds")
    flow = tally.flow
    paid = flow[Flow.INPATIENT_FUND] + flow[Flow.CRITICAL] + flow[Flow.AID]
    if (flow[Flow.OUTPATIENT_FUND] > flow[Flow.OUTPATIENT_BILL]).any() or (
        paid > flow[Flow.INPATIENT_BILL]
    ).any():
        raise Imbalance("insurance paid more than the bills somewhere")
    in_ledgers = state.ledger.paid.sum(axis=(0, 1, 2, 3))
    in_tally = [
        int(flow[which].sum()) for which in (Flow.OUTPATIENT_FUND, Flow.INPATIENT_FUND, Flow.CRITICAL)
    ]
    if in_ledgers.tolist() != in_tally:
        raise Imbalance(f"the ledgers hold {in_ledgers.tolist()} fen, the funds paid {in_tally}")
    if (flow[Flow.OTHER_PAYER] > flow[Flow.LONG_TERM_BILL]).any():
        raise Imbalance("more was paid for long-term care than it cost somewhere")
    if (state.occupied < 0).any() or (state.occupied > state.ceiling).any():
        raise Imbalance("a ward holds fewer than none or more patients than beds")
