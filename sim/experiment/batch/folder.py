"""The folder of a batch: what it is about, its store, and whether it is complete."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType

import pandas as pd

from sim.errors import UserError
from sim.experiment.batch.store import FILE, Store
from sim.experiment.output import INCOMPLETE, MANIFEST, MARK, PART, as_json

RECORD = "batch.json"


class BatchFolder:
    """A folder that is marked incomplete while it is worked on.

    Parameters
    ----------
    path : Path
        New, empty, or of an earlier call for the same work.
    record : mapping of str to object
        What the work is, as JSON can hold it; an earlier call must have had the same.
    resume : bool, optional
        Whether to go on with earlier work; None: if it is the same.

    Attributes
    ----------
    store : Store
        Open while the folder is entered.

    Raises
    ------
    UserError
        On entering, when the folder holds something else or cannot be written.
    """

    def __init__(self, path: Path, record: Mapping[str, object], *, resume: bool | None = None) -> None:
        self.path = path
        self.record = json.loads(as_json(dict(record)))
        self.resume = resume

    def __enter__(self) -> BatchFolder:
        try:
            if self.path.exists() and not self.path.is_dir():
                raise UserError(
                    "is a file, not a folder; give another --out", "是文件而非文件夹；请换一个 --out",
                    str(self.path),
                )  # fmt: skip
            self.path.mkdir(parents=True, exist_ok=True)
            self._look()
            (self.path / INCOMPLETE).write_text(MARK, encoding="utf-8")
            self.write(RECORD, as_json(self.record))
        except OSError as error:
            reason = error.strerror or str(error)
            raise UserError(
                f"cannot be written ({reason})", f"无法写入（{reason}）", str(self.path)
            ) from error
        self.store = Store(self.path)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.store.close()
        if kind is None:
            (self.path / INCOMPLETE).unlink()

    def write(self, name: str, text: str) -> None:
        """Write a file under a temporary name and move it to its own."""
        part = self.path / f"{name}{PART}"
        part.write_text(text, encoding="utf-8")
        part.replace(self.path / name)

    def write_table(self, name: str, table: pd.DataFrame) -> None:
        """Write a table of results, numbers to eight digits."""
        self.write(name, table.to_csv(index=False, lineterminator="\n", float_format="%.8g"))

    def finish(self, manifest: Mapping[str, object]) -> None:
        """Write the manifest, which tells that the work is done."""
        self.write(MANIFEST, as_json({**manifest, **self.record}))

    def _look(self) -> None:
        """Refuse a folder that holds something else, or work that nobody asked to go on with."""
        here = sorted(one.name for one in self.path.iterdir())
        if not here:
            if self.resume:
                raise UserError(
                    "holds nothing to go on with; leave --resume out",
                    "没有可继续的内容；请去掉 --resume",
                    str(self.path),
                )
            return
        if self._before() != self.record:
            raise UserError(
                "the folder holds something else than this work (another scenario, design, sample or "
                "version of the program); give another --out",
                "文件夹中的内容与本次工作不同（方案、设计、抽样或程序版本不同）；请换一个 --out",
                str(self.path),
            )
        if self.resume is False:
            raise UserError(
                "the folder holds this work already; add --resume to go on with it, or give another --out",
                "文件夹中已有这项工作；加 --resume 可继续，或换一个 --out",
                str(self.path),
            )

    def _before(self) -> object:
        try:
            return json.loads((self.path / RECORD).read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return None


def is_batch(path: Path) -> bool:
    """Whether a folder holds a batch."""
    return (path / RECORD).is_file() and (path / FILE).is_file()
