"""From a county's tables to a scenario that every command takes, with a list of what was assumed."""

from __future__ import annotations

import csv
import json
import os
import shutil
import tempfile
from calendar import monthrange
from dataclasses import dataclass
from pathlib import Path

from sim.county import BASE, SCENARIO
from sim.county.assumed import Assumed, Assumption, as_table
from sim.county.check import check_tables, townships
from sim.county.facts import model_county
from sim.county.ground import write_ground
from sim.county.numbers import own_numbers, write_numbers
from sim.county.sums import NINE_MONTHS, YEAR
from sim.county.tables import CountyTables, read_tables
from sim.county.targets import note_lacking, own_targets, write_targets
from sim.county.vocabulary import HOSPITALS
from sim.errors import Text, UserError
from sim.geography.importer import import_geography
from sim.geography.real import file_digest
from sim.problems import ScenarioErrors, shown
from sim.scenario import Scenario, load_scenario

_STAMP = "tables.json"
_SUMS = Text("monthly sums", "月度汇总")
_MADE = "# Made by `countycare county build` from the tables of a county; build again when they change."


@dataclass(frozen=True)
class Built:
    """What was made.

    Attributes
    ----------
    file, data : Path
        The scenario, and the folder that it names.
    scenario : Scenario
    assumed : tuple of Assumption
    """

    file: Path
    data: Path
    scenario: Scenario
    assumed: tuple[Assumption, ...]


def build_county(folder: Path, out: Path | None = None) -> Built:
    """Make the scenario of a county's tables.

    Parameters
    ----------
    folder : Path
        Holds the tables.
    out : Path, optional
        Scenario file; ``scenario.yaml`` in the folder if left out. What it names goes into a folder beside
        it. An earlier scenario made from tables is replaced.

    Returns
    -------
    Built

    Raises
    ------
    ScenarioErrors
        With every problem of the tables.
    UserError
        When something else stands where the scenario should go.
    """
    tables = read_tables(folder)
    if problems := check_tables(tables):
        raise ScenarioErrors(problems)
    file = out or folder / SCENARIO
    data = file.with_name(f"{file.stem}-data")
    _check_free(file, data)
    file.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=file.parent, prefix=".county-") as name:
        part = Path(name)
        assumed = _make(tables, part, file.name, data.name)
        if data.exists():
            shutil.rmtree(data)
        os.replace(part / data.name, data)
        os.replace(part / file.name, file)
    return Built(file, data, load_scenario(file), tuple(assumed.listed))


def stale(folder: Path, file: Path) -> bool:
    """Whether the tables of a folder were changed after the scenario was made from them."""
    stamp = file.with_name(f"{file.stem}-data") / _STAMP
    if not stamp.is_file():
        return False
    known = json.loads(stamp.read_text(encoding="utf-8"))
    return bool(known != {one.name: file_digest(one) for one in read_tables(folder).files})


def _check_free(file: Path, data: Path) -> None:
    made = file.is_file() and file.read_text(encoding="utf-8", errors="replace").startswith(_MADE)
    if (file.exists() and not made) or (data.exists() and not (data / _STAMP).is_file()):
        taken = file if file.exists() and not made else data
        raise UserError(
            "exists and was not made from a county's tables; give another --out",
            "已存在，且不是由县级数据表生成的；请用 --out 另给名称",
            shown(taken),
        )


