"""Made-up levers over real parameters, so that tests do not hang on the catalogue that ships."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

from sim.errors import Text
from sim.policy.lever import Dial, Lever

A = Text("A", "甲")
ALL = ("people", "places", "facilities")


def lever(id_: str, dials: dict[str, float], **more: Any) -> Lever:
    """Return a lever that sets some numbers and can be narrowed to anything."""
    ranges = more.pop("ranges", {})
    made = {
        path: Dial(path, value, *ranges.get(path, (value, value)), "assumption", "a test")
        for path, value in dials.items()
    }
    given = {
        "changed_by": "county", "source": "a test", "evidence": "assumption", "reaches": ALL, "needs": (),
        "excludes": (),
    } | more  # fmt: skip
    return Lever(id_, A, A, A, A, cost=A, lead_time=A, dials=made, **given)


CATALOGUE = {
    one.id: one
    for one in (
        lever(
            "referral.slips",
            {"referral.offer.village": 0.05, "referral.offer.township": 0.09},
            ranges={"referral.offer.village": (0.02, 0.08)},
        ),
        lever("referral.more", {"referral.offer.village": 0.1}),
        lever("referral.ward", {"care.bed_patience_days": 5}, needs=("referral.slips",)),
        lever("referral.rival", {"referral.attend": 0.9}, excludes=("referral.slips",)),
        lever("referral.county", {"referral.accept": 0.95}, reaches=()),
        lever("referral.switch", {"care.unlimited": 1}),
        lever("referral.kind", {"contract.kind": 2}),
        lever("referral.deep", {"referral.return_share": 0.9}, needs=("referral.kind",),
              least={"referral.kind": 2}),
    )
}  # fmt: skip


@contextmanager
def catalogue() -> Iterator[None]:
    """Let scenarios know the made-up levers in place of those that ship."""
    with (
        patch("sim.scenario.levers.load_levers", lambda: CATALOGUE),
        patch("sim.scenario.drawing.load_levers", lambda: CATALOGUE),
        patch("sim.scenario.layer.load_levers", lambda: CATALOGUE),
    ):
        yield
