"""Rivers (桑基图) of patients between tiers, and of money from pool to purse."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

import pandas as pd

from sim.errors import Text
from sim.experiment.picture.picture import Picture
from sim.experiment.picture.tiers import NAMES, Tier
from sim.geography.tables import records
from sim.ui.charts.story import TIER_COLOUR
from sim.ui.style import INK, PALETTE, TIER_COLOURS

Option = dict[str, Any]


class Link(NamedTuple):
    """A stream: the nodes it joins and how much flows."""

    origin: str
    goal: str
    amount: float


class Node(NamedTuple):
    """A node: its full name, the column it stands in from the left, its colour, and its name beside it."""

    label: Text
    depth: int
    colour: str
    short: Text | None = None


HOMES = {
    "village": (Text("villagers", "农村居民"), PALETTE[7]),
    "town": (Text("town dwellers", "城镇居民"), PALETTE[6]),
}  # fmt: skip
FIRST, NEXT, STAY = Text("first seen at {}", "首诊：{}"), Text("then seen at {}", "续诊：{}"), Text(
    "stay at {}", "住院：{}"
)  # fmt: skip
PAYERS = {
    "residents_fund": (Text("residents' fund", "居民医保基金"), PALETTE[0]),
    "employees_fund": (Text("employees' fund", "职工医保基金"), PALETTE[5]),
    "critical": (Text("critical-illness insurance", "大病保险"), PALETTE[6]),
    "aid": (Text("medical aid", "医疗救助"), PALETTE[3]),
    "patients": (Text("patients themselves", "个人自付"), PALETTE[1]),
}
SERVICES = {
    "outpatient": Text("visits", "门诊"), "inpatient": Text("stays", "住院"),
    "critical": Text("critical-illness layer", "大病保险"),
}  # fmt: skip
WHERE = {
    "member": (Text("members of the community", "医共体成员单位"), PALETTE[2]),
    "local": (Text("others in the county", "县内其他机构"), PALETTE[4]),
    "outside": (Text("outside the county", "县域外机构"), PALETTE[3]),
}
POOL = Text("the funds: {}", "医保基金：{}")
NOBODY = Text("people of no community, employees", "非医共体参保人（含职工）")
COMMUNITY = Text("ledger of community {}", "{} 医共体账户")
SURPLUS = Text("budget left over, kept", "总额结余留用")
KEEPERS = {
    "lead": Text("purse of the lead hospital", "牵头医院留用"),
    "township": Text("purse of township centres", "乡镇卫生院留用"),
    "village": Text("purse of village doctors", "村医留用"),
}  # fmt: skip
BEYOND, OUTSIDE = "outside", Text("outside hospitals", "县域外医院")
JOINED = dict.fromkeys(("neighbour", "city", "far"), BEYOND)
LABEL_ROOM = 14
"""Width of the names beside nodes in letters."""
WIDE, NARROW = 0x2E80, 0.58
"""From where on letters are square, and the width of the others."""
COUNT, MILLION = Text("{}", "{} 人次"), Text("{} million yuan", "{} 百万元")


def patients(picture: Picture, language: str, month: str = "", size: int = 13) -> Option:
    """Patients from home to where they are first seen, and on to another tier in the same episode.

    Parameters
    ----------
    picture : Picture
    language : str
    month : str
        One month; all counted months when empty.
    size : int
        Letters, px.
    """
    steps = picture.steps if not month else picture.steps[picture.steps["month"] == month]
    nodes = {f"home:{name}": Node(label, 0, colour) for name, (label, colour) in HOMES.items()}
    nodes |= _tiers("first", FIRST, 1) | _tiers("next", NEXT, 2)
    first = _summed(steps[steps["step"] == "first"])
    again = _summed(steps[steps["step"] == "again"])
    links = [Link(f"home:{a}", f"first:{b}", n) for a, b, n in first]
    links += [Link(f"first:{a}", f"next:{b}", n) for a, b, n in again if a != b]
    return river(nodes, links, COUNT, language, size)


def stays(picture: Picture, language: str, month: str = "", size: int = 13) -> Option:
    """Patients from the tier that saw them last to the tier where they lay in a bed."""
    steps = picture.steps if not month else picture.steps[picture.steps["month"] == month]
    nodes = _tiers("next", Text("last seen at {}", "末诊：{}"), 0) | _tiers("stay", STAY, 1)
    rows = _summed(steps[steps["step"] == "stay"])
    return river(nodes, [Link(f"next:{a}", f"stay:{b}", n) for a, b, n in rows], COUNT, language, size)


def payments(picture: Picture, language: str, size: int = 13) -> Option:
    """Who pays and where the money goes, of the people of the counties in the main period."""
    table = picture.paid[picture.paid["period"] == picture.meta.main]
    nodes = {f"payer:{name}": Node(label, 0, colour) for name, (label, colour) in PAYERS.items()}
    nodes |= _tiers("tier", Text("{}", "{}"), 1)
    rows = pd.DataFrame(table.groupby(["payer", "tier"], as_index=False)["yuan"].sum())
    links = [Link(f"payer:{r['payer']}", f"tier:{r['tier']}", r["yuan"] / 1e6) for r in records(rows)]
    return river(nodes, links, MILLION, language, size)


def purses(picture: Picture, language: str, size: int = 13) -> Option:
    """From the pool to the ledger it is debited to, where it was spent, and who keeps a surplus."""
    ledger = records(picture.ledger[picture.ledger["period"] == picture.meta.main])
    nodes: dict[str, Node] = {
        f"pool:{name}": Node(Text(POOL.en.format(label.en), POOL.zh.format(label.zh)), 0, PALETTE[k])
        for k, (name, label) in enumerate(SERVICES.items())
    }
    nodes |= {f"where:{name}": Node(label, 2, colour) for name, (label, colour) in WHERE.items()}
    nodes["pool:surplus"] = Node(SURPLUS, 0, PALETTE[5])
    nodes |= {f"keeper:{name}": Node(label, 2, PALETTE[5]) for name, label in KEEPERS.items()}
    links: list[Link] = []
    for row in ledger:
        name = str(row["community"])
        label = Text(COMMUNITY.en.format(name), COMMUNITY.zh.format(name)) if name else NOBODY
        nodes[f"ledger:{name}"] = Node(label, 1, PALETTE[7])
        links += _debited(row, f"ledger:{name}")
        links += _kept(row, f"ledger:{name}")
    return river(nodes, links, MILLION, language, size)


def _debited(row: dict[str, Any], holder: str) -> Iterable[Link]:
    """What was paid of one ledger: from the pool by service, to places by where they stand."""
    for service in SERVICES:
        yield Link(f"pool:{service}", holder, sum(row[f"{where}_{service}"] for where in WHERE) / 1e6)
    for where in WHERE:
        yield Link(holder, f"where:{where}", sum(row[f"{where}_{service}"] for service in SERVICES) / 1e6)


def _kept(row: dict[str, Any], holder: str) -> Iterable[Link]:
    """What members keep of a budget that was not used up; nothing of an overspend."""
    parts = {name: float(row[name]) for name in KEEPERS}
    if not all(part == part for part in parts.values()) or sum(parts.values()) <= 0:
        return
    yield Link("pool:surplus", holder, sum(parts.values()) / 1e6)
    for name, part in parts.items():
        yield Link(holder, f"keeper:{name}", part / 1e6)


def river(
    nodes: dict[str, Node], links: Iterable[Link], unit: Text, language: str, size: int
) -> Option:  # fmt: skip
    """Draw streams between nodes; nodes that nothing flows through are left out."""
    drawn = [one for one in links if one.amount > 0]
    ends: dict[str, list[float]] = {}
    for one in drawn:
        for k, name in enumerate((one.goal, one.origin)):
            ends.setdefault(name, [0.0, 0.0])[k] += one.amount
    into = {name: max(ends[name]) for name in nodes if name in ends}  # in one order, whatever flows
    number = "{:,.1f}" if unit is MILLION else "{:,.0f}"

    def said(amount: float) -> str:
        return unit.say(language).format(number.format(amount))

    room = LABEL_ROOM * size
    last = max((nodes[name].depth for name in into), default=0)
    rooms = {True: room, False: round(0.75 * room)}  # between columns there is less room than beside the last
    names = {name: nodes[name].label.say(language) for name in into}
    return {
        "tooltip": {"trigger": "item", "confine": True},
        "series": [
            {
                "type": "sankey", "left": 4, "right": room + 10, "top": 28, "bottom": 10, "nodeWidth": 14,
                "nodeGap": round(1.7 * size), "draggable": False, "layoutIterations": 0, "nodeAlign": "left",
                "animation": False,  # what is revealed from the left looks cut off meanwhile
                "emphasis": {"focus": "adjacency"},
                "lineStyle": {"color": "source", "opacity": 0.35, "curveness": 0.5},
                "label": {"fontSize": size, "color": INK, "width": room, "overflow": "break",
                          "lineHeight": round(1.15 * size), "textBorderColor": "rgba(255,255,255,0.8)",
                          "textBorderWidth": 2},
                "data": [
                    {
                        "name": name, "depth": nodes[name].depth,
                        "itemStyle": {"color": nodes[name].colour, "borderWidth": 0},
                        "label": {
                            "formatter": _beside(
                                nodes[name], number.format(amount), rooms[nodes[name].depth == last],
                                language, size,
                            ),
                            "position": "right",
                        },
                        "tooltip": {"formatter": f"{names[name]}<br>{said(amount)}"},
                    }
                    for name, amount in into.items()
                ],
                "links": [
                    {
                        "source": one.origin, "target": one.goal, "value": round(one.amount, 3),
                        "tooltip": {
                            "formatter": f"{names[one.origin]} → {names[one.goal]}<br>{said(one.amount)}"
                        },
                    }
                    for one in drawn
                ],
            }
        ],
    }  # fmt: skip


def _beside(node: Node, number: str, room: int, language: str, size: int) -> str:
    """Name and number beside a node, in one line where both have room."""
    name = (node.short or node.label).say(language)
    wide = sum(1.0 if ord(letter) > WIDE else NARROW for letter in f"{name}  {number}")
    return f"{name}{'  ' if wide * size <= room else chr(10)}{number}"


def _tiers(prefix: str, words: Text, depth: int) -> dict[str, Node]:
    """Nodes of every tier in one column."""
    named = {tier.name.lower(): NAMES[tier] for tier in Tier} | {BEYOND: OUTSIDE}
    colours = TIER_COLOUR | {BEYOND: TIER_COLOURS["outside"]}
    return {
        f"{prefix}:{name}": Node(
            Text(words.en.format(label.en), words.zh.format(label.zh)), depth, colours[name], label
        )
        for name, label in named.items()
    }


def _summed(rows: pd.DataFrame) -> list[tuple[str, str, float]]:
    """Counts from tier to tier; hospitals out of the county are one."""
    joined = rows.assign(origin=rows["origin"].replace(JOINED), tier=rows["tier"].replace(JOINED))
    total = pd.DataFrame(joined.groupby(["origin", "tier"], as_index=False)["count"].sum())
    return [(str(r["origin"]), str(r["tier"]), float(r["count"])) for r in records(total)]
