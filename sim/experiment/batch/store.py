"""The store of a batch: one SQLite file that only the process that started the batch writes.

Readers may look at it while it is written (write-ahead log), and it is whole after any interruption. It must
lie on a disk of this machine; workers elsewhere send their results home.
"""

from __future__ import annotations

import json
import math
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from types import TracebackType

import pandas as pd

from sim.errors import Text, UserError
from sim.experiment.batch.job import Job
from sim.experiment.batch.outcome import Key, Outcome, read_cells, read_components

FILE = "runs.sqlite"
FORMAT = "2"
_TABLES = """
CREATE TABLE IF NOT EXISTS meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS runs (
  run TEXT PRIMARY KEY, scenario TEXT NOT NULL, scenario_hash TEXT NOT NULL, seed INTEGER NOT NULL,
  draw INTEGER NOT NULL, sample REAL NOT NULL, status TEXT NOT NULL CHECK (status IN ('done', 'failed')),
  error TEXT NOT NULL, seconds REAL, cells TEXT NOT NULL, components TEXT NOT NULL
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS points (
  point INTEGER NOT NULL, replicate INTEGER NOT NULL, run TEXT NOT NULL, scenario TEXT NOT NULL,
  factors TEXT NOT NULL, fault TEXT NOT NULL, PRIMARY KEY (point, replicate)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS keys (
  key INTEGER PRIMARY KEY, indicator TEXT NOT NULL, basis TEXT NOT NULL, grp TEXT NOT NULL,
  scope TEXT NOT NULL, period TEXT NOT NULL, UNIQUE (indicator, basis, grp, scope, period)
);
CREATE TABLE IF NOT EXISTS outcomes (
  run TEXT NOT NULL, key INTEGER NOT NULL, value REAL, PRIMARY KEY (run, key)
) WITHOUT ROWID;
"""
DONE, FAILED = "done", "failed"
PlannedRuns = tuple[Mapping[str, object], Sequence[Job], Text | None]
"""Factors of a point, its runs, and what is wrong with it when it has none."""


