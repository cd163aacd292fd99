"""Folders of results: never overwritten silently, never half-written without saying so.

A folder holds a file `INCOMPLETE` from the first moment to the last. Every other file is written under a
temporary name and moved, so that a file with its final name is whole. Results that replace earlier ones are
made in a folder `.new` inside and change places with them at the end.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Mapping
from hashlib import blake2b
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Protocol

from sim.errors import UserError

if TYPE_CHECKING:
    import pandas as pd

MANIFEST = "manifest.json"
INCOMPLETE = "INCOMPLETE"
PART = ".part"
NEW = ".new"
MARK = """\
The results in this folder are not complete: the run is still going on, was interrupted, or failed.
本文件夹中的结果不完整：运行尚未结束、已被中断或失败。
"""


class Result(Protocol):
    """What a run hands over to be written."""

    @property
    def indicators(self) -> pd.DataFrame:
        """Indicators in long form, one row per period, scope, indicator and basis."""

    @property
    def facilities(self) -> pd.DataFrame:
        """Counts per facility and month."""

    @property
    def groups(self) -> pd.DataFrame:
        """Who uses, pays and suffers, by group of people."""

    @property
    def ledger(self) -> pd.DataFrame:
        """What the funds paid for the people of each community, and how its budget was settled."""

    @property
    def fund(self) -> pd.DataFrame:
        """Account of the residents' fund of each county by year."""

    @property
    def manifest(self) -> Mapping[str, object]:
        """What was run and what it took."""


class OutputFolder:
    """A folder that is marked incomplete while it is being written.

    Parameters
    ----------
    path : Path
        Made when missing; must be empty otherwise.
    replace : bool
        Replace the results an earlier run left there, once the new ones are complete. Files that no run wrote
        are never touched.

    Attributes
    ----------
    staged : bool
        Whether complete earlier results stay until the end.

    Raises
    ------
    UserError
        On entering, when the folder holds something, or cannot be written.
    """

    def __init__(self, path: Path, *, replace: bool = False) -> None:
        self.path = path
        self.replace = replace
        self.made = False
        self.staged = False
        self.files: dict[str, str] = {}

    def __enter__(self) -> OutputFolder:
        try:
            if self.path.exists() and not self.path.is_dir():
                raise UserError(
                    "is a file, not a folder; give another --out",
                    "是文件而非文件夹；请换一个 --out",
                    str(self.path),
                )
            self.made = not self.path.exists()
            self.path.mkdir(parents=True, exist_ok=True)
            if any(self.path.iterdir()):
                self._make_room()
            (self._work / INCOMPLETE).write_text(MARK, encoding="utf-8")
        except OSError as error:
            raise _unwritable(self.path, error) from error
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        work = self._work
        if kind is None:
            try:
                self._finish()
            except OSError as fault:
                raise _unwritable(self.path, fault) from fault
        elif issubclass(kind, UserError) and [file.name for file in work.iterdir()] == [INCOMPLETE]:
            (work / INCOMPLETE).unlink()  # nothing was begun: the user may correct the mistake and go on
            if self.made or self.staged:
                work.rmdir()

    @property
    def _work(self) -> Path:
        """Folder in which files are made."""
        return self.path / NEW if self.staged else self.path

    def _finish(self) -> None:
        """Put the new results in the place of earlier ones and take the mark away."""
        if self.staged:
            (self.path / INCOMPLETE).write_text(MARK, encoding="utf-8")
            self._clear()
            for file in list(self._work.iterdir()):
                if file.name != INCOMPLETE:
                    file.replace(self.path / file.name)
            (self._work / INCOMPLETE).unlink()
            self._work.rmdir()
        (self.path / INCOMPLETE).unlink()

    def _make_room(self) -> None:
        """Decide where to write in a folder that holds something, or refuse."""
        known = [name for name in (MANIFEST, INCOMPLETE) if (self.path / name).is_file()]
        if not self.replace:
            how = " (--force replaces the results in it)" if known else ""
            how_zh = "（--force 可替换其中的结果）" if known else ""
            raise UserError(
                f"the folder is not empty; give another --out{how}",
                f"文件夹不为空；请换一个 --out{how_zh}",
                str(self.path),
            )
        if not known:
            raise UserError(
                "the folder holds no results of this program, so --force leaves it alone; give another --out",
                "文件夹中没有本程序的结果，--force 不予替换；请换一个 --out",
                str(self.path),
            )
        if (self.path / NEW / INCOMPLETE).is_file():  # of a run that was interrupted
            shutil.rmtree(self.path / NEW)
        if known == [MANIFEST]:
            (self.path / NEW).mkdir()
            self.staged = True
        else:
            self._clear()

    def _clear(self) -> None:
        """Remove what an earlier run wrote, as its manifest lists it."""
        for name in [*_listed(self.path / MANIFEST), MANIFEST]:
            (self.path / name).unlink(missing_ok=True)
        for part in self.path.glob(f"*{PART}"):
            part.unlink()

    def part(self, name: str) -> Path:
        """Return the temporary name under which a file may be written; `keep` gives it its own."""
        return self._work / f"{name}{PART}"

    def keep(self, name: str) -> None:
        """Move a finished file to its own name and note its fingerprint."""
        part = self.part(name)
        with part.open("rb") as stream:
            digest = blake2b(digest_size=16)
            while block := stream.read(1 << 20):
                digest.update(block)
        self.files[name] = digest.hexdigest()
        part.replace(self._work / name)

    def write(self, name: str, writer: Callable[[Path], object]) -> None:
        """Write one file by a function that takes the path.

        Raises
        ------
        UserError
            When the disk is full or the folder cannot be written any more.
        """
        try:
            writer(self.part(name))
            self.keep(name)
        except OSError as error:
            raise _unwritable(self.path / name, error) from error


def write_result(folder: OutputFolder, result: Result, *, events: bool = False) -> None:
    """Write a run's tables and, last, its manifest.

    Parameters
    ----------
    folder : OutputFolder
        Entered folder.
    result : Result
        The run.
    events : bool
        Whether the run wrote the visit table to ``folder.part("visits.parquet")``.
    """
    tables = {
        "indicators.csv": result.indicators,
        "facilities.csv": result.facilities,
        "groups.csv": result.groups,
        "ledger.csv": result.ledger,
        "fund.csv": result.fund,
    }
    for name, frame in tables.items():
        folder.write(name, lambda path, table=frame: table.to_csv(path, index=False, lineterminator="\n"))  # type: ignore[misc]
    if events:
        folder.keep("visits.parquet")
    manifest = {**result.manifest, "files": dict(folder.files)}
    folder.write(MANIFEST, lambda path: path.write_text(as_json(manifest), encoding="utf-8"))


def as_json(data: object) -> str:
    """Return JSON for people and scripts: indented, Chinese as it is, dates and paths as text."""
    return json.dumps(data, ensure_ascii=False, indent=2, default=str) + "\n"


def _listed(manifest: Path) -> list[str]:
    """Names of the files a manifest lists; only plain names, whatever it says."""
    try:
        files = json.loads(manifest.read_text(encoding="utf-8"))["files"]
        return [name for name in files if isinstance(name, str) and name == Path(name).name]
    except (OSError, ValueError, KeyError, TypeError):
        return []


def _unwritable(path: Path, error: OSError) -> UserError:
    reason = error.strerror or str(error)
    return UserError(f"cannot be written ({reason})", f"无法写入（{reason}）", str(path))
