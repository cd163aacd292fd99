"""Doing what is left of a batch: nothing twice, nothing lost, whatever dies on the way."""

from __future__ import annotations

import traceback
from collections import Counter, deque
from collections.abc import Callable, Sequence
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, CancelledError, Executor, Future, wait

from sim.errors import UserError
from sim.experiment.batch.engine import Engine
from sim.experiment.batch.folder import BatchFolder
from sim.experiment.batch.job import Job
from sim.experiment.batch.outcome import OtherVersion, Outcome, execute
from sim.experiment.batch.store import Store
from sim.experiment.batch.version import code_version

DEATHS = 2
"""How often a worker may die over a run that is alone under way before the run counts as failed."""
AHEAD = 2
"""Runs given out for each worker: one to do and one to begin with."""
Tell = Callable[[int, int], None]
Execute = Callable[[Job, str], Outcome]
DoRuns = Callable[[BatchFolder, Sequence[Job]], None]
"""Does those runs of a folder that it does not have."""
UnderWay = dict[Future[Outcome], Job]


def run_missing(
    store: Store,
    jobs: Sequence[Job],
    engine: Engine,
    tell: Tell = lambda done, total: None,
    work: Execute = execute,
) -> None:
    """Do the runs that the store does not have, and keep each as soon as it is done.

    A run that raises is kept as failed with its error; the others go on. When a worker dies, those that
    were under way are done again by new ones.

    Parameters
    ----------
    store : Store
    jobs : sequence of Job
        The same one may come several times.
    engine : Engine
    tell : callable
        Told how many runs are done, of how many that this call has to do.
    work : callable
        Does one run; must be importable where the workers are.
    """
    done = store.done()
    waiting = deque({job.key: job for job in jobs if job.key not in done}.values())
    total = len(waiting)
    tell(0, total)
    if not waiting:
        return
    work_left = _Work(waiting)
    executor = engine.start()
    try:
        while work_left:
            try:
                work_left.give_out(executor, engine.workers, work)
                for future in wait(work_left.under_way, return_when=FIRST_COMPLETED).done:
                    _take(store, future, work_left.under_way)
            except BrokenExecutor:
                work_left.again(store)
                engine.stop(executor)
                executor = engine.start()
            tell(total - len(work_left), total)
    finally:
        engine.stop(executor)


def doing(engine: Engine, work: Execute = execute) -> DoRuns:
    """Return what does the missing runs of a folder on an engine, telling nobody."""
    return lambda folder, jobs: run_missing(folder.store, jobs, engine, work=work)


class _Work:
    """Runs to do and runs under way.

    When a worker dies nobody knows over which run: all that were under way are done again one by one, so that
    one that kills its worker is found out and no other is blamed.
    """

    def __init__(self, waiting: deque[Job]) -> None:
        self.waiting = waiting
        self.suspects: deque[Job] = deque()
        self.under_way: UnderWay = {}
        self.deaths: Counter[str] = Counter()

    def __len__(self) -> int:
        return len(self.waiting) + len(self.suspects) + len(self.under_way)

    def give_out(self, executor: Executor, workers: int, work: Execute) -> None:
        """Keep every worker busy without giving out more than can be lost."""
        queue, most = (self.suspects, 1) if self.suspects else (self.waiting, AHEAD * workers)
        while queue and len(self.under_way) < most:
            future = executor.submit(work, queue[0], code_version())
            self.under_way[future] = queue.popleft()

    def again(self, store: Store) -> None:
        """Put back what was under way when a worker died; what is finished all the same is kept."""
        alone = len(self.under_way) == 1
        for future, job in list(self.under_way.items()):
            if future.done() and future.exception() is None:
                _take(store, future, self.under_way)
                continue
            del self.under_way[future]
            self.deaths[job.key] += alone
            if self.deaths[job.key] < DEATHS:
                self.suspects.append(job)
            else:
                store.fail(job, f"the worker died {DEATHS} times over this run alone")


def outcomes(store: Store, jobs: Sequence[Job]) -> list[Outcome]:
    """What runs left behind that must all be there.

    Raises
    ------
    RuntimeError
        With the error of the first that failed: a valid scenario that cannot be run is our fault.
    """
    found = [(job, store.outcome(job.key)) for job in jobs]
    for job, outcome in found:
        if outcome is None:
            raise RuntimeError(f"{job.scenario.name}, seed {job.seed}: {store.error(job.key)}")
    return [outcome for _, outcome in found if outcome is not None]


def _take(store: Store, future: Future[Outcome], under_way: UnderWay) -> None:
    """Keep a finished run, or why it failed.

    Raises
    ------
    BrokenExecutor
        When a worker of this machine died; nothing is taken.
    UserError
        When the workers are of no use: gone, or of another version.
    """
    try:
        outcome = future.result()
    except BrokenExecutor:
        raise
    except OtherVersion as error:
        raise UserError(
            f"the workers have another version of the program or its data ({error}); install the same",
            f"工作节点上的程序或数据版本不同（{error}）；请安装同一版本",
        ) from error
    except CancelledError as error:
        raise UserError(
            "the cluster gave the runs up; what is finished is kept, the same call goes on with the rest",
            "集群放弃了运行；已完成的结果已保存，用同样的命令可继续其余部分",
        ) from error
    except Exception as error:
        store.fail(under_way.pop(future), "".join(traceback.format_exception(error)))
    else:
        store.keep(under_way.pop(future), outcome)
