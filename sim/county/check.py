"""What the tables of a county must say together: places that exist, sums that fit, one lead a community."""

from __future__ import annotations

from collections import Counter

from sim.county.tables import CountyTables, Entry
from sim.county.vocabulary import HOSPITALS
from sim.errors import Text
from sim.problems import Problem, nearest
from sim.scenario import shipped_names

_ROUNDING = 0.01
_TERRAIN = ("plain", "hill", "mountain")
_ONCE = Text("give it once", "只填一次")
_EMPTY = Text("is empty", "未填写")
_HALF_POINT = (
    Text("only one of lon and lat is given", "经度、纬度只填了一个"),
    Text("give both, or none", "两个都填或都不填"),
)


def check_tables(tables: CountyTables) -> list[Problem]:
    """Every problem of the tables, those of cells first noted by `read_tables`; by table and row.

    Returns
    -------
    list of Problem
        Empty when a scenario can be made.
    """
    _items(tables)
    _places(tables)
    _facilities(tables)
    _communities(tables)
    _keys(tables, "destinations", ("name_zh",))
    _keys(tables, "prices", ("tier",))
    _monthly(tables)
    files = dict.fromkeys(one.file for one in tables.problems)
    order = {file: position for position, file in enumerate(files)}
    return sorted(tables.problems, key=lambda one: (order[one.file], one.line))


def townships(tables: CountyTables) -> list[Entry]:
    """Rows of townships themselves."""
    return [one for one in tables.sheets["places"] if not one.text("village")]


def villages(tables: CountyTables) -> list[Entry]:
    """Rows of villages."""
    return [one for one in tables.sheets["places"] if one.text("village")]


def _no_place(kind: Text, name: str, where: Text) -> Text:
    """Say that a name stands in no row."""
    if not name:
        return _EMPTY
    return Text(f"{name} is no {kind.en} of {where.en}", f"{where.zh}没有{kind.zh}“{name}”")


_TOWNSHIP = Text("township", "乡镇")
_VILLAGE = Text("village", "村")
_PLACES = Text("table places", " places 表中")


def _items(tables: CountyTables) -> None:
    items = tables.items
    base = items.text("base")
    if base and base not in shipped_names():
        tables.item_problem(
            "base",
            Text(f"{base} is no shipped scenario", f"没有内置方案“{base}”"),
            Text("see `countycare scenarios`, or leave it empty", "见 countycare scenarios；也可留空"),
            nearest(base, shipped_names()),
        )
    given = [one for name in _TERRAIN if (one := items.number(name)) is not None]
    if given and (len(given) < len(_TERRAIN) or abs(sum(given) - 1) > _ROUNDING):
        tables.item_problem(
            "plain",
            Text("plain, hill and mountain do not sum to 1", "平原、丘陵、山区比例合计不为 1"),
            Text("give all three, or none", "三项都填且合计为 1，或都留空"),
        )
    if (items.number("lon") is None) != (items.number("lat") is None):
        tables.item_problem("lon", *_HALF_POINT)
    young, old, older = (items.number(name) for name in ("age_0_14", "age_60_plus", "age_65_plus"))
    if older is not None and old is not None and older > old:
        tables.item_problem(
            "age_65_plus",
            Text("is larger than the share aged 60 and over", "大于 60 岁及以上比例"),
            Text("check both shares", "请核对两项比例"),
        )
    if young is not None and (old or older or 0.0) + young >= 1:
        tables.item_problem(
            "age_0_14",
            Text("leaves nobody of 15 to 59", "15–59 岁人口为零"),
            Text("check the shares", "请核对比例"),
        )
    names = [one.text("township") for one in townships(tables)]
    seat = items.text("seat_township")
    if seat and seat not in names:
        tables.item_problem(
            "seat_township",
            _no_place(_TOWNSHIP, seat, _PLACES),
            Text("write the name as it stands there", "名称须与该表一致"),
            nearest(seat, names),
        )


def _keys(tables: CountyTables, sheet: str, columns: tuple[str, ...]) -> None:
    """Note rows that speak of the same thing as an earlier one."""
    seen: dict[tuple[str, ...], int] = {}
    for entry in tables.sheets[sheet]:
        key = tuple(entry.text(name) for name in columns)
        if not key[0]:
            continue  # noted already as empty
        if key in seen:
            told = " ".join(key).strip()
            wrong = Text(f"{told} is also in row {seen[key]}", f"“{told}”与第 {seen[key]} 行重复")
            tables.problems.append(entry.problem(columns[0], wrong, _ONCE))
        seen.setdefault(key, entry.row)


def _points(tables: CountyTables, sheet: str) -> None:
    for entry in tables.sheets[sheet]:
        if (entry.number("lon") is None) != (entry.number("lat") is None):
            tables.problems.append(entry.problem("lon", *_HALF_POINT))


