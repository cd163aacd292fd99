"""The rules of one regime, compiled from its parameter values."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np

from sim.money.rules import (
    BANDS,
    BASIS_POINTS,
    CITY,
    COUNTY,
    FAR,
    I64,
    INSURANCES,
    LEVELS,
    NEVER,
    PRIMARY,
    Chain,
    Path,
    Pool,
    Rules,
)

Values = Mapping[str, float]


def basis_points(share: float) -> int:
    """Share 0-1 as whole basis points."""
    return round(share * BASIS_POINTS)


def compile_rules(values: Values) -> Rules:
    """Compile the rules of one regime: one row an insurance.

    The rules of tiered care (`pay_patient`) reach residents' insurance, and employees' where
    `pay_patient.employees` is on; prices, telehealth, examinations and medical aid reach both.
    """
    reach = (0, 1, int(values["pay_patient.employees"]))
    insured = (0, 1, 1)
    ratio, above = _bands(values, reach)
    full, partial = _covered(values)
    return Rules(
        pool_ratio=_stack(lambda row: _pool_ratio(values, row, reach[row])),
        pool_deductible=_stack(
            lambda row: _pools(values, row, "outpatient_deductible", "chronic_deductible")
        ),
        pool_limit=_stack(
            lambda row: (
                _pools(values, row, "outpatient_limit", "chronic_limit")
                + _at(Pool.DRUGS, reach[row] * values["pay_patient.chronic_drugs.limit"])
                + _at(Pool.TELEHEALTH, values[f"insurance.{INSURANCES[row]}.outpatient_limit"])
            )
        ),
        first_deductible=_stack(
            lambda row: (
                _at(Pool.ORDINARY, reach[row] * values["pay_patient.benefit.outpatient_deductible"])
                + _at(Pool.CHRONIC, reach[row] * values["pay_patient.benefit.special_deductible"])
            )
        ),
        first_limit=_stack(
            lambda row: _at(Pool.ORDINARY, reach[row] * values["pay_patient.benefit.outpatient_limit"])
        ),
        tcm_points=_alike(basis_points(values["pay_patient.tcm.points"]), reach),
        inpatient_deductible=_stack(
            lambda row: _by_level(values, f"insurance.{INSURANCES[row]}.inpatient_deductible", int)
        ),
        repeat_deductible=_alike(basis_points(values["insurance.repeat_deductible"]), (1, 1, 1)),
        chain=_stack(
            lambda row: np.array(
                [reach[row] * values[f"pay_patient.deductible_chain.{rule.name.lower()}"] for rule in Chain],
                np.int64,
            )
        ),
        band_above=above,
        band_ratio=ratio,
        points=_stack(lambda row: _points(values, reach[row])),
        first_admission=_alike(basis_points(values["pay_patient.tiers.first_admission"]), reach),
        ratio_cap=_alike(basis_points(values["pay_patient.ratio_cap"]), (1, 1, 1)),
        inpatient_limit=_stack(lambda row: _one(values, row, "inpatient_limit")),
        critical_above=_stack(lambda row: _critical(values, row)[0]),
        critical_ratio=_stack(lambda row: _critical(values, row)[1]),
        aid_threshold=_alike(int(values["pay_patient.catastrophic.aid_threshold"]), insured),
        aid_ratio=_alike(basis_points(values["pay_patient.catastrophic.aid_ratio"]), insured),
        aid_limit=_alike(int(values["pay_patient.catastrophic.aid_limit"]), insured),
        exam_at_home=_alike(int(values["pay_patient.level_one_exam.settled"]), insured),
        full=full,
        partial=partial,
        partial_own=_alike(basis_points(values["prices.partial_own"]), (1, 1, 1)),
    )


def _stack(row_of: Callable[[int], I64]) -> I64:
    """Rows of the two insurances below a row of zeros for those who have none."""
    rows = [row_of(row) for row in range(1, len(INSURANCES))]
    return np.stack([np.zeros_like(rows[0]), *rows])


def _alike(number: int, rows: tuple[int, ...]) -> I64:
    return np.array([number * row for row in rows], np.int64)


def _one(values: Values, row: int, name: str) -> I64:
    return np.array(int(values[f"insurance.{INSURANCES[row]}.{name}"]), np.int64)


def _at(pool: Pool, amount: float) -> I64:
    return np.array([int(amount) if one == pool else 0 for one in Pool], np.int64)


def _pools(values: Values, row: int, ordinary: str, chronic: str) -> I64:
    who = f"insurance.{INSURANCES[row]}"
    return _at(Pool.ORDINARY, values[f"{who}.{ordinary}"]) + _at(Pool.CHRONIC, values[f"{who}.{chronic}"])


def _by_level(values: Values, path: str, convert: Callable[[float], int] = basis_points) -> I64:
    return np.array([convert(values[f"{path}.{level}"]) for level in LEVELS], np.int64)


def _pool_ratio(values: Values, row: int, reach: int) -> I64:
    who = f"insurance.{INSURANCES[row]}"
    drugs = np.zeros(len(LEVELS), np.int64)
    drugs[list(PRIMARY)] = reach * basis_points(values["pay_patient.chronic_drugs.ratio"])
    return np.stack(
        [
            _by_level(values, f"{who}.outpatient_ratio"),
            np.full(len(LEVELS), basis_points(values[f"{who}.chronic_ratio"]), np.int64),
            drugs,
            np.full(len(LEVELS), basis_points(values["pay_patient.telehealth.ratio"]), np.int64),
        ]
    )


def _bands(values: Values, reach: tuple[int, ...]) -> tuple[I64, I64]:
    """Share paid and threshold of each band of the cost of a stay, shape (3, 5, 3) both.

    Beyond the city, where the rule in force settles at the ratio of the corresponding institution at home,
    that is the city's level-3 hospital: those who travel seek what only such a hospital would offer.
    """
    ratio = np.zeros((len(INSURANCES), len(LEVELS), BANDS), np.int64)
    above = np.full(ratio.shape, NEVER, np.int64)
    for row, name in enumerate(INSURANCES[1:], 1):
        ratio[row, :, 0], above[row, :, 0] = _by_level(values, f"insurance.{name}.inpatient_ratio"), 0
        for band in range(1, BANDS):
            path = f"insurance.{name}.inpatient_band.{band + 1}"
            ratio[row, :, band] = _by_level(values, f"{path}.ratio")
            begins = _by_level(values, f"{path}.above", int)
            above[row, :, band] = np.where(begins > 0, begins, NEVER)
        ratio[row, list(PRIMARY)] += reach[row] * basis_points(values["pay_patient.tiers.primary"])
        ratio[row, CITY] += reach[row] * basis_points(values["pay_patient.tiers.city"])
        if reach[row] and values["pay_patient.compliance.far_home"]:
            ratio[row, FAR], above[row, FAR] = ratio[row, CITY], above[row, CITY]
    return np.clip(ratio, 0, BASIS_POINTS), above


def _points(values: Values, reach: int) -> I64:
    """Points by path and level. Nobody comes to primary care by a slip, so it earns no points there."""
    rule = {
        name: reach * basis_points(values[f"pay_patient.compliance.{name}"])
        for name in ("stepwise", "skipped", "far_referred", "far_unreferred")
    }
    table = np.zeros((len(Path), len(LEVELS)), np.int64)
    table[Path.STEPWISE, [COUNTY, CITY]] = table[Path.PARTNER, CITY] = rule["stepwise"]
    table[Path.SKIPPED, [COUNTY, CITY]] = rule["skipped"]
    table[Path.SKIPPED, FAR] = rule["far_unreferred"]
    if reach and values["pay_patient.compliance.far_home"]:
        table[[Path.PLAIN, Path.STEPWISE], FAR] = rule["far_referred"]
    else:
        table[Path.STEPWISE, FAR] = basis_points(values["insurance.far_referred_bonus"])
    return table


def _critical(values: Values, row: int) -> tuple[I64, I64]:
    """Thresholds and shares of the bands of the critical-illness layer."""
    who = f"insurance.{INSURANCES[row]}"
    above = [int(values[f"{who}.critical_threshold"])]
    ratio = [basis_points(values[f"{who}.critical_ratio"])]
    for band in range(2, BANDS + 1):
        begins = int(values[f"{who}.critical_band.{band}.above"])
        above.append(begins if begins > 0 else NEVER)
        ratio.append(basis_points(values[f"{who}.critical_band.{band}.ratio"]))
    return np.array(above, np.int64), np.array(ratio, np.int64)


def _covered(values: Values) -> tuple[I64, I64]:
    """Fully and partly covered share of bills by level, shape (3, 5) both.

    Where the part that is not covered passes its cap (`pay_patient.eligible.uncovered_cap`), the excess goes
    to covered items in the proportion in which these are billed.
    """
    full = _by_level(values, "prices.eligible")
    partial = np.minimum(_by_level(values, "prices.partial"), BASIS_POINTS - full)
    excess = np.maximum(
        BASIS_POINTS - full - partial - basis_points(values["pay_patient.eligible.uncovered_cap"]), 0
    )
    more = excess * full // np.maximum(full + partial, 1)
    rows = (len(INSURANCES), 1)
    return np.tile(full + more, rows), np.tile(partial + excess - more, rows)
