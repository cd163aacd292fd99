"""The same run elsewhere gives the same numbers; a draft's comparison goes on where it stopped."""

from __future__ import annotations

import io
import runpy
import zipfile
from collections.abc import Callable
from concurrent.futures import Executor, Future
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from sim.errors import Text
from sim.experiment.comparison.again import SCRIPT, bundle, command, file_stem, python
from sim.experiment.comparison.run import TABLE
from sim.ui.choices import Offer
from sim.ui.draft import Draft
from sim.ui.office import Cancelled
from sim.ui.pages.compare.choice import put_together
from sim.ui.pages.compare.work import comparing
from tests.ui.pages.compare import made


class Here(Executor):
    """Does everything at once, in this process."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        future: Future[Any] = Future()
        future.set_result(fn(*args, **kwargs))
        return future


class Desk:
    """A desk with an engine of this process; gives the work up after so many runs."""

    workers = 1

    def __init__(self, most: int = 1000) -> None:
        self.engine = self
        self.most = most
        self.done = 0

    def start(self) -> Executor:
        return Here()

    def stop(self, executor: Executor) -> None:
        pass

    def tell(self, share: float) -> None:
        self.done += share > 0
        if self.done > self.most:
            raise Cancelled


def test_names_of_files() -> None:
    assert file_stem("签约扩面 / 70 %") == "签约扩面-70"
    assert file_stem("../../etc") == "etc" and file_stem("???") == "scenario"
    assert file_stem("beidaihe-2024") == "beidaihe-2024-2" and file_stem("a", ["a", "a-2"]) == "a-3"


def test_command_and_script_name_shipped_scenarios_and_files() -> None:
    choice = made.choice(draft=True)
    assert command(choice.comparison, 3) == (
        "countycare compare beidaihe-2024-baseline 签约扩面.yaml --replicates 3 --sample 0.02 --out results"
    )
    assert "'签约扩面.yaml'," in python(choice.comparison, 3)
    whole = bundle(choice.comparison, 3, choice.files, "zh")
    assert whole == bundle(choice.comparison, 3, choice.files, "zh")
    with zipfile.ZipFile(io.BytesIO(whole)) as folder:
        assert sorted(folder.namelist()) == ["README.txt", SCRIPT, "签约扩面.yaml"]
        assert "countycare compare" in folder.read("README.txt").decode()


@pytest.mark.slow
def test_the_script_makes_the_same_numbers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    title = Text("", "")
    sides = [
        Offer(f"draft:{k}", title, Draft.on(name).named(f"一月{k}").with_dates(None, date(2024, 1, 31)))
        for k, name in enumerate((made.BASE, made.OTHER))
    ]
    choice = put_together(sides, 0.003)
    with pytest.raises(Cancelled):
        comparing("s", choice, 2)(Desk(most=1))  # type: ignore[arg-type]
    desk = Desk()
    found = comparing("s", choice, 2)(desk)  # type: ignore[arg-type]
    assert 0 < desk.done < 6  # what was finished before is not done again
    with zipfile.ZipFile(io.BytesIO(bundle(choice.comparison, 2, choice.files, "en"))) as folder:
        folder.extractall(tmp_path)
    monkeypatch.chdir(tmp_path)
    runpy.run_path(str(tmp_path / SCRIPT), run_name="__main__")
    there = pd.read_csv(tmp_path / "results" / TABLE, keep_default_na=False, na_values=[""])
    here = found.table
    assert (
        list(there["scenario"]) == list(here["scenario"]) == [choice.comparison.scenarios[1].name] * len(here)
    )
    for name in ("difference", "low", "high", "before", "after"):
        pd.testing.assert_series_equal(there[name], here[name].astype(float), rtol=1e-7, atol=1e-12)
