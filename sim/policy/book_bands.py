"""Bands of a rule book: shares that change at thresholds, for stays and for critical-illness insurance."""

from __future__ import annotations

from collections.abc import Iterator

from sim.document import Branch, Row
from sim.errors import Text
from sim.policy.book_entry import Entry, EntryReader
from sim.reading import ALWAYS

_BANDS = ("bands", "evidence", "source", "note")
_BAND = ("above", "rate", "low", "high")
MOST_BANDS = 3


def band_paths(path: str) -> list[tuple[str, str]]:
    """Parameters of each band's threshold (empty: it begins at 0) and share; none for another path."""
    parts = path.split(".")
    if len(parts) < 3 or parts[0] != "insurance" or parts[1] not in ("residents", "employees"):
        return []
    who = f"insurance.{parts[1]}"
    if parts[2:] == ["critical_bands"]:
        first = (f"{who}.critical_threshold", f"{who}.critical_ratio")
        return [
            first,
            *((f"{who}.critical_band.{k}.above", f"{who}.critical_band.{k}.ratio") for k in (2, 3)),
        ]
    if parts[2] == "inpatient_bands":
        level = ".".join(parts[3:]) or "county"
        if level not in ("village", "township", "county", "city", "far"):
            return []
        more = [
            (f"{who}.inpatient_band.{k}.above.{level}", f"{who}.inpatient_band.{k}.ratio.{level}")
            for k in (2, 3)
        ]
        return [("", f"{who}.inpatient_ratio.{level}"), *more]
    return []


def read_bands(reader: EntryReader, path: str, place: str, node: Branch) -> Iterator[tuple[str, Entry]]:
    """Read a list of ``{above: yuan, rate: share}``: the entries of thresholds and shares of its bands."""
    parts = {key: (value, line) for key, value, line in reader.reading.entries(node, place, _BANDS)}
    targets = band_paths(path)
    evidence, source = reader.grounds(place, node.line, parts)
    rows = parts["bands"][0]
    if not targets or not isinstance(rows, Row) or not 1 <= len(rows.items) <= MOST_BANDS:
        reader.reading.fault(
            node.line, place, Text("is not a list of one to three bands", "不是一至三段的列表"),
            Text("bands of inpatient_bands.<level> or critical_bands: [{above: 0, rate: 0.6}]",
                 "inpatient_bands.<级别> 或 critical_bands 的 bands: [{above: 0, rate: 0.6}]"),
        )  # fmt: skip
        return
    before = -1.0
    for number, (row, (above_path, rate_path)) in enumerate(zip(rows.items, targets, strict=False), 1):
        at = f"{place}.bands.{number}"
        cells = (
            {key: value for key, value, _ in reader.reading.entries(row, at, _BAND)}
            if isinstance(row, Branch)
            else {}
        )
        if not {"above", "rate"} <= set(cells):
            reader.reading.fault(
                row.line, at, Text("lacks above or rate", "缺少 above 或 rate"),
                Text("{above: 20000, rate: 0.6}", "{above: 20000, rate: 0.6}"),
            )  # fmt: skip
            return
        money = reader.declared["insurance.residents.critical_threshold"]
        share = reader.declared["insurance.residents.critical_ratio"]
        above = reader.number(f"{at}.above", cells["above"], money)
        shares = {key: reader.number(f"{at}.{key}", cells[key], share) for key in cells if key != "above"}
        if above is None or None in shares.values() or not evidence or not source:
            return
        if above <= before or (above_path == "" and above != 0):
            reader.reading.fault(
                row.line, at, Text("a bracket goes back", "分段起点倒退"),
                Text("begin at 0 for stays, and each band above the one before it",
                     "住院首段从 0 起，每段起点须高于前一段"),
            )  # fmt: skip
            return
        before, rate = above, shares["rate"] or 0.0
        low, high = shares.get("low", rate) or 0.0, shares.get("high", rate) or 0.0
        spot = reader.reading.file, row.line
        if above_path:
            yield above_path, Entry(((ALWAYS, above),), above, above, evidence, source, "", *spot)
        yield rate_path, Entry(((ALWAYS, rate),), low, high, evidence, source, "", *spot)
    for unused in targets[len(rows.items) :]:  # bands of the base that are no more
        for gone in unused:
            spot = reader.reading.file, node.line
            yield gone, Entry(((ALWAYS, 0.0),), 0.0, 0.0, evidence or "", source or "", "", *spot)
