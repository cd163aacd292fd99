"""The board that ships agrees with the mapping, and its verdicts with its numbers."""

from __future__ import annotations

import pytest

from sim.calibration.board_effects import load_effects
from sim.calibration.board_read import load_board
from sim.calibration.board_table import FILE, read_table
from sim.calibration.board_verdict import NOT, Effect, verdict_of
from sim.calibration.folder import calibration_folder

pytestmark = pytest.mark.skipif(not (calibration_folder() / FILE).is_file(), reason="no board ships")


def test_it_has_every_published_effect() -> None:
    table, board = read_table(), load_board()
    assert table["id"].tolist() == list(load_effects())
    mapped = [row.pair.id if row.pair else "" for row in board.rows]
    assert table["pair"].tolist() == mapped
    assert (table["verdict"] != NOT).sum() >= 25


def test_its_verdicts_follow_from_its_numbers() -> None:
    board = {row.published.id: row for row in load_board().rows}
    table = read_table()
    for cells in table[table["verdict"] != NOT].to_dict("records"):
        row = board[cells["id"]]
        assert row.measure is not None
        numbers = [float(cells[key]) for key in ("effect", "low", "high", "mean_low", "mean_high")]
        effect = Effect(*numbers, row.measure.neutral)
        assert verdict_of(row.published, effect, row.margin) == cells["verdict"], cells["id"]
        assert ("yes" if effect.clear else "no") == cells["clear"], cells["id"]
