"""Where runs are done: processes of this machine, or the workers of a Dask cluster that already runs."""

from __future__ import annotations

import ctypes
import multiprocessing
import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import contextmanager
from importlib import import_module
from typing import Any, Protocol

from sim.errors import UserError

ONE_THREAD = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMBA_NUM_THREADS")
_PR_SET_PDEATHSIG = 1
_LOOK_EVERY = 1.0  # seconds between looks at the parent where the system does not tell


class Engine(Protocol):
    """Makes an executor, and can end it at once."""

    workers: int

    def start(self) -> Executor:
        """Return an executor that is ready for work; called again when the last one broke."""

    def stop(self, executor: Executor) -> None:
        """End the executor and whatever it still does, at once."""


class Pool:
    """Processes of this machine.

    Parameters
    ----------
    workers : int
        Processes at a time. Each computes with one thread: runs are parallel, not their insides.
    begin : callable, optional
        What each process does first, with the arguments `given`; must be importable there without any
        numerical library.
    """

    _STARTING = threading.Lock()

    def __init__(
        self, workers: int, begin: Callable[..., object] | None = None, given: tuple[object, ...] = ()
    ) -> None:
        self.workers = workers
        self.begin = begin
        self.given = given
        self._children: set[Any] = set()

    def start(self) -> Executor:
        """Start the processes."""
        with _deaf_to_interrupts(), self._STARTING:  # one at a time, so that each knows its own
            before = set(multiprocessing.active_children())
            pool = ProcessPoolExecutor(
                self.workers,
                mp_context=multiprocessing.get_context("spawn"),
                initializer=prepare_worker,
                initargs=(os.getpid(), self.begin, self.given),
            )
            # Processes start with the first work given, and inherit deafness only if that is now.
            started = [pool.submit(os.getpid) for _ in range(self.workers)]
            self._children = set(multiprocessing.active_children()) - before
        for future in started:
            future.result()
        return pool

    def stop(self, executor: Executor) -> None:
        """End the processes at once."""
        executor.shutdown(wait=False, cancel_futures=True)
        self.kill()

    def kill(self) -> None:
        """End the processes that were started last, ready or not; whatever waits for them breaks."""
        for child in self._children:
            child.terminate()


class Dask:
    """Workers of a Dask scheduler that already runs.

    Parameters
    ----------
    address : str
        Of the scheduler, for example ``tcp://10.0.0.5:8786``.

    Raises
    ------
    UserError
        When Dask is not installed, or nobody answers at the address.
    """

    def __init__(self, address: str) -> None:
        try:
            distributed: Any = import_module("distributed")  # optional, so only when asked for
        except ImportError as error:
            raise UserError(
                'a cluster needs Dask; install it with: pip install "countycare[cluster]"',
                '使用集群需要 Dask；安装命令：pip install "countycare[cluster]"',
                "--scheduler",
            ) from error
        try:
            self.client = distributed.Client(address, timeout=10, set_as_default=False)
        except (OSError, ValueError) as error:
            raise UserError(
                f"no Dask scheduler answers at {address!r}",
                f"“{address}”处没有 Dask 调度器应答",
                "--scheduler",
            ) from error
        self.workers = max(sum(self.client.nthreads().values()), 1)

    def start(self) -> Executor:
        """Return the cluster's executor; the scheduler itself gives the work of a dead worker to another."""
        executor: Executor = self.client.get_executor(pure=False)
        return executor

    def stop(self, executor: Executor) -> None:
        """Cancel what is still waiting and leave the cluster; its workers stay."""
        executor.shutdown(wait=False)
        self.client.close()


def engine_for(workers: int = 1, scheduler: str | None = None) -> Engine:
    """Return processes of this machine, or the Dask cluster whose scheduler has this address.

    Raises
    ------
    UserError
        When both are asked for; see `Dask`.
    """
    if scheduler is None:
        return Pool(workers)
    if workers != 1:
        raise UserError("give --workers or --scheduler, not both", "--workers 与 --scheduler 只能给一个")
    return Dask(scheduler)


def prepare_worker(
    parent: int, begin: Callable[..., object] | None = None, given: tuple[object, ...] = ()
) -> None:
    """Make this process compute with one thread, leave Ctrl-C to its parent, and end when that ends.

    Must run before any numerical library is imported; `begin` is called afterwards.
    """
    os.environ.update(dict.fromkeys(ONE_THREAD, "1"))
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != parent:  # it has ended already
            os._exit(1)
    else:
        threading.Thread(target=_watch, args=(parent,), daemon=True).start()
    if begin is not None:
        begin(*given)


def _watch(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(_LOOK_EVERY)
    os._exit(1)


@contextmanager
def _deaf_to_interrupts() -> Iterator[None]:
    """Ignore Ctrl-C for a moment; only the main thread may decide that."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
