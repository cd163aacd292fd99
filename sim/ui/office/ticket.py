"""A ticket: what somebody who gave work to the office holds."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from typing import Generic, Literal, TypeVar

from sim.errors import Text

T = TypeVar("T")
State = Literal["queued", "running", "done", "failed", "cancelled"]
OVER: tuple[State, ...] = ("done", "failed", "cancelled")
FIRST_SHARE = 0.02
"""Share done before which time left would be a guess of nothing."""
LOG = logging.getLogger(__name__)


class Ticket(Generic[T]):
    """Of one piece of work.

    Attributes
    ----------
    session : str
        Who asked.
    title : Text
        What the work is, for people.
    state : str
        ``queued`` until the first call is begun, ``running``, then ``done``, ``failed`` or ``cancelled``
        for good.
    share : float
        Done, 0-1; never falls.
    result : T or None
        What the work returned, once done.
    error : Text or None
        Why it failed, without paths.
    """

    def __init__(
        self, session: str, title: Text, drop: Callable[[Ticket[T]], None], ahead: Callable[[Ticket[T]], int]
    ) -> None:
        self.session = session
        self.title = title
        self.state: State = "queued"
        self.share = 0.0
        self.result: T | None = None
        self.error: Text | None = None
        self._drop = drop
        self._ahead = ahead
        self._began = 0.0
        self._over = threading.Event()
        self._lock = threading.Lock()
        self._callbacks: dict[object, Callable[[], None]] = {}

    @property
    def over(self) -> bool:
        """Whether the state is final."""
        return self.state in OVER

    @property
    def seconds_left(self) -> float | None:
        """About how long it still takes at the speed so far; None when that cannot be told."""
        if self.state != "running" or self.share < FIRST_SHARE:
            return None
        return (time.monotonic() - self._began) * (1 - self.share) / self.share

    @property
    def ahead(self) -> int:
        """How many calls of others are done before this work is begun."""
        return self._ahead(self) if self.state == "queued" else 0

    def cancel(self) -> None:
        """Give the work up: the ticket is cancelled at once, its waiting calls are dropped."""
        if self.settle("cancelled"):
            self._drop(self)

    def wait(self, timeout: float | None = None) -> bool:
        """Wait until the state is final; return whether it is."""
        return self._over.wait(timeout)

    def on_change(self, callback: Callable[[], None]) -> Callable[[], None]:
        """Call back after each change, from whatever thread makes it; return what ends that."""
        key = object()
        with self._lock:
            self._callbacks[key] = callback
        return lambda: self._forget(key)

    def advance(self, share: float) -> None:
        """Note how far the work is; less than before is passed over."""
        with self._lock:
            if self.state in OVER:
                return
            begun = self.state == "queued"
            if begun:
                self.state, self._began = "running", time.monotonic()
            elif share <= self.share:
                return
            self.share = max(self.share, min(share, 1.0))
        self.changed()

    def settle(self, state: State, result: T | None = None, error: Text | None = None) -> bool:
        """Make the state final; return whether it was not before."""
        with self._lock:
            if self.state in OVER:
                return False
            self.result, self.error = result, error
            if state == "done":
                self.share = 1.0
            self.state = state
        self._over.set()
        self.changed()
        return True

    def changed(self) -> None:
        """Tell those who asked."""
        with self._lock:
            callbacks = list(self._callbacks.values())
        for callback in callbacks:
            try:
                callback()
            except Exception:  # a page that is gone must not stop the work of others
                LOG.exception("a listener failed")

    def _forget(self, key: object) -> None:
        with self._lock:
            self._callbacks.pop(key, None)
