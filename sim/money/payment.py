"""Forms of payment (支付方式): what a facility is paid for an act, and what one fen more of it brings.

Pure functions on arrays. `bill` is what an act is billed at the facility's prices, `price` the standard price
of such an act, `beside` the share of a bill that is paid beside a fixed price: items outside the policy scope
(自费) that the price does not contain. At the mean bill and the base value of a point every form but payment
by head pays what fee for service pays: a change of form changes no total, but what one act more brings.
"""

from __future__ import annotations

from enum import IntEnum

import numpy as np
import numpy.typing as npt

F64 = npt.NDArray[np.float64]
I64 = npt.NDArray[np.int64]
Ints = npt.NDArray[np.integer]
Bools = npt.NDArray[np.bool_]

AS_USUAL = -1


class Form(IntEnum):
    """How an act is paid."""

    SERVICE = 0  # fee for service 按项目
    DRG = 1  # diagnosis-related group 疾病诊断相关分组
    DIP = 2  # points by disease and treatment 病种分值
    BED_DAY = 3  # 按床日
    VISIT = 4  # one price for every visit or stay 按人次
    CASE = 5  # one price for every case of a condition 按病种
    HEAD = 6  # by head of the people covered, whatever is done 按人头


def in_force(form: I64, usual: I64) -> I64:
    """Form in force where `AS_USUAL` means the usual one."""
    return np.where(form == AS_USUAL, usual, form)


def fixed(form: Ints) -> Bools:
    """Whether an act has a price of its own whatever is done in it."""
    return np.asarray((form == Form.DRG) | (form == Form.DIP) | (form == Form.VISIT) | (form == Form.CASE))


def in_points(form: Ints) -> Bools:
    """Whether the price of an act follows the severity that is recorded."""
    return np.asarray((form == Form.DRG) | (form == Form.DIP))


def revenue(form: Ints, bill: F64, own: F64, price: F64, beside: F64, value: F64) -> F64:
    """What an act brings to the facility, fen; arguments broadcast.

    Parameters
    ----------
    form : integer array
        `Form`.
    bill, own, price : float64 array
        What is billed; what of it the patient pays; standard price of the act, fen.
    beside : float64 array
        Share of a bill that is paid beside a fixed price, 0-1.
    value : float64 array
        Value of a point against its base; it floats under DIP only.
    """
    point = np.where(form == Form.DIP, value, 1.0)
    paid = point * price * (1.0 - beside) + beside * bill
    return np.where(form == Form.SERVICE, bill, np.where(form == Form.HEAD, own, paid))


def margin(form: Ints, bill: F64, own: F64, price: F64, beside: F64, value: F64, variable: F64) -> F64:
    """What an act leaves the facility after what it costs, fen.

    `variable` is the share of a bill that one act more costs; salaries and buildings are paid anyway.
    """
    return revenue(form, bill, own, price, beside, value) - variable * bill


def margin_per_fen(form: Ints, own_share: F64, beside: F64, variable: F64) -> F64:
    """What one fen more billed in the same act leaves the facility.

    Fee for service pays it; a fixed price pays only what is outside the policy scope and not in the price;
    by head only the patient's own part comes in.
    """
    paid = np.where(form == Form.SERVICE, 1.0, np.where(form == Form.HEAD, own_share, beside))
    return np.asarray(paid - variable)


def margin_per_day(form: Ints, own_share: F64, beside: F64, variable: F64) -> F64:
    """What one fen of the bill of one day more in bed leaves; a price by the bed-day pays the day."""
    return np.where(form == Form.BED_DAY, 1.0 - variable, margin_per_fen(form, own_share, beside, variable))


def shifting_gain(form: Ints, own_share: F64, includes: F64) -> F64:
    """What one fen brings that is billed outside the policy scope instead of inside.

    Nothing under fee for service. Beside a fixed price it is paid on top, but for the share `includes` that
    the price already contains; by head the fund pays nothing for what is inside, the patient all outside.
    """
    gain = np.where(form == Form.HEAD, 1.0 - own_share, 1.0 - includes)
    return np.where(form == Form.SERVICE, 0.0, gain)


def standard_price(form: Ints, bill: F64, of_condition: F64, of_all: F64, drg: F64, dip: F64) -> F64:
    """Price of an act under its form, fen; arguments broadcast.

    Parameters
    ----------
    form : integer array
    bill : float64 array
        Mean bill of the condition and severity.
    of_condition, of_all : float64 array
        Mean bill of the condition over its severities, and of all acts (under payment by the bed-day: the
        mean price of a day times the mean days).
    drg, dip : float64 array
        Share of the difference between severities that the price follows.
    """
    recognised = np.where(form == Form.DRG, drg, np.where(form == Form.DIP, dip, 0.0))
    grouped = of_condition + recognised * (bill - of_condition)
    flat = (form == Form.VISIT) | (form == Form.BED_DAY)
    return np.where(flat, of_all, np.where((form == Form.SERVICE) | (form == Form.HEAD), bill, grouped))
