"""Writing YAML that `sim.document` reads: plain values stay plain, texts are quoted where they must be."""

from __future__ import annotations

import io
from collections.abc import Mapping
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.nodes import ScalarNode
from ruamel.yaml.representer import SafeRepresenter

from sim.document import Branch, Leaf, Node
from sim.policy.use import LeverUse, group_names
from sim.reading import ALWAYS
from sim.scenario.timeline import Timeline

_WIDE = 1 << 20  # no line is broken
_WHOLE = 1e15  # whole numbers below it are written without a point


class Plain(str):
    """A value written without quotes: a date, a number, on or off."""

    __slots__ = ()

    def __new__(cls, given: object) -> Plain:
        """Make it of anything that is written as its text."""
        return super().__new__(cls, given)


class _Representer(SafeRepresenter):
    """Tags a plain value as what it will be taken for, so that it needs no quotes; keeps keys in order."""

    def represent_plain(self, value: Plain) -> Any:
        tag = self.serializer.resolver.resolve(ScalarNode, str(value), (True, False))
        return self.represent_scalar(tag, str(value))

    def represent_in_order(self, tree: dict[str, object]) -> Any:
        return self.represent_mapping("tag:yaml.org,2002:map", list(tree.items()))

    def ignore_aliases(self, data: object) -> bool:
        """No references: the reader refuses them."""
        return True


_Representer.add_representer(Plain, _Representer.represent_plain)
_Representer.add_representer(dict, _Representer.represent_in_order)


def dump(tree: Mapping[str, object]) -> str:
    """Write a tree of mappings, lists, texts and `Plain` values; nothing for an empty one."""
    if not tree:
        return ""
    writer = YAML(typ="safe", pure=True)
    writer.Representer = _Representer
    writer.default_flow_style = False
    writer.width = _WIDE
    text = io.StringIO()
    writer.dump(dict(tree), text)
    return text.getvalue()


def tree_of(node: Node) -> object:
    """What a tree holds, with plain texts kept plain: the reader tells 1 from '1'."""
    if isinstance(node, Leaf):
        if node.empty:
            return Plain("~")
        return Plain(node.text) if node.plain else node.text
    if isinstance(node, Branch):
        return {Plain(key.text) if key.plain else key.text: tree_of(value) for key, value in node.entries}
    return [tree_of(item) for item in node.items]


def uses_tree(uses: tuple[LeverUse, ...]) -> object:
    """What a scenario writes for the uses of a lever, with the settings they hold; none switches it off."""
    if not uses:
        return Plain("off")
    written = [_use(one) for one in uses]
    if len(written) > 1:
        return written
    return written[0] or Plain("on")


def _use(use: LeverUse) -> dict[str, object]:
    parts = use.as_dict()
    found: dict[str, object] = {
        key: Plain(day) for key, day in (("start", parts["start"]), ("end", parts["end"])) if day
    }
    if use.ramp_days:
        found["ramp"] = use.ramp_days
    if use.where:
        found["where"] = parts["where"]
    if use.who:
        found["who"] = group_names(use.who)
    if use.settings:
        found["set"] = {path: _number(value) for path, value in use.settings}
    return found


def dated_tree(values: Timeline) -> object:
    """What a scenario writes for the values of a number by date."""
    if len(values) == 1 and values[0][0] == ALWAYS:
        return _number(values[0][1])
    return {Plain(day): _number(value) for day, value in values}


def _number(value: float) -> Plain:
    return Plain(f"{value:.0f}" if value == int(value) and abs(value) < _WHOLE else repr(value))
