"""Whom to follow: an id, or somebody of a kind."""

from __future__ import annotations

from typing import Any

from sim.cli import values
from sim.cli.words import Words
from sim.errors import UserError
from sim.experiment.examples import EXAMPLES


def options(words: Words) -> tuple[Any, Any]:
    """Return the options `--resident` and `--pick`."""
    resident = words.option(
        "--resident",
        "ID",
        "Whom to follow; ids are the county code and seven digits.",
        "跟踪谁；编号为县级代码加七位数字。",
    )
    kinds = ", ".join(EXAMPLES)
    example = words.option("--pick", "KIND", f"Or somebody of a kind: {kinds}.", f"或按类别选人： {kinds}。")
    return resident, example


def read(resident: str | None, example: str | None) -> int | str:
    """Return the id given, or the kind of person to pick.

    Raises
    ------
    UserError
        When neither or both are given, or one is wrong.
    """
    if (resident is None) == (example is None):
        raise UserError(
            "give --resident ID or --pick KIND, one of them", "请给 --resident 编号 或 --pick 类别，二者取一"
        )
    if example is not None:
        return values.one_of(example, "--pick", tuple(EXAMPLES))
    return values.whole(str(resident), "--resident")
