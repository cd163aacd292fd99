"""What is wrong with the files of a scenario as they say it together, before anything is made of them."""

from __future__ import annotations

from datetime import timedelta

from sim.declare import Parameter
from sim.errors import Text
from sim.problems import nearest
from sim.scenario.layer import Layer
from sim.scenario.timeline import calendar_fault, start_fault


def fault_unknown(layer: Layer, line: int, place: str, path: str, declared: dict[str, Parameter]) -> None:
    """Note that no parameter has this name."""
    family = path.partition(".")[0]
    layer.fault(
        line, place, Text("no parameter has this name", "没有这个参数"),
        Text(
            f"the names stand in scenarios/parameters/ (family {family!r})"
            if any(one.startswith(f"{family}.") for one in declared)
            else "the names stand in scenarios/parameters/",
            "参数名见 scenarios/parameters/",
        ),
        nearest(path, declared),
    )  # fmt: skip


def check_settings(layer: Layer, declared: dict[str, Parameter]) -> None:
    """Note numbers that are not declared, and values that are not right for them."""
    unknown: set[str] = set()
    for setting in layer.settings:
        parameter = declared.get(setting.path)
        if parameter is None:
            if setting.path not in unknown:
                place = f"overrides.{setting.path}"
                fault_unknown(layer, layer.lines[place], place, setting.path, declared)
            unknown.add(setting.path)
            continue
        fault = parameter.fault(setting.value)
        if setting.boolean and parameter.unit != "switch":
            fault = Text("is true or false", "是真假值（true/false）")
        if fault:
            layer.fault(setting.line, setting.place, fault, parameter.right)


def check_dates(layers: list[Layer]) -> None:
    """Note a first counted day inside a month, and a last day before it."""
    start = next((layer.start for layer in layers if layer.start), None)
    until = next((layer.until for layer in layers if layer.until), None)
    if start and start.day != 1:
        layer = next(one for one in layers if "start" in one.lines)
        layer.fault(
            layer.lines["start"], "start",
            Text(f"the first counted day {start} is inside a month", f"起始日 {start} 不在月初"),
            Text(f"write {start.replace(day=1)}: indicators are by whole months",
                 f"写作 {start.replace(day=1)}：指标按整月统计"),
        )  # fmt: skip
    if start and until and until < start:
        layer, key = next((one, key) for one in layers for key in ("until", "start") if key in one.lines)
        layer.fault(
            layer.lines[key], key,
            Text(f"the last day {until} comes before the first counted day {start}",
                 f"最后一天 {until} 早于起始日 {start}"),
            Text("until must be start or later", "until 不得早于 start"),
        )  # fmt: skip


def check_begin(layers: list[Layer], declared: dict[str, Parameter]) -> None:
    """Note days without a holiday calendar, and later days for what holds from the start only."""
    start = next((layer.start for layer in layers if layer.start), None)
    until = next((layer.until for layer in layers if layer.until), None)
    if start is None or until is None:
        return
    warm_up = declared["run.warmup_days"]
    days = next(
        (
            one.value
            for layer in layers
            for one in sorted(layer.settings, key=lambda one: one.day, reverse=True)
            if one.path == warm_up.path and one.day <= start and warm_up.fault(one.value) is None
        ),
        warm_up.value,
    )
    begin = start - timedelta(days=int(days))
    fault = calendar_fault(begin, until)
    if fault:
        key = "start" if calendar_fault(begin, begin) else "until"
        layer = next(one for one in layers if key in one.lines)
        layer.fault(
            layer.lines[key], key, fault,
            Text("choose days within these years", "请选这些年份之内的日期"),
        )  # fmt: skip
    for layer in layers:
        for one in layer.settings:
            late = start_fault(one.path, one.day, begin)
            if late and one.path in declared:
                layer.fault(one.line, one.place, Text(f"begins on {one.day}", f"自 {one.day} 起"), late)


def check_whole(layers: list[Layer]) -> None:
    """Note what no layer says, where the chain of bases was read to its end."""
    root = layers[-1]
    if "base" in root.lines or not root.readable:
        return
    for key in ("title", "summary", "counties", "start", "until"):
        if not any(key in layer.lines for layer in layers):
            root.fault(
                0, key, Text("is missing", "缺失"),
                Text("a scenario without a base must give it", "没有 base 的方案必须给出"),
            )  # fmt: skip
