"""An engine that does runs in this process, for tests of what is made of them."""

from __future__ import annotations

from concurrent.futures import Executor, ThreadPoolExecutor


class Here:
    """One thread of this process."""

    workers = 1

    def start(self) -> Executor:
        return ThreadPoolExecutor(1)

    def stop(self, executor: Executor) -> None:
        executor.shutdown(cancel_futures=True)
