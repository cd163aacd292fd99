"""What went wrong, in words for the screen: never a path or a trace."""

from __future__ import annotations

import logging
import secrets
from dataclasses import replace
from pathlib import PurePath

from sim.errors import Text, UserError
from sim.problems import ScenarioErrors

LOG = logging.getLogger("countycare.office")


def said(error: BaseException) -> Text:
    """Return the sentence of a user's mistake, or one that leads to the server's log by a number."""
    if isinstance(error, ScenarioErrors):
        return ScenarioErrors(replace(one, file=PurePath(one.file).name) for one in error.problems).text
    if isinstance(error, UserError):
        return error.text
    number = f"{secrets.randbelow(10**6):06d}"
    LOG.error("fault %s", number, exc_info=error)
    return Text(
        f"Something went wrong that is not your fault (no. {number}). The server's log tells more under this "
        "number; other work goes on.",
        f"程序内部出错（编号 {number}），并非操作有误。请管理员按此编号查看服务器日志；其他工作不受影响。",
    )
