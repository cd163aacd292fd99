"""One call that waits for a worker process, is done by it, or is dropped."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Future
from typing import Any

from sim.ui.office.stopping import Cancelled


class Task:
    """A call of a module-level function.

    Parameters
    ----------
    session : str
        Who asked: turns go round sessions.
    owner : object
        The piece of work it belongs to.
    urgent : bool
        Somebody looks at the screen and waits (a preview).
    function, args
        What to call.
    heard : callable
        Told the share done (0 when it begins), from another thread.

    Attributes
    ----------
    future : Future
        Whoever gave the task waits for this.
    """

    def __init__(
        self,
        session: str,
        owner: object,
        urgent: bool,
        function: Callable[..., Any],
        args: tuple[Any, ...],
        heard: Callable[[float], None],
    ) -> None:
        self.session = session
        self.owner = owner
        self.urgent = urgent
        self.function = function
        self.args = args
        self.heard = heard
        self.future: Future[Any] = Future()
        self.dropped = threading.Event()
        self._lock = threading.Lock()

    def drop(self) -> None:
        """Tell whoever waits that it will not come; a worker that is at it is stopped by its slot."""
        self.dropped.set()
        self.fail(Cancelled())

    def finish(self, result: Any) -> None:
        """Hand over the result, unless the task is settled already."""
        with self._lock:
            if not self.future.done():
                self.future.set_result(result)

    def fail(self, error: BaseException) -> None:
        """Hand over an error, unless the task is settled already."""
        with self._lock:
            if not self.future.done():
                self.future.set_exception(error)
