"""The store gives back what it was given, and says what it is not."""

from __future__ import annotations

import math
from pathlib import Path

import pytest

from sim.errors import UserError
from sim.experiment.batch.folder import BatchFolder
from sim.experiment.batch.outcome import Key, Outcome
from sim.experiment.batch.store import FILE, Store
from sim.experiment.output import INCOMPLETE
from tests.experiment.batch import fakes


def test_an_outcome_comes_back(tmp_path: Path) -> None:
    outcome = Outcome(
        {Key("a", "happened"): math.nan, Key("b", "reported", "g", "community:x", "2024-01"): 0.1 + 0.2},
        {"s": ([1], [2, 3])}, 1.5,
    )  # fmt: skip
    first, second = fakes.jobs(2)
    with Store(tmp_path) as store:
        store.keep(first, outcome)
        store.keep(first, outcome)
        store.fail(second, "why")
        store.plan([({"x": 1}, [first, second], None)])
    with Store(tmp_path) as store:
        again = store.outcome(first.key)
        assert again is not None and list(again.values) == list(outcome.values)
        assert math.isnan(again.values[Key("a", "happened")])
        assert again.values[Key("b", "reported", "g", "community:x", "2024-01")] == 0.1 + 0.2
        assert (again.cells, again.seconds) == (outcome.cells, 1.5)
        assert store.outcome(second.key) is None and store.error(second.key) == "why"
        assert store.done() == {first.key} and store.counts() == {"done": 1, "failed": 1}
        runs = store.runs()
        assert list(runs["status"]) == ["done", "failed"] and list(runs["x"]) == [1, 1]
        store.keep(second, outcome)
        assert store.counts() == {"done": 2, "failed": 0}


def test_what_is_no_store_is_refused(tmp_path: Path) -> None:
    (tmp_path / FILE).write_text("mine", encoding="utf-8")
    with pytest.raises(UserError, match="cannot be used"):
        Store(tmp_path)
    assert (tmp_path / FILE).read_text(encoding="utf-8") == "mine"


def test_a_folder_is_of_one_work(tmp_path: Path) -> None:
    out = tmp_path / "out"
    with BatchFolder(out, {"kind": "a"}) as folder:
        assert (out / INCOMPLETE).exists()
        folder.finish({"n": 1})
    assert not (out / INCOMPLETE).exists()
    with BatchFolder(out, {"kind": "a"}):
        pass
    for record, resume, said in (
        ({"kind": "b"}, None, "something else"), ({"kind": "a"}, False, "--resume"),
    ):  # fmt: skip
        with pytest.raises(UserError, match=said), BatchFolder(out, record, resume=resume):
            pass
    with pytest.raises(KeyboardInterrupt), BatchFolder(out, {"kind": "a"}):
        raise KeyboardInterrupt
    assert (out / INCOMPLETE).exists()
    (tmp_path / "file").write_text("mine", encoding="utf-8")
    with pytest.raises(UserError, match="not a folder"), BatchFolder(tmp_path / "file", {}):
        pass
    with pytest.raises(UserError, match="something else"), BatchFolder(tmp_path, {}):
        pass
