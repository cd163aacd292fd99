"""Ledgers of the communities: every fen under one community or under nobody's, with hand-worked sums."""

from __future__ import annotations

import numpy as np

from sim.money.ledger import Ledger, Service, Where


def made() -> Ledger:
    """Two communities over three months, with four payments in the second."""
    ledger = Ledger(3, np.array([0, 1, -1]), 2, 1)
    ledger.post(
        1, Service.OUTPATIENT, np.array([0, 0, 1, -1]), np.array([True, False, True, True]),
        np.array([Where.MEMBER, Where.OUTSIDE, Where.LOCAL, Where.OUTSIDE]), np.array([100, 20, 3, 4_000]),
    )  # fmt: skip
    return ledger


def test_a_payment_stands_where_it_belongs():
    paid = made().paid
    assert paid[1, 0, 1, Where.MEMBER, Service.OUTPATIENT] == 100
    assert paid[1, 0, 0, Where.OUTSIDE, Service.OUTPATIENT] == 20
    assert paid[1, 1, 1, Where.LOCAL, Service.OUTPATIENT] == 3
    assert paid[1, 2, 1, Where.OUTSIDE, Service.OUTPATIENT] == 4_000
    assert paid.sum() == 4_123


def test_what_was_spent_for_the_people_of_each_community():
    ledger = made()
    assert ledger.spent().tolist() == [120, 3]
    assert ledger.spent(signed_only=True).tolist() == [100, 3]
    assert ledger.spent(slice(2, 3)).tolist() == [0, 0]
    ledger.post(
        2, Service.CRITICAL, np.array([0]), np.array([False]), np.array([Where.OUTSIDE]), np.array([7])
    )
    assert ledger.spent().tolist() == [127, 3]
    assert ledger.spent(slice(2, 3)).tolist() == [7, 0]
