"""What differs from the baseline, an indicator a row, each in its own unit and on its own scale."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sim.errors import Text
from sim.experiment.comparison import words
from sim.experiment.comparison.select import Row
from sim.ui.charts.common import (
    SIZE,
    VERDICT_COLOURS,
    VERDICT_SIGNS,
    WIDTHS,
    Option,
    beside,
    columns,
    frame,
    legend,
    look,
    value_axis,
    zero_line,
)
from sim.ui.charts.whisker import Whisker, side_text, whiskers

LEFT, TOP, BOTTOM = 300, 34, 10  # px
VERDICT = {"zh": 130, "en": 205}
"""Room for the words of a verdict, px."""
BETWEEN = 0.5
"""Room between two indicators, in rows."""
HEAD = 1.1
"""Where the heads of the columns stand above the first row, in rows."""
NOTE = Text(
    "Each row has its own unit and scale: see whether a line crosses zero. Hollow and dashed: cannot be told "
    "apart from the baseline.",
    "各行单位与刻度不同，请看线段是否跨过零线；空心虚线表示与基准无法区分。",
)


def differences(
    rows: Sequence[Row], base: str, titles: Mapping[str, str], language: str, size: int = SIZE
) -> Option:
    """Draw means and intervals of differences with the numbers and verdicts beside them.

    In large letters the numbers of the intervals are left to the whiskers: there is no room for both.

    Parameters
    ----------
    rows : sequence of dict
        Of `sim.experiment.comparison.select.board`.
    base : str
        Title of the baseline.
    titles : mapping of str to str
        Titles of the scenarios, without the baseline, by name and in order.
    language : str
    size : int
        Letters, px.
    """
    places = _places(rows)
    scales = _scales(rows)
    option = frame(_described(rows, titles, language), size)
    deep = places[-1] + 0.6 if places else 1
    row_height = 1.75 * size
    option["grid"] = {
        "left": LEFT * size / SIZE, "right": (_before_verdicts(size) + VERDICT[language]) * size / SIZE,
        "top": TOP,
        "height": int(row_height * (deep + HEAD + 0.5)), "bottom": BOTTOM,
    }  # fmt: skip
    option["xAxis"] = value_axis("", size, min=-1.05, max=1.05, show=False)
    option["yAxis"] = value_axis("", size, min=-HEAD - 0.5, max=deep, inverse=True, show=False)
    option["tooltip"] = {"trigger": "item", "confine": True}
    option["legend"] = legend(list(titles.values()), size)
    for name, title in titles.items():
        marks = [
            _mark(row, place, scales[row["indicator"]], title, language)
            for row, place in zip(rows, places, strict=True)
            if row["scenario"] == name
        ]
        option["series"] += whiskers(title, *look(titles, name), marks)
    option["series"][0]["markLine"] = zero_line()
    option["series"] += _texts(rows, base, places, language, size)
    return option


def _before_verdicts(size: int) -> int:
    """Room for the numbers, px in letters of the usual size."""
    return sum(width for name, width in WIDTHS.items() if name != "i" or size <= SIZE)


def _places(rows: Sequence[Row]) -> list[float]:
    """Where each row stands: one below the other, with some room between indicators."""
    found: list[float] = []
    for before, row in zip([None, *rows], rows, strict=False):
        step = 1.0 if before is not None and before["indicator"] == row["indicator"] else 1 + BETWEEN
        found.append(found[-1] + step if found else 0.0)
    return found


def _scales(rows: Sequence[Row]) -> dict[str, float]:
    """Largest distance from zero that each indicator shows."""
    found: dict[str, float] = {}
    for row in rows:
        ends = [abs(row[name]) for name in ("low", "high", "difference") if row[name] == row[name]]
        found[row["indicator"]] = max(found.get(row["indicator"], 0.0), *ends)
    return {name: one or 1.0 for name, one in found.items()}


def _mark(row: Row, place: float, scale: float, title: str, language: str) -> Whisker:
    middle, low, high = (row[name] / scale for name in ("difference", "low", "high"))
    return Whisker(middle, low, high, place, row["verdict"] != "unclear", (title, *told(row, language)))


def told(row: Row, language: str) -> tuple[str, ...]:
    """Lines on one row: indicator, from what to what, difference, interval, verdict."""
    apart = words.unit_of(row["unit"], difference=True).say(language)
    before, after = (words.level(row[one], row["unit"]).say(language) for one in ("before", "after"))
    moved, interval = words.change_and_interval(row)
    change = f"{moved} {apart}"
    verdict = _verdict(row, language)
    return (
        f"{words.labels()[row['indicator']].say(language)}",
        f"{before} → {after}",
        Text(f"{change} ({interval})", f"{change}（{interval}）").say(language),
        *([verdict] if verdict else []),
    )


def _verdict(row: Row, language: str) -> str:
    said = words.VERDICTS[row["verdict"]].say(language)
    needed = words.more(row["more_replicates"]).say(language)
    open_, close = Text(" (", "（").say(language), Text(")", "）").say(language)
    return f"{said}{open_}{needed}{close}" if needed else said


def _texts(rows: Sequence[Row], base: str, places: Sequence[float], language: str, size: int) -> list[Option]:
    """Names of the indicators at the left; numbers and verdicts at the right."""
    against = Text("Baseline: ", "基准：").say(language)
    names, verdicts = [(-HEAD, against + base)], []
    numbers = [(-HEAD, Text("{b|Baseline}{d|Difference}", "{b|基准}{d|差异}").say(language))]
    if size <= SIZE:
        numbers = [(-HEAD, numbers[0][1] + Text("{i|95 % interval}", "{i|95% 区间}").say(language))]
    for before, row, place in zip([None, *rows], rows, places, strict=False):
        level = ""
        if before is None or before["indicator"] != row["indicator"]:
            label = words.labels()[row["indicator"]]
            names.append((place, words.with_unit(label, row["unit"], difference=True).say(language)))
            level = words.value(row["before"], row["unit"])
            if row["unit"] == "share":
                level = words.level(row["before"], row["unit"]).say(language)
        change, interval = words.change_and_interval(row)
        numbers.append((place, f"{{b|{level}}}{{d|{change}}}" + f"{{i|{interval}}}" * (size <= SIZE)))
        verdicts.append(
            (place, f"{{{row['verdict'] or 'none'}|{VERDICT_SIGNS[row['verdict']]} "
                    f"{words.VERDICTS[row['verdict']].say(language)}}}")
        )  # fmt: skip
    padding = [0, 0, 0, (_before_verdicts(size) + 15) * size / SIZE]
    rich = columns(size) | {
        verdict or "none": {
            "fontSize": size, "color": colour, "padding": padding,
            "fontWeight": "normal" if verdict in ("", "unclear") else "bold",
        }
        for verdict, colour in VERDICT_COLOURS.items()
    }  # fmt: skip
    return [
        side_text("names", -1.05, names, "left", beside(LEFT - 20, size)),
        side_text("numbers", 1.05, numbers, "right", {"rich": rich}),
        side_text("verdicts", 1.05, verdicts, "right", {"rich": rich}),
    ]


def _described(rows: Sequence[Row], titles: Mapping[str, str], language: str) -> str:
    """Every row as a sentence."""
    head = Text("Differences from the baseline. ", "与基准的差异。").say(language)
    joint = Text(", ", "，").say(language)
    parts = [joint.join((titles[row["scenario"]], *told(row, language))) for row in rows]
    return head + Text("; ", "；").say(language).join(parts)
