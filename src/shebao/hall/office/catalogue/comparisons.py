"""The comparisons an expression makes, read from its text: what stands left, how, what right.

CEL tells which names a program uses, not how it compares them; borders and spellings need both.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

_TEXT = r"\"[^\"]*\"|'[^']*'"
_CALL = r"[A-Za-z_][\w.]*(?:\((?:[^()]|\([^()]*\))*\))?"
_OPERAND = rf"{_TEXT}|-?\d+|{_CALL}"
_ATOM = re.compile(rf"({_OPERAND})\s*(==|!=|<=|>=|<|>)\s*({_OPERAND})")
_MEMBER = re.compile(rf"({_CALL})\s+in\s+\[([^\]]*)\]")
_ONE_TEXT = re.compile(_TEXT)
_NUMBER = re.compile(r"-?\d+")
_TURNED = {"==": "==", "!=": "!=", "<": ">", ">": "<", "<=": ">=", ">=": "<="}


@dataclass(frozen=True)
class Comparison:
    """``left`` is never a literal where only one side is one."""

    left: str
    sign: str
    right: str

    @property
    def number(self) -> int | None:
        """The number it compares with, if it is one."""
        return int(self.right) if _NUMBER.fullmatch(self.right) else None

    @property
    def text(self) -> str | None:
        """The text it compares with, if it is one."""
        return self.right[1:-1] if _ONE_TEXT.fullmatch(self.right) else None


def comparisons(source: str) -> Iterator[Comparison]:
    """Every comparison of two sides, and every ``one in ['a', 'b']`` as so many ``==``."""
    for left, sign, right in _ATOM.findall(source):
        yield _literal_right(_plain(left), sign, _plain(right))
    for left, members in _MEMBER.findall(source):
        for member in _ONE_TEXT.findall(members):
            yield Comparison(_plain(left), "==", member)


def moved(source: str) -> Iterator[tuple[str, str]]:
    """The expression with one of its borders moved by one, each way, and the words of that border.

    A border is a whole number that something is compared with by size.
    """
    for found in _ATOM.finditer(source):
        one = Comparison(*found.groups())
        if one.number is None or one.sign not in {"<", "<=", ">", ">="}:
            continue
        for number in (one.number - 1, one.number + 1):
            start, end = found.span(3)
            yield source[:start] + str(number) + source[end:], " ".join(found.groups())


def _literal_right(left: str, sign: str, right: str) -> Comparison:
    turned = Comparison(right, _TURNED[sign], left)
    return turned if _is_literal(left) and not _is_literal(right) else Comparison(left, sign, right)


def _is_literal(side: str) -> bool:
    return bool(_ONE_TEXT.fullmatch(side) or _NUMBER.fullmatch(side))


def _plain(side: str) -> str:
    return side if _ONE_TEXT.fullmatch(side) else "".join(side.split())
