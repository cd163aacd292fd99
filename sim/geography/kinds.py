"""Names of what a map holds: kinds of facility, options of a patient, modes of travel."""

from __future__ import annotations

from enum import IntEnum


class Kind(IntEnum):
    """Kinds of facility, from the village to beyond the prefecture."""

    VILLAGE_CLINIC = 0  # 村卫生室; of an urban community the station 社区卫生服务站
    TOWNSHIP_CENTRE = 1  # 乡镇卫生院; of a street the community health centre 社区卫生服务中心
    COUNTY_GENERAL = 2  # 县医院
    COUNTY_TCM = 3  # 县中医院
    COUNTY_MCH = 4  # 妇幼保健院
    OTHER_HOSPITAL = 5  # private or other public hospital that stands in the county
    NEIGHBOUR = 6  # hospital of a neighbouring county, or of a unit that is not simulated
    CITY = 7  # level-3 hospitals of the prefecture's seat
    FAR = 8  # beyond the prefecture: Tangshan, Tianjin, Beijing


class Option(IntEnum):
    """Columns of every choice set, ordered up the ladder of care."""

    NONE = 0
    PHARMACY = 1
    OWN_CLINIC = 2
    NEAR_CLINIC = 3
    OWN_CENTRE = 4
    NEAR_CENTRE = 5
    GENERAL = 6
    TCM = 7
    MCH = 8
    OTHER = 9
    NEIGHBOUR = 10
    CITY = 11
    FAR = 12


class Mode(IntEnum):
    """What a household travels with."""

    WALK = 0
    EBIKE = 1
    BUS = 2
    CAR = 3
