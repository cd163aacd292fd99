"""The shipped mapping, faults of a mapping, and a real pair from runs to verdict."""

from __future__ import annotations

import math
from pathlib import Path

import pytest

from sim.calibration.board_effects import Published, load_effects
from sim.calibration.board_mapping import Board
from sim.calibration.board_read import load_board
from sim.calibration.board_table import board_table, counts, read_table, to_csv
from sim.calibration.board_verdict import NOT
from sim.errors import Text
from sim.experiment.batch.runner import run_missing
from sim.experiment.batch.store import Store
from sim.problems import ScenarioErrors
from tests.calibration.engines import Here

NAN = math.nan
PAIR = """\
replicates: 2
sample: 0.03
pairs:
  drugs:
    label: {zh: 降价, en: cheaper drugs}
    base: beidaihe-2024-baseline
    until: 2024-01-31
    levers: {governance.joint_procurement: {set: {discount: 0.2}}}
"""
ROWS = """\
rows:
  X1: {pair: drugs, of: visit_cost, as: percent}
  X2: {not_comparable: {zh: 没有, en: there is none}}
  X3: {pair: drugs, of: [{indicator: visits}, {indicator: discharges, times: 2}], as: percent, margin: 5}
"""


def effect(id_: str, finding: str = "effect", value: float = NAN) -> Published:
    return Published(id_, Text(id_, id_), "", "", finding, value, NAN, NAN, "%", "B", "", "")


EFFECTS = {"X1": effect("X1", value=-8.0), "X2": effect("X2", value=1.0), "X3": effect("X3", "null")}


@pytest.fixture(scope="module")
def shipped() -> Board:
    return load_board()


def test_every_published_effect_is_answered_or_told_why_not(shipped: Board) -> None:
    assert [row.published.id for row in shipped.rows] == list(load_effects())
    assert sum(row.pair is not None for row in shipped.rows) >= 25
    for row in shipped.rows:
        if row.pair is None:
            assert len(row.note.en) > 20 and len(row.note.zh) > 8, row.published.id


def test_sides_of_one_place_are_run_once(shipped: Board) -> None:
    jobs = shipped.jobs(2)
    assert len({job.key for job in jobs}) < len(jobs)
    for pair in shipped.pairs():
        assert pair.without.hash != pair.having.hash
        assert (pair.without.counties, pair.without.until) == (pair.having.counties, pair.having.until)


def test_contradictory_studies_stay(shipped: Board) -> None:
    """Outpatient volume of county hospitals rose in one study of consortia and fell in another."""
    by_id = {row.published.id: row for row in shipped.rows}
    rose, fell = by_id["EF021"], by_id["EF045"]
    assert rose.pair is not None and fell.pair is not None
    assert rose.published.value > 0 > fell.published.value


def written(folder: Path, text: str) -> Path:
    file = folder / "board.yaml"
    file.write_text(text, encoding="utf-8")
    return file


@pytest.mark.parametrize(
    ("rows", "line", "says"),
    [
        ("rows:\n  X2: {not_comparable: {zh: 无, en: none}}\n", 10, "rows.X1: is missing"),
        (ROWS.replace("visit_cost", "visit_costs"), 10, "did you mean 'visit_cost'"),
        (ROWS.replace("pair: drugs, of: visit", "pair: drug, of: visit"), 10, "no pair is called 'drug'"),
        (ROWS.replace(", margin: 5", ""), 12, "a study that found no effect needs one"),
        (ROWS.replace("as: percent}", "as: miles}"), 10, "write one of percent"),
        (ROWS.replace("X2", "X9"), 11, "is no published effect"),
    ],
)
def test_faults_are_told_with_their_line(tmp_path: Path, rows: str, line: int, says: str) -> None:
    with pytest.raises(ScenarioErrors) as error:
        load_board(written(tmp_path, PAIR + rows), EFFECTS)
    told = [problem.text.en for problem in error.value.problems]
    assert any(says in one and f":{line}:" in one for one in told), told


def test_a_lever_that_lacks_what_it_needs_is_a_fault(tmp_path: Path) -> None:
    text = PAIR.replace("governance.joint_procurement: {set: {discount: 0.2}}", "pay_provider.risk_share: on")
    with pytest.raises(ScenarioErrors, match="global_budget"):
        load_board(written(tmp_path, text + ROWS), EFFECTS)


def test_a_real_pair_from_runs_to_verdict(tmp_path: Path) -> None:
    board = load_board(written(tmp_path, PAIR + ROWS), EFFECTS)
    with Store(tmp_path) as store:
        run_missing(store, board.jobs(2), Here())
        table = board_table(board, store, 2)
    cheaper, without, volume = (row for _, row in table.iterrows())
    # Drugs are about half of a visit's bill, a fifth cheaper.
    assert -20 < cheaper["effect"] < -3
    assert cheaper["low"] < cheaper["effect"] < cheaper["high"]
    assert without["verdict"] == NOT and without["note_en"] == "there is none"
    assert volume["verdict"] == "inside"
    assert sum(every for every, _ in counts(table).values()) == 3
    (tmp_path / "board.csv").write_text(to_csv(table), encoding="utf-8")
    again = read_table(tmp_path / "board.csv")
    assert again["verdict"].tolist() == table["verdict"].tolist()
