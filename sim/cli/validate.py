"""`countycare validate`: what the model says of policies whose effects somebody has measured."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import typer

from sim.cli import values
from sim.cli.batch import do_runs, engine_of, results_folder, told_when_interrupted, where_to_run
from sim.cli.screen import Screen
from sim.cli.words import Words

if TYPE_CHECKING:
    import pandas as pd

    from sim.calibration.board_mapping import Board
    from sim.experiment.batch.engine import Engine

MOST = 1000


def register(app: typer.Typer, words: Words) -> None:
    """Add the command."""
    rows = words.option(
        "--rows", "ID,ID", "Only these published effects (ids of calibration/effects.csv).",
        "只验证这些已发表效果（calibration/effects.csv 的编号）。",
    )  # fmt: skip
    replicates = words.option(
        "--replicates", "N", "Random histories of each pair, each with a draw of the uncertain numbers.",
        "每对方案的随机历史次数，每次另抽一组不确定参数。",
    )  # fmt: skip
    out = results_folder(words)
    workers, scheduler = where_to_run(words)
    title = words("Hold the model against published effects of policies.", "用已发表的政策效果检验模型。")

    @app.command("validate", help=title, rich_help_panel=words("Commands", "命令"))
    def validate(
        ctx: typer.Context,
        rows: str | None = rows,
        replicates: str | None = replicates,
        out: str = out,
        workers: str = workers,
        scheduler: str | None = scheduler,
    ) -> None:
        from sim.calibration.board_read import load_board

        board = _chosen(load_board(), rows)
        count = values.whole(replicates or str(board.replicates), "--replicates", 2, MOST)
        _validate(ctx.obj, board, count, Path(out), engine_of(workers, scheduler))


def _chosen(board: Board, rows: str | None) -> Board:
    """Return the board of the rows asked for.

    Raises
    ------
    UserError
        On an id that is none of the published effects.
    """
    from sim.errors import UserError
    from sim.problems import nearest

    ids = tuple(filter(None, (one.strip() for one in (rows or "").split(","))))
    known = [row.published.id for row in board.rows]
    for id_ in ids:
        if id_ not in known:
            guess = nearest(id_, known)
            raise UserError(
                f"no published effect has the id {id_!r}" + (f"; did you mean {guess}?" if guess else ""),
                f"没有编号为“{id_}”的已发表效果" + (f"；是否想写 {guess}？" if guess else ""),
                "--rows",
            )
    return board.chosen(ids)


def _validate(screen: Screen, board: Board, replicates: int, out: Path, engine: Engine) -> None:
    from sim.calibration.board_mapping import identity
    from sim.calibration.board_table import FILE, board_table, to_csv
    from sim.experiment.batch.folder import BatchFolder

    with told_when_interrupted(out), BatchFolder(out, identity()) as folder:
        folder.store.plan(
            ({"pair": pair.id, "side": side}, jobs, None)
            for pair in board.pairs()
            for side, jobs in zip(("without", "with"), pair.sides(replicates), strict=True)
        )
        do_runs(screen, folder, board.jobs(replicates), engine)
        table = board_table(board, folder.store, replicates)
        folder.write(FILE, to_csv(table))
        folder.finish({"replicates": replicates, "rows": len(table)})
    show(screen, board, table)
    screen.line()
    screen.line(screen(f"The board: {out / FILE}", f"验证板：{out / FILE}"))


def show(screen: Screen, board: Board, table: pd.DataFrame) -> None:
    """Print the board and its counts."""
    from rich.table import Table

    from sim.calibration.board_table import HOW_TO_READ, counts, found, number, span
    from sim.calibration.board_verdict import VERDICTS

    shown = Table(box=None, pad_edge=False)
    for head in (screen("effect", "效果"), screen("published", "已发表"), screen("model", "模型"),
                 screen("95 % of replicates", "95% 的重复"), screen("verdict", "结论")):  # fmt: skip
        shown.add_column(head, overflow="fold")
    for row, cells in zip(board.rows, table.to_dict("records"), strict=True):
        one = {str(key): value for key, value in cells.items()}
        verdict = VERDICTS[str(one["verdict"])].say(screen.language)
        unclear = one["clear"] == "no"
        shown.add_row(
            f"{row.published.id} {row.published.name.say(screen.language)}",
            f"{found(one)} {row.published.unit if row.published.finding == 'effect' else ''}".strip(),
            number(float(str(one["effect"]))),
            span(float(str(one["low"])), float(str(one["high"]))),
            verdict + (screen(" (sign not clear)", "（方向不明）") if unclear else ""),
        )
    screen.table(shown)
    screen.line()
    for verdict, (every, clear) in counts(table).items():
        name = VERDICTS[verdict].say(screen.language)
        told = screen(f", {clear} with a clear sign", f"，其中方向明确 {clear}") if clear else ""
        screen.line(screen(f"{name}: {every}{told}", f"{name}：{every}{told}"))
    for text in HOW_TO_READ:
        screen.line(text.say(screen.language))
