"""A scenario file and the files it builds on."""

from __future__ import annotations

from sim.errors import Text
from sim.problems import nearest
from sim.scenario.layer import Layer, read_layer
from sim.scenario.shipped import find_base, shipped_file, shipped_names

MAX_BASES = 16


def chain(first: Layer) -> list[Layer]:
    """Return a file with its bases, the file first; a base that is not found is a fault of the file."""
    layers = [first]
    seen = {first.file.resolve()}
    while (name := layers[-1].base) is not None:
        layer = layers[-1]
        base = shipped_file(name) if layer.apart else find_base(name, layer.file)
        if base is None:
            layer.fault(
                layer.lines["base"], "base",
                Text(f"no scenario is called {name!r}", f"没有名为“{name}”的方案"),
                Text("name a shipped scenario", "写内置方案名")
                if layer.apart
                else Text("name a shipped one or a file beside this one", "写内置方案名或同目录的文件名"),
                nearest(name, shipped_names()),
            )  # fmt: skip
            break
        if base.resolve() in seen or len(layers) == MAX_BASES:
            way = " → ".join([one.file.stem for one in layers] + [base.stem])
            layer.fault(
                layer.lines["base"], "base",
                Text(f"the bases run in a circle ({way})", f"基准方案循环引用（{way}）"),
                Text("end the chain at a scenario without a base", "链条须止于一个没有 base 的方案"),
            )  # fmt: skip
            break
        seen.add(base.resolve())
        layers.append(read_layer(base))
    return layers
