"""The runs of an ablation: each in a process of its own, each kept, so that an interrupted one goes on.

In the folder lie `ablation.json` (what is ablated), `runs/` (one file a run, by fingerprint of its scenario,
seed and sample), and in the end the table and the manifest. `INCOMPLETE` lies there until then.
"""

from __future__ import annotations

import json
import multiprocessing
import signal
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

from sim import __version__
from sim.errors import UserError
from sim.experiment.ablation.measure import Outcome, measure
from sim.experiment.output import INCOMPLETE, MANIFEST, MARK, PART, as_json
from sim.scenario import Scenario

RECORD = "ablation.json"
RUNS = "runs"
Tell = Callable[[int, int], None]


@dataclass(frozen=True)
class Job:
    """One run."""

    scenario: Scenario
    seed: int
    sample: float

    @property
    def key(self) -> str:
        """Name under which its outcome is kept."""
        return f"{self.scenario.hash}-{self.seed}-{self.sample:g}"


class AblationFolder:
    """A folder of an ablation, marked incomplete while it is worked on.

    Parameters
    ----------
    path : Path
        New, empty, or of an earlier call for the same scenario and sample.
    scenario : Scenario
    sample : float

    Raises
    ------
    UserError
        On entering, when the folder holds something else or cannot be written.
    """

    def __init__(self, path: Path, scenario: Scenario, sample: float) -> None:
        self.path = path
        self.record = {"scenario_hash": scenario.hash, "sample": sample, "version": __version__}

    def __enter__(self) -> AblationFolder:
        try:
            if self.path.exists() and not self.path.is_dir():
                raise UserError(
                    "is a file, not a folder; give another --out", "是文件而非文件夹；请换一个 --out",
                    str(self.path),
                )  # fmt: skip
            self.path.mkdir(parents=True, exist_ok=True)
            if any(self.path.iterdir()) and self._before() != self.record:
                raise UserError(
                    "the folder holds something else than an ablation of this scenario, sample and "
                    "version; give another --out",
                    "文件夹中不是同一方案、同一抽样、同一版本的对照结果；请换一个 --out",
                    str(self.path),
                )
            (self.path / INCOMPLETE).write_text(MARK, encoding="utf-8")
            (self.path / RUNS).mkdir(exist_ok=True)
            self.write(RECORD, as_json(self.record))
        except OSError as error:
            reason = error.strerror or str(error)
            raise UserError(
                f"cannot be written ({reason})", f"无法写入（{reason}）", str(self.path)
            ) from error
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is None:
            (self.path / INCOMPLETE).unlink()

    def write(self, name: str, text: str) -> None:
        """Write a file under a temporary name and move it to its own."""
        part = self.path / f"{name}{PART}"
        part.write_text(text, encoding="utf-8")
        part.replace(self.path / name)

    def kept(self, job: Job) -> Outcome | None:
        """Outcome of an earlier run; None when there is none, or it cannot be read."""
        try:
            return Outcome.from_dict(json.loads((self.path / RUNS / f"{job.key}.json").read_text("utf-8")))
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def keep(self, job: Job, outcome: Outcome) -> None:
        """Keep the outcome of a run."""
        self.write(f"{RUNS}/{job.key}.json", json.dumps(outcome.as_dict(), allow_nan=False))

    def finish(self, table: str, manifest: dict[str, object]) -> None:
        """Write the table and, last, the manifest."""
        self.write("ablation.csv", table)
        self.write(MANIFEST, as_json({**manifest, **self.record}))

    def _before(self) -> object:
        try:
            return json.loads((self.path / RECORD).read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return None


def jobs_of(scenarios: Iterable[Scenario], seeds: Sequence[int], sample: float) -> list[Job]:
    """Every different scenario with every seed, seed by seed, so that the first seeds are complete first."""
    different = {one.hash: one for one in scenarios}
    return [Job(one, seed, sample) for seed in seeds for one in different.values()]


def run_all(
    folder: AblationFolder, jobs: Sequence[Job], workers: int, tell: Tell = lambda done, total: None
) -> dict[str, Outcome]:
    """Run what is not kept yet, and keep it.

    Parameters
    ----------
    folder : AblationFolder
        Entered folder.
    jobs : sequence of Job
    workers : int
        Processes at a time.
    tell : callable
        Told how many runs are done, of how many that this call has to do.

    Returns
    -------
    dict of str to Outcome
        By key of the job.
    """
    found = {job.key: outcome for job in jobs if (outcome := folder.kept(job))}
    todo = [job for job in jobs if job.key not in found]
    tell(0, len(todo))
    if not todo:
        return found
    fresh = multiprocessing.get_context("spawn")
    before = set(multiprocessing.active_children())
    pool = ProcessPoolExecutor(min(workers, len(todo)), mp_context=fresh)
    with _deaf_to_interrupts():
        waiting: dict[Future[Outcome], Job] = {
            pool.submit(measure, job.scenario, job.seed, job.sample): job for job in todo
        }
    try:
        done = 0
        while waiting:
            for future in wait(waiting, return_when=FIRST_COMPLETED).done:
                job = waiting.pop(future)
                found[job.key] = future.result()
                folder.keep(job, found[job.key])
                done += 1
                tell(done, len(todo))
    except BaseException:
        pool.shutdown(wait=False, cancel_futures=True)
        for child in set(multiprocessing.active_children()) - before:
            child.terminate()
        raise
    pool.shutdown()
    return found


@contextmanager
def _deaf_to_interrupts() -> Iterator[None]:
    """Ignore Ctrl-C while workers start: they inherit that, and this process alone answers and ends them."""
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
