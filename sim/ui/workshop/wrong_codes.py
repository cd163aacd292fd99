"""Wrong codes are few a minute, so that nobody finds a room by trying."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable

from sim.errors import UserError

WRONG_A_MINUTE = 30
"""From all sessions together, before everybody has to wait."""
_MINUTE = 60.0


class WrongCodes:
    """Counts them.

    Parameters
    ----------
    clock : callable
        Seconds.
    """

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._at: deque[float] = deque()
        self._lock = threading.Lock()

    def count(self) -> None:
        """Count one more."""
        with self._lock:
            self._at.append(self._clock())

    def refuse_when_many(self) -> None:
        """Let nobody try while there were many in the last minute.

        Raises
        ------
        UserError
            When there were.
        """
        with self._lock:
            while self._at and self._at[0] < self._clock() - _MINUTE:
                self._at.popleft()
            if len(self._at) >= WRONG_A_MINUTE:
                raise UserError("too many wrong codes; wait a minute", "错误的课堂码过多，请一分钟后再试")
