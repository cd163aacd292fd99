"""Where the time of a day goes: each step of `CountyModel.step`, timed."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import wraps
from importlib.util import find_spec
from inspect import isfunction
from typing import TYPE_CHECKING, Any

from sim import model as module
from sim.day.clock import Clock
from sim.errors import Text
from sim.experiment.bench import in_fresh_process
from sim.experiment.bench_tables import new_table
from sim.experiment.contenders import YEAR, prepare_model
from sim.model import CountyModel

if TYPE_CHECKING:
    from rich.table import Table

WHAT = {
    "_turn_calendar": Text("calendar: new values, New Year, who is home", "日历：新取值、新年、谁在家"),
    "discharge": Text("stays end", "出院"),
    "follow_up": Text("teams follow up whom they manage", "团队随访"),
    "arise": Text("needs arise and come up again", "患病与再次求医"),
    "use_supply": Text("needs met by drugs at home", "长期处方满足的需要"),
    "choose_anew": Text("who finds a place closed chooses anew", "所去机构停诊者另行选择"),
    "go": Text("people choose", "就医选择"),
    "attend": Text("clinics and emergencies", "门诊与急诊"),
    "home_visits": Text("visits at home", "上门服务"),
    "treat": Text("facilities treat", "诊治"),
    "refer": Text("referral", "转诊"),
    "write_bills": Text("bills of visits", "门诊费用结算"),
    "admit": Text("beds", "收治住院"),
    "turn_away": Text("those turned away", "号满者"),
    "resolve_visits": Text("outcomes of visits", "就诊结果"),
    "resolve_home": Text("outcomes at home", "居家结果"),
    "learn": Text("villages learn", "口碑"),
    "count_day": Text("the day is counted, by group too", "统计当日（含分人群）"),
    "_close_day": Text("books are checked, the day is told", "核对账目、汇总当日"),
}


@dataclass(frozen=True)
class StepCost:
    """CPU milliseconds that a step takes in a day, and its share of all steps."""

    step: str
    milliseconds: float
    share: float


def time_by_step(residents: int, days: int = YEAR) -> list[StepCost]:
    """Time every step of the day, in the order of the day.

    Parameters
    ----------
    residents : int
    days : int
        Days timed after the warm-up, up to a year; New Year and Spring Festival come first.

    Returns
    -------
    list of StepCost
        Of the compiled kernel where Numba is installed.
    """
    return in_fresh_process(_time, residents, days)


def _time(residents: int, days: int) -> list[StepCost]:
    model = prepare_model(residents, "numba" if find_spec("numba") else "numpy")
    spent = dict.fromkeys(steps(), 0.0)

    def timed(name: str, step: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(step)
        def call(*arguments: Any) -> Any:
            began = time.process_time()
            result = step(*arguments)
            spent[name] += time.process_time() - began
            return result

        return call

    for name in spent:
        owner: Any = model if hasattr(model, name) else module
        setattr(owner, name, timed(name, getattr(owner, name)))
    for _ in range(days):
        model.step()
    total = sum(spent.values())
    return [
        StepCost(name, 1000 * seconds / days, seconds / total) for name, seconds in spent.items() if seconds
    ]


def steps(method: Callable[..., None] = CountyModel.step) -> list[str]:
    """Names of the steps of the model that a method may call, in order, read from its code.

    A step is a method of the model or a function that its module takes from the day.
    """
    return [name for name in method.__code__.co_names if _is_step(name)]


def _is_step(name: str) -> bool:
    step = getattr(CountyModel, name, None) or getattr(module, name, None)
    if not isfunction(step) or step.__module__ == Clock.__module__:  # sums with dates
        return False
    return step.__module__.startswith(("sim.day", CountyModel.__module__))


def step_table(costs: Sequence[StepCost], residents: int, language: str) -> Table:
    """Table of where the time goes."""
    titles = [Text("Step", "步骤"), Text("ms a day", "毫秒/天"), Text("Share", "占比")]
    title = Text(f"Where the time goes, {residents:,} residents", f"时间去向，{residents:,} 人")
    table = new_table(title, titles, language, text_column=0)
    for each in costs:
        what = WHAT.get(each.step, Text(each.step, each.step)).say(language)
        table.add_row(what, f"{each.milliseconds:.2f}", f"{100 * each.share:.1f} %")
    total = sum(each.milliseconds for each in costs)
    table.add_row(Text("a day", "合计").say(language), f"{total:.2f}", "100.0 %")
    return table