def _places(tables: CountyTables) -> None:
    _points(tables, "places")
    _keys(tables, "places", ("township", "village"))
    if tables.names["places"] and not townships(tables):
        wrong = Text("no township is given", "没有填写乡镇")
        right = Text("give a row for each, with an empty village", "每个乡镇填一行，村一栏留空")
        tables.problems.append(Problem(tables.names["places"], 0, "township", wrong, right))
    names = {one.text("township") for one in townships(tables)}
    count = Counter(one.text("township") for one in villages(tables))
    strangers = {one.text("township"): one for one in reversed(villages(tables))}
    for name, entry in strangers.items():
        if name and name not in names:
            wrong = Text(f"township {name} has no row of its own", f"乡镇“{name}”没有自己的一行")
            right = Text(
                "add a row with this township and an empty village", "请增加一行：填乡镇名，村一栏留空"
            )
            tables.problems.append(entry.problem("township", wrong, right, nearest(name, names)))
    for entry in townships(tables):
        name = entry.text("township")
        if name and not count[name] and not entry.number("villages"):
            wrong = Text(f"{name} has no villages", f"“{name}”没有村")
            right = Text("list its villages, or give their number here", "请逐村列出，或在此填村数")
            tables.problems.append(entry.problem("villages", wrong, right))


def _facilities(tables: CountyTables) -> None:
    _points(tables, "facilities")
    _keys(tables, "facilities", ("name_zh",))
    towns = {one.text("township") for one in townships(tables)}
    places = {(one.text("township"), one.text("village")) for one in villages(tables)}
    taken: dict[tuple[str, str], str] = {}
    for entry in tables.sheets["facilities"]:
        town, village = entry.text("township"), entry.text("village")
        clinic = entry.text("category") == "village_clinic"
        if entry.text("category") in ("", *HOSPITALS):
            continue
        if town not in towns:
            wrong, right = (
                _no_place(_TOWNSHIP, town, _PLACES),
                Text("name the township where it stands", "请填所在乡镇"),
            )
            tables.problems.append(entry.problem("township", wrong, right, nearest(town, towns)))
        elif clinic and (town, village) not in places:
            wrong = _no_place(_VILLAGE, village, Text(town, town))
            mine = {one for home, one in places if home == town}
            right = Text("name the village where it stands", "请填所在村")
            tables.problems.append(entry.problem("village", wrong, right, nearest(village, mine)))
        else:
            key = (town, village if clinic else "")
            if key in taken:
                wrong = Text(f"{key[-1] or town} has {taken[key]}", f"“{key[-1] or town}”已有{taken[key]}")
                right = Text(
                    "the model has one clinic a village and one centre a township: join them in one row",
                    "模型中一村一室、一乡一院：请合并为一行",
                )
                tables.problems.append(entry.problem("name_zh", wrong, right))
            taken.setdefault(key, entry.text("name_zh"))
    listed = tables.sheets["facilities"]
    if tables.names["facilities"] and not any(one.text("category") in ("general", "tcm") for one in listed):
        wrong = Text("no general or TCM hospital is listed", "没有列出综合医院或中医医院")
        right = Text("give at least one: a community needs a lead hospital", "至少填一所：医共体须有牵头医院")
        tables.problems.append(Problem(tables.names["facilities"], 0, "category", wrong, right))


def _communities(tables: CountyTables) -> None:
    hospitals = [one for one in tables.sheets["facilities"] if one.text("category") in HOSPITALS]
    leads = Counter(one.number("community") for one in hospitals if one.text("leads") == "yes")
    told: set[float] = set()
    for entry in [*townships(tables), *hospitals]:
        number = entry.number("community")
        if number is None:
            if entry.text("leads") == "yes":
                wrong = Text("leads, but its community has no number", "牵头但未填医共体序号")
                tables.problems.append(entry.problem("community", wrong, Text("give the number", "请填序号")))
        elif leads[number] != 1 and number not in told:
            told.add(number)
            wrong = Text(
                f"community {number:g} has {leads[number]} lead hospitals",
                f"医共体 {number:g} 有 {leads[number]} 所牵头医院",
            )
            right = Text(
                "mark exactly one of its hospitals with leads = yes", "请恰好标明一所牵头医院（leads 填是）"
            )
            tables.problems.append(entry.problem("community", wrong, right))


def _monthly(tables: CountyTables) -> None:
    _keys(tables, "monthly", ("month", "payer", "tier"))
    listed = tables.sheets["monthly"]
    split = {(one.text("month"), one.text("tier")) for one in listed if one.text("payer") != "all"}
    for entry in listed:
        if entry.text("payer") == "all" and (entry.text("month"), entry.text("tier")) in split:
            wrong = Text(
                "this month and place is given by insurance and for all", "该月该地点既分险种又填了全部"
            )
            right = Text("give it by insurance or for all, not both", "分险种与全部只填一种")
            tables.problems.append(entry.problem("payer", wrong, right))
        for kind, count in (("visit", "visits"), ("stay", "stays")):
            cost, fund = entry.number(f"{kind}_cost_yuan"), entry.number(f"{kind}_fund_yuan")
            if cost is not None and fund is not None and fund > cost:
                wrong = Text("is more than the bills", "大于总费用")
                right = Text("check both, in yuan", "请核对两项（单位：元）")
                tables.problems.append(entry.problem(f"{kind}_fund_yuan", wrong, right))
            days = entry.number("bed_days") if kind == "stay" else None
            if entry.number(count) == 0 and (cost or fund or days):
                wrong = Text("is 0, but its cost or days are given", "为 0，但填了费用或床日")
                right = Text("give the count, or leave it empty if not known", "请填数量；未知请留空")
                tables.problems.append(entry.problem(count, wrong, right))