def _make(tables: CountyTables, part: Path, name: str, data_name: str) -> Assumed:
    """Make scenario and data under a temporary name, and see that they load and have a map."""
    assumed = Assumed()
    base_name = tables.items.text("base") or BASE
    base = load_scenario(base_name)
    model = model_county(base)
    assumed.note(
        Text("illness, habits, choice of place, payment and policies", "疾病、习惯、就医选择、支付与政策"),
        Text(f"those of {base_name}", f"沿用 {base_name}"),
    )
    source, data = part / "source", part / data_name
    source.mkdir()
    data.mkdir()
    codes = write_ground(tables, model, base.base_values(base.begin), source, assumed)
    import_geography(source, data / "geography")
    numbers = own_numbers(tables, base.parameters, assumed)
    extra = []
    if numbers:
        write_numbers(data / "parameters.csv", numbers)
        extra.append(f"parameters: {data_name}/parameters.csv")
    if _communities(tables, codes.county, data / "communities.csv", assumed):
        extra.append(f"communities: {data_name}/communities.csv")
    extra += _days(tables, assumed)
    stamp = {one.name: file_digest(one) for one in tables.files}
    (data / _STAMP).write_text(json.dumps(stamp, indent=1) + "\n", encoding="utf-8")
    file = part / name
    file.write_text(_text(tables, file.stem, base_name, codes.county, data_name, extra), encoding="utf-8")
    scenario = load_scenario(file)
    scenario.map(scenario.base_values(scenario.begin))
    if tables.sheets["monthly"]:
        paths = [one.path for one in numbers]
        note_lacking(own_targets(tables), assumed)
        if not write_targets(tables, scenario, paths, data, f"../{name}"):
            assumed.note(
                _SUMS,
                Text(f"none of {NINE_MONTHS} is whole: not fitted", f"{NINE_MONTHS} 无完整数据：未校准"),
            )
    (data / "assumptions.csv").write_text(as_table(assumed.listed), encoding="utf-8-sig")
    return assumed


def _text(tables: CountyTables, name: str, base: str, code: str, data: str, extra: list[str]) -> str:
    zh = tables.items.text("name_zh")
    en = tables.items.text("name_en") or zh
    lines = [
        _MADE,
        f"# For a policy of your own write another file beside it, with `base: {name}`.",
        f"base: {base}",
        f"title: {{zh: {_quoted(zh)}, en: {_quoted(en)}}}",
        f"summary: {{zh: {_quoted(f'{zh}，按本县数据表；未填内容沿用 {base}。')},",
        f"          en: {_quoted(f'{en} by its own tables; {base} stands in for the rest.')}}}",
        f"counties: [{code}]",
        f"geography: {data}/geography",
        *extra,
    ]
    return "\n".join(lines) + "\n"


def _quoted(text: str) -> str:
    """A text as YAML and JSON quote it."""
    return json.dumps(text, ensure_ascii=False)


def _days(tables: CountyTables, assumed: Assumed) -> list[str]:
    """First and last day where monthly sums are given: their months, and all that a calibration compares."""
    months = sorted(entry.text("month") for entry in tables.sheets["monthly"])
    if not months:
        assumed.note(
            _SUMS,
            Text("none: levels are not fitted to this county", "无：结果水平未按本县校准"),
        )
        return []
    last = max(months[-1], f"{YEAR}-09") if months[0].startswith(str(YEAR)) else months[-1]
    year, month = (int(part) for part in last.split("-"))
    return [f"start: {months[0]}-01", f"until: {last}-{monthrange(year, month)[1]}"]


def _communities(tables: CountyTables, code: str, file: Path, assumed: Assumed) -> bool:
    """Write the table of communities where the tables number any; whoever has no number joins the first."""
    hospitals = [one for one in tables.sheets["facilities"] if one.text("category") in HOSPITALS]
    towns = townships(tables)
    numbers = sorted({one.number("community") or 0.0 for one in [*towns, *hospitals]} - {0.0})
    if not numbers:
        assumed.note(
            Text("medical communities", "医共体"),
            Text(
                "one of all public institutions, led by the general hospital",
                "全县公立机构组成一个，由综合医院牵头",
            ),
        )
        return False
    unnumbered = sum(one.number("community") is None for one in towns)
    assumed.count(
        unnumbered, len(towns), Text("townships without a community", "乡镇未填医共体序号"),
        Text(f"they join community {numbers[0]:g}", f"归入医共体 {numbers[0]:g}"),
    )  # fmt: skip
    with file.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(("county_code", "number", "lead", "members"))
        for number in numbers:
            here = [one for one in hospitals if one.number("community") == number]
            lead = next(one.text("name_zh") for one in here if one.text("leads") == "yes")
            members = [one.text("township") for one in towns if one.number("community") == number]
            members += [one.text("name_zh") for one in here if one.text("leads") != "yes"]
            members += ["*"] if number == numbers[0] and unnumbered else []
            writer.writerow((code, f"{number:g}", lead, ";".join(members)))
    return True
