"""What is wrong with the uses of levers in a scenario on its map, and with each other."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta

from sim.errors import Text
from sim.policy.alone import problem
from sim.policy.groups import may_meet
from sim.policy.lever import Lever
from sim.policy.reach import Places, Unplaced, codes_of
from sim.policy.use import KINDS, LeverUse, Spot
from sim.problems import Problem


def faults_of_names(use: LeverUse, lever: Lever, places: Places) -> Iterator[Problem]:
    """Yield what is wrong with the places and facilities named."""
    for kind in KINDS:
        for name in getattr(use.where, kind):
            key = f"where.{kind}.{name}"
            try:
                code = places.code(kind, name)
            except Unplaced as error:
                yield problem(use, key, error.wrong, error.right, error.guess)
                continue
            if kind == "facilities" and places.is_outside(code) and lever.changed_by == "county":
                yield problem(
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
        for need, least in _needs(levers[use.lever]):
            having = [one for one in uses if one.lever == need]
            enough = [one for one in having if least is None or _value(one, levers) >= least]
            gap = _gap(use, enough, begin, until, places)
            if gap is not None and len(enough) == len(having):
                yield _missing(use, need, gap, begin, removed)
            elif gap is not None and least is not None:
                yield _too_little(use, next(one for one in having if one not in enough), least, levers)
            elif least is not None:
                for one in having:
                    if one.scoped and one not in enough and _meet(one, use, places):
                        yield _too_little(use, one, least, levers)
    for i, later in enumerate(uses):
        for earlier in uses[:i]:
            if not _meet(later, earlier, places):
                continue
            first, second = sorted((earlier, later), key=lambda one: one.line)
            yield from _contradictions(first, second, levers)


def _needs(lever: Lever) -> list[tuple[str, float | None]]:
    """Levers that must be in force, each with what its number must be at least."""
    return [(need, lever.least.get(need)) for need in lever.needs]


def _value(use: LeverUse, levers: Mapping[str, Lever]) -> float:
    """Value of the one number that a use of a lever with a least value sets."""
    (path,) = levers[use.lever].dials
    return dict(use.settings)[path]


def _meet(one: LeverUse, other: LeverUse, places: Places | None) -> bool:
    """Whether two uses meet in time, group and place."""
    if not (one.meets(other) and may_meet(one.who, other.who)):
        return False
    return not places or places.reach(one).meets_places(places.reach(other))


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
    return problem(
        use, "", Text(f"needs {need}, which is not in force{since_en or ' at all'}",
                      f"以 {need} 为前提，而它没有生效{since_zh}"),
        Text(f"add {need}, for at least the same days, places and groups",
             f"请加上 {need}，日期、地点和人群至少相同"),
    )  # fmt: skip


def _too_little(use: LeverUse, weak: LeverUse, least: float, levers: Mapping[str, Lever]) -> Problem:
    """Tell that a needed lever is in force with too small a number."""
    (path,) = levers[weak.lever].dials
    line, given = _line(weak, use), _value(weak, levers)
    return problem(
        use, "",
        Text(f"needs {weak.lever} with {path} of at least {least:g}, and it is {given:g}{line.en}",
             f"要求 {weak.lever} 的 {path} 不低于 {least:g}，而现在是 {given:g}{line.zh}"),
        Text(f"set {path} to {least:g} or more for at least the same days, places and groups",
             f"请在至少相同的日期、地点和人群上将 {path} 设为不低于 {least:g}"),
    )  # fmt: skip


def _contradictions(first: LeverUse, second: LeverUse, levers: Mapping[str, Lever]) -> Iterator[Problem]:
    """Yield why two uses that meet in time, place and group cannot both hold; told at the second."""
    if first.lever in levers[second.lever].excludes or second.lever in levers[first.lever].excludes:
        yield problem(
            second, "", Text(f"contradicts {first.lever}{_line(first, second).en}",
                             f"与 {first.lever}{_line(first, second).zh} 相互排斥"),
            Text("keep one of them, or separate them in time or place", "只保留其一，或在时间、地点上错开"),
        )  # fmt: skip
        return
    if first.scoped != second.scoped:
        return
    others = dict(first.settings)
    for path, value in second.settings:
        if others.get(path, value) != value:
            yield problem(
                second, f"set.{path}",
                Text(f"sets {path} to {value:g}, but {first.lever}{_line(first, second).en} sets it to "
                     f"{others[path]:g} on the same days for the same people or facilities",
                     f"将 {path} 设为 {value:g}，但 {first.lever}{_line(first, second).zh}"
                     f"在相同日期、对相同对象设为 {others[path]:g}"),
                Text("separate them in time, place or group", "请在时间、地点或人群上错开"),
            )  # fmt: skip


def _line(use: LeverUse, told_at: LeverUse) -> Text:
    """Where a use stands, for a fault that is told at another one."""
    if not use.line:
        return Text("", "")
    file = f"{use.file}:" if use.file != told_at.file else ""
    return Text(
        f" ({file or 'line '}{use.line})", f"（{file}{use.line}）" if file else f"（第 {use.line} 行）"
    )
