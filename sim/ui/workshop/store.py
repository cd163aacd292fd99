"""The file that holds the rooms: one SQLite database that only its owner may read, whole after any stop."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from sim.errors import UserError

FILE = "workshop.sqlite"
FORMAT = 1
_TABLES = """
CREATE TABLE IF NOT EXISTS rooms (
  code TEXT PRIMARY KEY, key TEXT NOT NULL UNIQUE, lead TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('lesson', 'game')), subject TEXT NOT NULL, seed INTEGER NOT NULL,
  phase TEXT NOT NULL, round INTEGER NOT NULL, version INTEGER NOT NULL, touched REAL NOT NULL
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS members (
  room TEXT NOT NULL REFERENCES rooms ON DELETE CASCADE, id TEXT NOT NULL, name TEXT NOT NULL,
  team TEXT NOT NULL, PRIMARY KEY (room, id)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS guesses (
  room TEXT NOT NULL REFERENCES rooms ON DELETE CASCADE, member TEXT NOT NULL, question TEXT NOT NULL,
  value REAL NOT NULL, PRIMARY KEY (room, member, question)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS orders (
  room TEXT NOT NULL REFERENCES rooms ON DELETE CASCADE, team TEXT NOT NULL, round INTEGER NOT NULL,
  levers TEXT NOT NULL, settled INTEGER NOT NULL, PRIMARY KEY (room, team, round)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS results (
  room TEXT NOT NULL REFERENCES rooms ON DELETE CASCADE, name TEXT NOT NULL, value TEXT NOT NULL,
  PRIMARY KEY (room, name)
) WITHOUT ROWID;
"""


class Store:
    """Opens the file for each piece of work, so that any thread may ask.

    Parameters
    ----------
    folder : Path
        Made when missing, for its owner alone.

    Raises
    ------
    UserError
        When the file cannot be used.
    """

    def __init__(self, folder: Path) -> None:
        self.path = folder / FILE
        try:
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            os.close(os.open(self.path, os.O_CREAT | os.O_RDWR, 0o600))  # before SQLite makes it wider
            self.path.chmod(0o600)
            with closing(self._open()) as base:
                base.execute("PRAGMA journal_mode=WAL")
                found = base.execute("PRAGMA user_version").fetchone()[0]
                if found not in (0, FORMAT):
                    raise UserError(
                        f"rooms are of format {found}, this program writes {FORMAT}; move the file away",
                        f"课堂数据格式为 {found}，本程序使用 {FORMAT}；请移走该文件", FILE,
                    )  # fmt: skip
                base.executescript(_TABLES)
                base.execute(f"PRAGMA user_version = {FORMAT}")
        except (OSError, sqlite3.Error) as error:
            raise UserError(
                f"the rooms cannot be kept ({error.__class__.__name__})",
                f"课堂数据无法保存（{error.__class__.__name__}）", FILE,
            ) from error  # fmt: skip

    def _open(self) -> sqlite3.Connection:
        base = sqlite3.connect(self.path, timeout=30, isolation_level=None)
        base.execute("PRAGMA foreign_keys=ON")
        base.execute("PRAGMA synchronous=NORMAL")
        return base

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """Give the database to read from."""
        with closing(self._open()) as base:
            yield base

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """Give the database to change: all of it or, when anything is raised, nothing."""
        with closing(self._open()) as base:
            base.execute("BEGIN IMMEDIATE")
            try:
                yield base
            except BaseException:
                base.execute("ROLLBACK")
                raise
            base.execute("COMMIT")
