"""What is wrong with the uses of levers in a scenario: each alone, and with each other."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta

from sim.declare import Parameter
from sim.errors import Text
from sim.policy.groups import may_meet
from sim.policy.lever import Lever
from sim.policy.reach import Places, Unplaced, codes_of
from sim.policy.use import KINDS, LeverUse, Spot
from sim.problems import Problem
from sim.reading import ALWAYS


def faults_alone(use: LeverUse, lever: Lever, parameters: Mapping[str, Parameter]) -> Iterator[Problem]:
    """Yield what is wrong with one use: its days, its values, and whom it is narrowed to."""
    if use.end and use.start > use.end:
        yield _problem(
            use, "end", Text(f"the end {use.end} comes before the start {use.start}",
                             f"结束日 {use.end} 早于起始日 {use.start}"),
            Text("end is the last day in force", "end 为生效的最后一天"),
        )  # fmt: skip
    elif use.ramp_days and use.start == ALWAYS:
        yield _problem(
            use, "ramp", Text("there is no start to count from", "没有起始日，无从计算"),
            Text("give start as well", "请同时写 start"),
        )  # fmt: skip
    elif use.ramp_days and use.end and use.full_from > use.end:
        most = (use.end - use.start).days
        yield _problem(
            use, "ramp",
            Text(f"full effect on {use.full_from} would come after the end {use.end}",
                 f"完全生效日 {use.full_from} 晚于结束日 {use.end}"),
            Text(f"at most {most} days", f"最多 {most} 天"),
        )  # fmt: skip
    for path, value in use.settings:
        parameter = parameters[path]
        fault = parameter.fault(value)
        if fault and path in use.given:
            whole = Text("a whole number", "整数") if parameter.is_integer else Text("a number", "数字")
            span = f"{parameter.low:g}–{parameter.high:g}"
            yield _problem(
                use, f"set.{path}", fault,
                Text(f"{whole.en} in {span} ({parameter.unit})", f"{span} 之间的{whole.zh}"),
            )  # fmt: skip
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
            yield _problem(use, key, wrong, right)
    if use.who and use.where.facilities and not use.where.has_places:
        yield _problem(
            use, "who", Text("facilities named alone reach no people", "只列机构时不涉及任何人群"),
            Text("name places as well, or leave out who", "请同时写地点，或删去 who"),
        )  # fmt: skip
    if use.rolls_out(parameters) and "places" not in lever.reaches:
        yield _problem(
            use, "ramp",
            Text(f"{lever.id} is a switch for the whole county and has no half-way",
                 f"{lever.id} 是全县统一的开关，没有中间状态"),
            Text("leave out ramp", "请删去 ramp"),
        )  # fmt: skip


_SCOPE_ZH = {"people": "人群", "places": "地点", "facilities": "机构"}


def faults_of_names(use: LeverUse, lever: Lever, places: Places) -> Iterator[Problem]:
    """Yield what is wrong with the places and facilities named."""
    for kind in KINDS:
        for name in getattr(use.where, kind):
            key = f"where.{kind}.{name}"
            try:
                code = places.code(kind, name)
            except Unplaced as error:
                yield _problem(use, key, error.wrong, error.right, error.guess)
                continue
            if kind == "facilities" and places.is_outside(code) and lever.changed_by == "county":
                yield _problem(
                    use, key,
                    Text(f"{name} stands outside these counties, and {lever.id} is a county's to decide",
                         f"{name} 不在本方案的县域内，而 {lever.id} 由县里决定"),
                    Text("name facilities of these counties", "请写本县域内的机构"),
                )  # fmt: skip


def faults_together(
    uses: Sequence[LeverUse],
    levers: Mapping[str, Lever],
    begin: date,
    until: date,
    places: Places | None,
    removed: Mapping[str, Spot],
) -> Iterator[Problem]:
    """Yield missing prerequisites and contradictions.

    Parameters
    ----------
    uses : sequence of LeverUse
        Without faults of their own, places as codes and ids.
    levers : mapping of str to Lever
    begin, until : date
        First and last simulated day.
    places : Places or None
        None when no use names a place.
    removed : mapping of str to Spot
        Where a lever of a base scenario is switched off.
    """
    for use in uses:
        for need in levers[use.lever].needs:
            gap = _gap(use, [one for one in uses if one.lever == need], begin, until, places)
            if gap is not None:
                yield _missing(use, need, gap, begin, removed)
    for i, later in enumerate(uses):
        for earlier in uses[:i]:
            if not (later.meets(earlier) and may_meet(later.who, earlier.who)):
                continue
            if places and not places.reach(later).meets_places(places.reach(earlier)):
                continue
            first, second = sorted((earlier, later), key=lambda one: one.line)
            yield from _contradictions(first, second, levers)


def _gap(
    use: LeverUse, needed: Sequence[LeverUse], begin: date, until: date, places: Places | None
) -> date | None:
    """First day on which a use is in force without one it needs that reaches as far; None for none."""
    day, last = max(use.start, begin), min(use.end or until, until)
    spans = sorted((one.start, one.end or date.max) for one in needed if _covers(one, use, places))
    for start, end in spans:
        if start <= day <= end:
            if end >= last:
                return None
            day = end + timedelta(days=1)
    return day if day <= last else None


def _covers(wide: LeverUse, narrow: LeverUse, places: Places | None) -> bool:
    if places:
        return places.reach(wide).covers(places.reach(narrow))
    return not bool((codes_of(narrow.who) & ~codes_of(wide.who)).any())


def _missing(use: LeverUse, need: str, gap: date, begin: date, removed: Mapping[str, Spot]) -> Problem:
    since_en, since_zh = ("", "") if gap <= begin else (f" from {gap}", f"（自 {gap} 起）")
    if need in removed:
        spot = removed[need]
        return Problem(
            spot.file, spot.line, spot.place,
            Text(f"is switched off, but {use.lever} needs it{since_en}",
                 f"已关闭，但 {use.lever} 以它为前提{since_zh}"),
            Text(f"switch {use.lever} off as well", f"请同时关闭 {use.lever}"),
        )  # fmt: skip
    return _problem(
        use, "", Text(f"needs {need}, which is not in force{since_en or ' at all'}",
                      f"以 {need} 为前提，而它没有生效{since_zh}"),
        Text(f"add {need}, for at least the same days, places and groups",
             f"请加上 {need}，日期、地点和人群至少相同"),
    )  # fmt: skip


def _contradictions(first: LeverUse, second: LeverUse, levers: Mapping[str, Lever]) -> Iterator[Problem]:
    """Yield why two uses that meet in time, place and group cannot both hold; told at the second."""
    if first.lever in levers[second.lever].excludes or second.lever in levers[first.lever].excludes:
        yield _problem(
            second, "", Text(f"contradicts {first.lever}{_line(first).en}",
                             f"与 {first.lever}{_line(first).zh} 相互排斥"),
            Text("keep one of them, or separate them in time or place", "只保留其一，或在时间、地点上错开"),
        )  # fmt: skip
        return
    if first.scoped != second.scoped:
        return
    others = dict(first.settings)
    for path, value in second.settings:
        if others.get(path, value) != value:
            yield _problem(
                second, f"set.{path}",
                Text(f"sets {path} to {value:g}, but {first.lever}{_line(first).en} sets it to "
                     f"{others[path]:g} on the same days for the same people or facilities",
                     f"将 {path} 设为 {value:g}，但 {first.lever}{_line(first).zh}"
                     f"在相同日期、对相同对象设为 {others[path]:g}"),
                Text("separate them in time, place or group", "请在时间、地点或人群上错开"),
            )  # fmt: skip


def _line(use: LeverUse) -> Text:
    return Text(f" (line {use.line})", f"（第 {use.line} 行）") if use.line else Text("", "")


def _problem(use: LeverUse, key: str, wrong: Text, right: Text, guess: str = "") -> Problem:
    """Return a problem at a part of a use, or at the use when that part was not written."""
    spot = use.spot
    base = spot.place or use.lever
    part = f"{base}.{key}" if key else base
    return Problem(spot.file, spot.lines.get(key, spot.line), part, wrong, right, guess)
