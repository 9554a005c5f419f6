"""A core insurance system in memory, with a small fixed cast, for tests of the hall."""

from shebao.exchange.memory.cast import CHEN, DONGHU, LIN, RARE, WANG, ZHAO, ZHOU
from shebao.exchange.memory.claimants import GAO, MENG, QIAN, SUN
from shebao.exchange.memory.core import CHINA_TIME, DAY, MemoryInsurance
from shebao.exchange.memory.kin import FANG, GU, MO, SHI

__all__ = [
    "CHEN",
    "CHINA_TIME",
    "DAY",
    "DONGHU",
    "GAO",
    "LIN",
    "MENG",
    "QIAN",
    "RARE",
    "SUN",
    "FANG",
    "GU",
    "LIN",
    "MO",
    "RARE",
    "SHI",
    "WANG",
    "ZHAO",
    "ZHOU",
    "MemoryInsurance",
]
