"""Parts of many pensions: the weights of ``terms`` applied to columns, exact at any sensible size.

A part is ``base × (plain + indexed × index) ÷ of``, rounded half up once.  With the index as
``above ÷ below`` this is ``(2 × base × plain + of + ⌊2 × base × indexed × above ÷ below⌋) ÷
(2 × of)``, rounded down: a whole number under a rounding down may be taken out of it.  Only the
inner quotient needs more than 63 bits on the way, so it is divided in two steps.
"""

from typing import Any

import numpy as np

from shebao.law.pension.arrays.columns import Column, Flags, Number, same

_STEP = 20
LONGEST = 2**41


def divided(number: Column, above: Column, below: Number) -> tuple[Column, Column]:
    """``number × above ÷ below`` rounded down, and the rest.

    Each is at most :data:`LONGEST`, ``below`` above 0 and the quotient itself below 2**62.  The
    upper part of ``number`` is at most 2**21 and its lower part below 2**20: every product is at
    most 2**62, and so is what is carried over, 2**61 at most, together with the last one.
    """
    upper = (number >> _STEP) * above
    first = upper // below
    rest = ((upper - first * below) << _STEP) + (number & (2**_STEP - 1)) * above
    second = rest // below
    return (first << _STEP) + second, rest - second * below


def part(base: Column, weights: Any, above: Column, below: Column) -> tuple[Column, Flags]:
    """A part in fen, and where its numbers were small enough for it.

    ``weights`` are ``terms.Weights`` of columns; ``above ÷ below`` is the index, at most 10.
    """
    plain, indexed = weights.plain, weights.indexed
    of = same(np.broadcast_to(weights.of, base.shape))
    heaviest = np.maximum(np.maximum(plain, indexed), 1)
    fits = (base <= LONGEST // 2 // heaviest) & (above <= LONGEST) & (below <= LONGEST)
    base, above = np.where(fits, base, 0), np.where(fits, above, 0)
    inner, _ = divided(2 * base * indexed, above, np.where(fits, below, 1))
    return (2 * base * plain + of + inner) // (2 * of), fits
