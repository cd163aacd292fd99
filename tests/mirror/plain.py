"""Compiled tables as plain lists."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from types import SimpleNamespace
from typing import Any

import numpy as np


def plain(thing: Any) -> Any:
    """Turn dataclasses of arrays into namespaces of (nested) lists; leave everything else as it is."""
    if isinstance(thing, np.ndarray):
        return thing.tolist()
    if is_dataclass(thing):
        return SimpleNamespace(**{field.name: plain(getattr(thing, field.name)) for field in fields(thing)})
    return thing
