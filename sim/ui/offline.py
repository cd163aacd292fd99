"""Whether all that a browser will ask for is on this machine, found out before the server starts."""

from __future__ import annotations

import importlib.util
import os
import re
import sys
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from sim.errors import UserError

SOLARA = "1.64"
"""Series of Solara whose pages ask for the files that solara-assets has."""

VUETIFY = "1"
"""Major version of ipyvuetify that belongs to these files; with another, pages break when they are drawn."""

ECHARTS = "echarts@5.4.0/dist/echarts.js"
REMEDY = "make ui", "pip install 'countycare[offline]'"


def asset_folder() -> Path:
    """Return the folder of the files for browsers: ``SOLARA_ASSETS_PROXY_CACHE_DIR``, else Solara's."""
    given = os.environ.get("SOLARA_ASSETS_PROXY_CACHE_DIR")
    return Path(given) if given else Path(sys.prefix) / "share" / "solara" / "cdn"


def asked_for(template: str) -> list[str]:
    """Return the files that a page asks for from the folder, by Solara's own template.

    Parameters
    ----------
    template
        Text of ``solara.html.j2``. The branch for ipyvuetify 3 and development builds are left out.
    """
    paths = re.findall(r"\{\{cdn\}\}/([^\"']+)", template)
    return [
        one.replace("{{ipywidget_major_version}}", version("ipywidgets").partition(".")[0])
        for one in paths
        if "vuetify3" not in one and not re.search(r"app\{\{ipywidget_major_version\}\}\.js$", one)
    ] + [ECHARTS]


def missing_files(folder: Path) -> list[str]:
    """Return the files that pages ask for and `folder` has not."""
    found = importlib.util.find_spec("solara")
    if found is None or found.origin is None:
        return ["solara"]
    template = Path(found.origin).parent / "server" / "templates" / "solara.html.j2"
    return [one for one in asked_for(template.read_text(encoding="utf-8")) if not (folder / one).is_file()]


def check() -> None:
    """Make sure that pages will be drawn without the internet.

    Raises
    ------
    UserError
        When versions do not belong together or files are missing.
    """
    command, install = REMEDY
    for package, series in (("solara", SOLARA), ("ipyvuetify", VUETIFY), ("ipyvue", VUETIFY)):
        try:
            found = version(package)
        except PackageNotFoundError:
            found = ""
        if not found.startswith(f"{series}."):
            raise UserError(
                f"the workbench needs {package} {series}.x, found {found or 'none'}; install with "
                f"`{command}` or `{install}`",
                f"工作台需要 {package} {series}.x，当前为 {found or '未安装'}；"
                f"请用 `{command}` 或 `{install}` 安装",
            )
    missing = missing_files(asset_folder())
    if missing:
        raise UserError(
            f"{len(missing)} files that the browser needs are not on this machine (the first: {missing[0]}); "
            f"install them once with `{command}` or `{install}`, after that no internet is needed",
            f"本机缺少浏览器所需的 {len(missing)} 个文件（如 {missing[0]}）；请用 `{command}` 或 `{install}` "
            "安装一次，此后无需联网",
        )
