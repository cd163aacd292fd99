"""What is wrong with one use of a lever: its days, its values, and whom it is narrowed to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from sim.declare import Parameter
from sim.errors import Text
from sim.policy.lever import Lever
from sim.policy.use import LeverUse
from sim.problems import Problem
from sim.reading import ALWAYS

_SCOPE_ZH = {"people": "人群", "places": "地点", "facilities": "机构"}

MOST_RAMP = 3660
"""Days of the longest way to full effect: ten years."""


def faults_alone(use: LeverUse, lever: Lever, parameters: Mapping[str, Parameter]) -> Iterator[Problem]:
    """Yield what is wrong with one use: its days, its values, and whom it is narrowed to."""
    if use.ramp_days > MOST_RAMP:
        yield problem(
            use, "ramp", Text(f"{use.ramp_days:,} days is no ramp", f"逐步到位天数 {use.ramp_days:,} 过大"),
            Text(f"at most {MOST_RAMP:,} days", f"最多 {MOST_RAMP:,} 天"),
        )  # fmt: skip
    elif use.end and use.start > use.end:
        yield problem(
            use, "end", Text(f"the end {use.end} comes before the start {use.start}",
                             f"结束日 {use.end} 早于起始日 {use.start}"),
            Text("end is the last day in force", "end 为生效的最后一天"),
        )  # fmt: skip
    elif use.ramp_days and use.start == ALWAYS:
        yield problem(
            use, "ramp", Text("there is no start to count from", "没有起始日，无从计算"),
            Text("give start as well", "请同时写 start"),
        )  # fmt: skip
    elif use.ramp_days and use.end and use.full_from > use.end:
        most = (use.end - use.start).days
        yield problem(
            use, "ramp",
            Text(f"full effect on {use.full_from} would come after the end {use.end}",
                 f"完全生效日 {use.full_from} 晚于结束日 {use.end}"),
            Text(f"at most {most} days", f"最多 {most} 天"),
        )  # fmt: skip
    for path, value in use.settings:
        parameter = parameters[path]
        fault = parameter.fault(value)
        if fault and path in use.given:
            yield problem(use, f"set.{path}", fault, parameter.right)
    yield from _scope_faults(use, lever, parameters)


def _scope_faults(use: LeverUse, lever: Lever, parameters: Mapping[str, Parameter]) -> Iterator[Problem]:
    allowed_en = ", ".join(lever.reaches) or "the whole county only"
    allowed_zh = "、".join(_SCOPE_ZH[one] for one in lever.reaches) or "只能全县统一"
    right = Text(f"it can be narrowed to: {allowed_en}", f"可限定的范围：{allowed_zh}")
    for key, used, scope in (
        ("where", use.where.has_places, "places"),
        ("where", bool(use.where.facilities), "facilities"),
        ("who", bool(use.who), "people"),
    ):
        if used and scope not in lever.reaches:
            wrong = Text(
                f"{lever.id} cannot be narrowed to some {scope}",
                f"{lever.id} 不能限定到部分{_SCOPE_ZH[scope]}",
            )
            yield problem(use, key, wrong, right)
    if use.who and use.where.facilities and not use.where.has_places:
        yield problem(
            use, "who", Text("facilities named alone reach no people", "只列机构时不涉及任何人群"),
            Text("name places as well, or leave out who", "请同时写地点，或删去 who"),
        )  # fmt: skip
    if use.rolls_out(parameters) and "places" not in lever.reaches:
        yield problem(
            use, "ramp",
            Text(f"{lever.id} is a switch for the whole county and has no half-way",
                 f"{lever.id} 是全县统一的开关，没有中间状态"),
            Text("leave out ramp", "请删去 ramp"),
        )  # fmt: skip


def problem(use: LeverUse, key: str, wrong: Text, right: Text, guess: str = "") -> Problem:
    """Return a problem at a part of a use, or at the use when that part was not written."""
    spot = use.spot
    base = spot.place or use.lever
    part = f"{base}.{key}" if key else base
    return Problem(spot.file, spot.lines.get(key, spot.line), part, wrong, right, guess)
