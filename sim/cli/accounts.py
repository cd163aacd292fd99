"""The money behind a run, printed at its end: the fund by year, and how budgets were settled."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.cli.screen import Screen

if TYPE_CHECKING:
    import pandas as pd

MILLION = 1_000_000.0
MONEY = ("income", "paid", "settled", "balance", "stock")


def show_accounts(screen: Screen, fund: pd.DataFrame, ledger: pd.DataFrame) -> None:
    """Print both tables; nothing when there is nothing."""
    if not len(fund):
        return
    _show_fund(screen, fund)
    ends = ledger[ledger["budget"].notna()]
    if len(ends):
        _show_settlements(screen, ends)


def _show_fund(screen: Screen, fund: pd.DataFrame) -> None:
    from rich.table import Table

    paid = fund[["outpatient", "inpatient", "critical"]].sum(axis=1)
    years = fund.assign(paid=paid).groupby("year", as_index=False)[list(MONEY)].sum()
    table = Table(title=screen("Residents' insurance fund, million yuan", "居民医保基金（百万元）"))
    for words in (
        ("Year", "年度"), ("Income", "筹资"), ("Paid", "支付"), ("Settled with communities", "医共体清算"),
        ("Balance of the year", "当年结余"), ("In hand", "累计结存"),
    ):  # fmt: skip
        table.add_column(screen(*words), justify="right", overflow="fold")
    for row in years.to_dict("records"):
        table.add_row(str(row["year"]), *(f"{row[name] / MILLION:,.1f}" for name in MONEY))
    screen.table(table)
    for county, rows in fund[fund["failed"]].groupby("county"):
        year = int(rows["year"].min())
        screen.line(
            screen(f"The fund of {county} fails in {year}.", f"{county} 的居民医保基金于 {year} 年耗尽。")
        )


def _show_settlements(screen: Screen, ends: pd.DataFrame) -> None:
    from rich.table import Table

    table = Table(title=screen("Budgets of communities, million yuan", "医共体总额预算（百万元）"))
    for words in (
        ("Community", "医共体"), ("To", "截至"), ("Budget", "预算"), ("Spent", "支出"),
        ("Surplus (overspend)", "结余（超支）"), ("Kept (borne)", "留用（自担）"),
    ):  # fmt: skip
        table.add_column(screen(*words), justify="right", overflow="fold")
    for row in ends.to_dict("records"):
        left, share = row["surplus"] - row["overspend"], row["kept"] - row["borne"]
        table.add_row(
            str(row["community"]), str(row["end"]), f"{row['budget'] / MILLION:,.1f}",
            f"{row['spending'] / MILLION:,.1f}", _signed(left), _signed(share),
        )  # fmt: skip
    screen.table(table)


def _signed(yuan: float) -> str:
    """Million yuan, a loss in brackets as books have it."""
    text = f"{abs(yuan) / MILLION:,.1f}"
    return f"({text})" if yuan < 0 else text
