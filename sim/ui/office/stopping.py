"""How work hears that nobody waits for it any more."""

from __future__ import annotations

from concurrent.futures import CancelledError


class Cancelled(CancelledError):
    """The ticket was cancelled.

    It is a `CancelledError` so that what waits for futures takes it for one: a batch keeps what is finished
    and counts no run as failed.
    """
