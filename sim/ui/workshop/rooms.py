"""Rooms: opened by who leads, joined by a code, the same after a restart."""

from __future__ import annotations

import json
import secrets
import sqlite3
import threading
import time
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import Any

from sim.errors import UserError
from sim.ui.secret import state_folder
from sim.ui.workshop.codes import KEY_GROUPS, new_code, tidied
from sim.ui.workshop.records import Member, Order, Room
from sim.ui.workshop.store import Store
from sim.ui.workshop.wrong_codes import WrongCodes

KEPT_DAYS = 14
"""Days after which a room that nobody touches is removed."""
MOST_ROOMS, MOST_MEMBERS = 200, 200
NAME_LENGTH = 16
BRIEF = "brief"
"""Phase in which every room begins."""
_DAY = 86400.0
_PARTS = "code, key, kind, subject, seed, phase, round, version"


class Rooms:
    """All rooms of a server.

    Parameters
    ----------
    store : Store
    clock : callable
        Seconds since the epoch.
    """

    def __init__(self, store: Store, clock: Callable[[], float] = time.time) -> None:
        self._store = store
        self._clock = clock
        self._changed = threading.Condition()
        self._wrong = WrongCodes(clock)
        self._remove_old()

    def open(self, kind: str, subject: str, lead: str) -> Room:
        """Open a room for who leads it, by browser.

        Raises
        ------
        UserError
            When there are too many.
        """
        self._remove_old()
        code, key = new_code(), new_code(KEY_GROUPS)
        with self._store.writing() as base:
            (count,) = base.execute("SELECT count(*) FROM rooms").fetchone()
            if count >= MOST_ROOMS:
                raise UserError(
                    f"{MOST_ROOMS} rooms are open already; close one",
                    f"已有 {MOST_ROOMS} 个课堂，请先关闭一个",
                )
            base.execute(
                "INSERT INTO rooms VALUES (?, ?, ?, ?, ?, ?, ?, 0, 1, ?)",
                (code, key, lead, kind, subject, secrets.randbelow(2**31), BRIEF, self._clock()),
            )
        return self.room(code)

    def room(self, code: str) -> Room:
        """Return a room.

        Raises
        ------
        UserError
            When there is none of this code.
        """
        found = self.find(code)
        if found is None:
            raise _closed()
        return found

    def find(self, code: str) -> Room | None:
        """Return a room; None when there is none (any more)."""
        with self._store.reading() as base:
            row = base.execute(
                "SELECT code, key, kind, subject, seed, phase, round, version FROM rooms WHERE code = ?",
                (code,),
            ).fetchone()
        return None if row is None else Room(*row)

    def enter(self, typed: str) -> tuple[Room, bool]:
        """Return the room of a code that somebody typed, and whether it was the key of who leads it.

        Raises
        ------
        UserError
            When it is neither, or too many were wrong lately.
        """
        self._wrong.refuse_when_many()
        code = tidied(typed)
        with self._store.reading() as base:
            row = base.execute(
                "SELECT code, key FROM rooms WHERE code = ? OR key = ?", (code, code)
            ).fetchone()
        if row is None:
            self._wrong.count()
            raise UserError(
                "no room has this code; it has eight letters and digits, as on the screen",
                "没有这个课堂码；课堂码为 8 位字母和数字，以屏幕所示为准",
            )
        return self.room(row[0]), bool(code == row[1])

    def close(self, code: str) -> None:
        """Remove a room with all that is in it."""
        with self._store.writing() as base:
            base.execute("DELETE FROM rooms WHERE code = ?", (code,))
        self._tell()

    def move(self, code: str, phase: str, round_: int | None = None) -> None:
        """Go to another phase, and in a game to a round."""
        with self._touching(code) as base:
            base.execute(
                "UPDATE rooms SET phase = ?, round = coalesce(?, round) WHERE code = ?", (phase, round_, code)
            )

    def join(self, code: str, id_: str, name: str, team: str = "") -> Member:
        """Enter a room, or change name and team.

        Raises
        ------
        UserError
            Without a name, with one that somebody else has, or when the room is full.
        """
        named, team = name.strip()[:NAME_LENGTH], team.strip()[:NAME_LENGTH]
        if not named:
            raise UserError("give a name", "请写一个称呼")
        with self._touching(code) as base:
            others = {
                row[0]: row[1]
                for row in base.execute(
                    "SELECT id, name FROM members WHERE room = ? AND id != ?", (code, id_)
                )
            }
            if named in others.values():
                raise UserError(
                    "somebody in the room has this name already", "课堂里已有人用这个称呼，请换一个"
                )
            if len(others) >= MOST_MEMBERS:
                raise UserError("the room is full", "课堂人数已满")
            base.execute(
                "INSERT INTO members VALUES (?, ?, ?, ?) "
                "ON CONFLICT DO UPDATE SET name = excluded.name, team = excluded.team",
                (code, id_, named, team),
            )
        return Member(id_, named, team)

    def members(self, code: str) -> list[Member]:
        """Everybody in a room but who leads it, by name."""
        with self._store.reading() as base:
            rows = base.execute("SELECT id, name, team FROM members WHERE room = ? ORDER BY name", (code,))
            return [Member(*row) for row in rows]

    def member(self, code: str, id_: str) -> Member | None:
        """Somebody in a room; None for who is not in it."""
        return next((one for one in self.members(code) if one.id == id_), None)

    def rooms_of(self, id_: str) -> tuple[list[Room], list[Room]]:
        """Rooms that a browser leads, and those that it has joined; the last touched first."""
        led = f"SELECT {_PARTS} FROM rooms WHERE lead = ? ORDER BY touched DESC"
        joined = (
            f"SELECT {_PARTS} FROM rooms WHERE code IN (SELECT room FROM members WHERE id = ?) "
            "ORDER BY touched DESC"
        )
        with self._store.reading() as base:
            mine = [Room(*row) for row in base.execute(led, (id_,))]
            return mine, [Room(*row) for row in base.execute(joined, (id_,))]

    def guess(self, code: str, member: str, question: str, value: float) -> None:
        """Keep somebody's guess, in place of an earlier one.

        Raises
        ------
        UserError
            When guessing is over, or who guesses has not joined.
        """
        with self._touching(code, during="predict") as base:
            _must_be_in(base, code, member)
            base.execute(
                "INSERT OR REPLACE INTO guesses VALUES (?, ?, ?, ?)", (code, member, question, float(value))
            )

    def guesses(self, code: str) -> dict[str, dict[str, float]]:
        """Guesses by question and session."""
        found: dict[str, dict[str, float]] = {}
        with self._store.reading() as base:
            rows = base.execute("SELECT question, member, value FROM guesses WHERE room = ?", (code,))
            for question, member, value in rows:
                found.setdefault(question, {})[member] = value
        return found

    def order(self, code: str, team: str, round_: int, levers: Collection[str], settled: bool) -> None:
        """Keep what a team wants in the round that is being played.

        Raises
        ------
        UserError
            When the round is over.
        """
        with self._touching(code, during="orders") as base:
            (now,) = base.execute("SELECT round FROM rooms WHERE code = ?", (code,)).fetchone()
            if now != round_:
                raise UserError("this year is over", "这一年已经结束")
            base.execute(
                "INSERT OR REPLACE INTO orders VALUES (?, ?, ?, ?, ?)",
                (code, team, round_, json.dumps(sorted(levers)), int(settled)),
            )

    def orders(self, code: str) -> dict[str, dict[int, Order]]:
        """Orders by team and round."""
        found: dict[str, dict[int, Order]] = {}
        with self._store.reading() as base:
            rows = base.execute("SELECT team, round, levers, settled FROM orders WHERE room = ?", (code,))
            for team, round_, levers, settled in rows:
                found.setdefault(team, {})[round_] = Order(frozenset(json.loads(levers)), bool(settled))
        return found

    def keep(self, code: str, results: Mapping[str, Any], phase: str) -> None:
        """Keep results by name and go to a phase, both or neither."""
        with self._touching(code) as base:
            base.executemany(
                "INSERT OR REPLACE INTO results VALUES (?, ?, ?)",
                [(code, name, json.dumps(value, allow_nan=False)) for name, value in results.items()],
            )
            base.execute("UPDATE rooms SET phase = ? WHERE code = ?", (phase, code))

    def result(self, code: str, name: str) -> Any:
        """Return what was kept under a name; None when there is nothing."""
        with self._store.reading() as base:
            row = base.execute(
                "SELECT value FROM results WHERE room = ? AND name = ?", (code, name)
            ).fetchone()
        return None if row is None else json.loads(row[0])

    def wait(self, code: str, seen: int, seconds: float) -> int:
        """Wait until a room has another version than seen, at most so long; return it (0: closed)."""
        with self._changed:
            found = self._version(code)
            if found == seen:
                self._changed.wait(seconds)
                found = self._version(code)
        return found

    def _version(self, code: str) -> int:
        with self._store.reading() as base:
            row = base.execute("SELECT version FROM rooms WHERE code = ?", (code,)).fetchone()
        return 0 if row is None else int(row[0])

    @contextmanager
    def _touching(self, code: str, during: str = "") -> Iterator[sqlite3.Connection]:
        """Change a room: its version grows, and who waits for it is told when all is done."""
        with self._store.writing() as base:
            row = base.execute("SELECT phase FROM rooms WHERE code = ?", (code,)).fetchone()
            if row is None:
                raise _closed()
            if during and row[0] != during:
                raise UserError("this step is over", "这一步已经结束")
            yield base
            base.execute(
                "UPDATE rooms SET version = version + 1, touched = ? WHERE code = ?", (self._clock(), code)
            )
        self._tell()

    def _tell(self) -> None:
        with self._changed:
            self._changed.notify_all()

    def _remove_old(self) -> None:
        with self._store.writing() as base:
            base.execute("DELETE FROM rooms WHERE touched < ?", (self._clock() - KEPT_DAYS * _DAY,))


def _must_be_in(base: sqlite3.Connection, code: str, member: str) -> None:
    if base.execute("SELECT 1 FROM members WHERE room = ? AND id = ?", (code, member)).fetchone() is None:
        raise UserError("join the room first", "请先加入课堂")


def _closed() -> UserError:
    return UserError("this room is closed", "该课堂已关闭")


def rooms() -> Rooms:
    """Return the rooms of this server, opened at first use."""
    return _opened(state_folder())


@lru_cache(maxsize=2)
def _opened(folder: Path) -> Rooms:
    return Rooms(Store(folder))
