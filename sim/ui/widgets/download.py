"""Files to take away: tables for spreadsheets, and any other text or bytes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from io import BytesIO

import pandas as pd
import solara

from sim.errors import Text
from sim.ui.language import say

CSV, XLSX = Text("CSV", "CSV"), Text("Excel", "Excel")
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@solara.component
def Download(
    make: Callable[[], bytes], filename: str, label: str, mime_type: str = "application/octet-stream"
) -> None:
    """Show a button that makes a file when it is clicked and hands it to the browser.

    Parameters
    ----------
    make
        Makes the file; called in a thread. Keep one function for one content (`solara.use_memo`): another
        function means another file.
    filename
        Suggested name.
    label
        What the button says, in the session's language.
    """
    with solara.FileDownload(make, filename, mime_type=mime_type):
        solara.Button(label, icon_name="mdi-download", outlined=True, small=True)


@solara.component
def TableDownloads(frame: pd.DataFrame, name: str) -> None:
    """Show buttons for a table as CSV and as Excel file."""
    csv, xlsx = solara.use_memo(lambda: (partial(as_csv, frame), partial(as_xlsx, frame)), [id(frame)])
    with solara.v.Html(tag="div", class_="cc-row"):
        Download(csv, f"{name}.csv", say(CSV), "text/csv")
        Download(xlsx, f"{name}.xlsx", say(XLSX), XLSX_TYPE)


def as_csv(frame: pd.DataFrame) -> bytes:
    """Return the table as CSV in UTF-8 with the mark by which spreadsheets know it."""
    return harmless(frame).to_csv(index=False, lineterminator="\n").encode("utf-8-sig")


def as_xlsx(frame: pd.DataFrame) -> bytes:
    """Return the table as the first sheet of an Excel file."""
    return as_workbook({"Sheet1": frame})


def as_workbook(sheets: Mapping[str, pd.DataFrame]) -> bytes:
    """Return tables as an Excel file, a sheet each by its name."""
    made = BytesIO()
    with pd.ExcelWriter(made) as book:
        for name, frame in sheets.items():
            harmless(frame).to_excel(book, sheet_name=name, index=False)
    return made.getvalue()


def harmless(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the table with words that a spreadsheet would run as a formula marked as text."""
    return frame.map(lambda one: f"'{one}" if isinstance(one, str) and one[:1] in tuple("=+-@\t\r") else one)
