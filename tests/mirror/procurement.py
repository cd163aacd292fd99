"""Drugs that members of a community buy together, visit by visit."""

from __future__ import annotations

from tests.mirror.records import Visit


def buy_jointly(visit: Visit) -> None:
    """Let drugs cost what the facility pays for them."""
    table, at = visit.facility.model.book.purchase, visit.facility.index
    if not visit.lacks:
        visit.bag -= table.discount[at] * max(visit.bag - table.others[at], 0.0)