class Store:
    """Runs of a batch and what became of them.

    Parameters
    ----------
    folder : Path
        The file lies in it; made when missing.

    Raises
    ------
    UserError
        When the file is none of ours, of another format, or cannot be opened.
    """

    def __init__(self, folder: Path) -> None:
        self.path = folder / FILE
        try:
            self._base = sqlite3.connect(self.path, timeout=30)
            self._base.execute("PRAGMA journal_mode=WAL")
            self._base.execute("PRAGMA synchronous=NORMAL")
            with self._base:
                self._base.executescript(_TABLES)
                self._base.execute("INSERT OR IGNORE INTO meta VALUES ('format', ?)", (FORMAT,))
        except sqlite3.Error as error:
            raise UserError(
                f"cannot be used as a store of runs ({error})",
                f"不能用作运行结果库（{error}）",
                str(self.path),
            ) from error
        if self.meta("format") != FORMAT:
            raise UserError(
                f"is of format {self.meta('format')}, this program writes {FORMAT}; give another folder",
                f"格式为 {self.meta('format')}，本程序使用 {FORMAT}；请换一个文件夹",
                str(self.path),
            )
        self._keys = {
            Key(*row[1:]): row[0]
            for row in self._base.execute("SELECT key, indicator, basis, grp, scope, period FROM keys")
        }

    def __enter__(self) -> Store:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the file; what was kept is on disk."""
        self._base.close()

    def meta(self, name: str) -> str | None:
        """Return a note on the batch, None when there is none."""
        row = self._base.execute("SELECT value FROM meta WHERE name = ?", (name,)).fetchone()
        return None if row is None else str(row[0])

    def note(self, name: str, value: str) -> None:
        """Set a note on the batch."""
        with self._base:
            self._base.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (name, value))

    def plan(self, points: Iterable[PlannedRuns]) -> None:
        """Write down which runs the points of a batch are made of, in place of an earlier plan."""
        rows: list[tuple[int, int, str, str, str, str]] = []
        for number, (factors, jobs, fault) in enumerate(points):
            told = json.dumps(factors, ensure_ascii=False)
            if fault is not None:
                rows.append((number, 0, "", "", told, fault.en))
            rows += [(number, k, job.key, job.scenario.name, told, "") for k, job in enumerate(jobs)]
        with self._base:
            self._base.execute("DELETE FROM points")
            self._base.executemany("INSERT INTO points VALUES (?, ?, ?, ?, ?, ?)", rows)

    def done(self) -> set[str]:
        """Keys of the runs that are finished."""
        return {row[0] for row in self._base.execute("SELECT run FROM runs WHERE status = 'done'")}

    def counts(self) -> dict[str, int]:
        """Numbers of finished and failed runs."""
        rows = self._base.execute("SELECT status, count(*) FROM runs GROUP BY status").fetchall()
        return {DONE: 0, FAILED: 0} | dict(rows)

    def keep(self, job: Job, outcome: Outcome) -> None:
        """Keep a finished run, all of it or nothing."""
        new = [key for key in outcome.values if key not in self._keys]
        with self._base:
            for key in new:
                insert = "INSERT INTO keys (indicator, basis, grp, scope, period) VALUES (?, ?, ?, ?, ?)"
                self._keys[key] = int(self._base.execute(insert, key).lastrowid or 0)
            self._base.execute(
                "INSERT OR REPLACE INTO runs VALUES (?, ?, ?, ?, ?, ?, 'done', '', ?, ?, ?)",
                (*_identity(job), outcome.seconds, outcome.cells_text(), outcome.components_text()),
            )
            self._base.executemany(
                "INSERT OR REPLACE INTO outcomes VALUES (?, ?, ?)",
                (
                    (job.key, self._keys[key], None if math.isnan(value) else value)
                    for key, value in outcome.values.items()
                ),
            )

    def fail(self, job: Job, error: str) -> None:
        """Keep why a run failed; it is tried again when the batch is resumed."""
        with self._base:
            self._base.execute(
                "INSERT OR REPLACE INTO runs VALUES (?, ?, ?, ?, ?, ?, 'failed', ?, NULL, '', '')",
                (*_identity(job), error),
            )

    def error(self, run: str) -> str:
        """Why a run failed; empty when it did not."""
        row = self._base.execute("SELECT error FROM runs WHERE run = ?", (run,)).fetchone()
        return "" if row is None else str(row[0])

    def outcome(self, run: str) -> Outcome | None:
        """Return what a finished run left behind."""
        row = self._base.execute(
            "SELECT seconds, cells, components FROM runs WHERE run = ? AND status = 'done'", (run,)
        ).fetchone()
        if row is None:
            return None
        rows = self._base.execute(
            "SELECT indicator, basis, grp, scope, period, value FROM outcomes JOIN keys USING (key) "
            "WHERE run = ? ORDER BY key",
            (run,),
        )
        values = {Key(*one[:5]): math.nan if one[5] is None else float(one[5]) for one in rows}
        seconds = math.nan if row[0] is None else float(row[0])
        return Outcome(values, read_cells(row[1]), seconds, read_components(row[2]))

    def runs(self) -> pd.DataFrame:
        """One row per point and replicate: which run it is, its factors, and what became of it."""
        table = pd.read_sql_query(
            "SELECT point, replicate, points.run, points.scenario, factors, seed, draw, sample, "
            "CASE fault WHEN '' THEN coalesce(status, 'missing') ELSE 'invalid' END AS status, "
            "fault || coalesce(error, '') AS error, seconds "
            "FROM points LEFT JOIN runs ON runs.run = points.run ORDER BY point, replicate",
            self._base,
        )
        factors = pd.DataFrame([json.loads(text) for text in table.pop("factors")], index=table.index)
        return pd.concat([table, factors], axis=1)

    def values(self) -> pd.DataFrame:
        """One row per run and value: run, indicator, basis, group, scope, period, value."""
        return pd.read_sql_query(
            "SELECT run, indicator, basis, grp AS 'group', scope, period, value "
            "FROM outcomes JOIN keys USING (key) ORDER BY run, key",
            self._base,
        )


def _identity(job: Job) -> tuple[str, str, str, int, int, float]:
    return job.key, job.scenario.name, job.scenario.hash, job.seed, job.draw, job.sample
