"""Whether a picture can be compared at all: read here, before anybody outside sees it."""

from io import BytesIO

import numpy as np
from PIL import Image, UnidentifiedImageError

from shebao.hall.gateways.face.port import LARGEST, Reason

MOST_PIXELS = 50_000_000
SHORTEST = 320
LOOKED_AT = 320
# Of 255: the mean of all light. Between these a face in a room can be made out.
DARKEST, BRIGHTEST = 45.0, 225.0
# How much neighbouring points differ (variance of the Laplacian); below it no edge is sharp.
LEAST_SHARP = 12.0


def faults(picture: bytes) -> tuple[Reason, ...]:
    """What is wrong with the picture itself; empty when it can be compared."""
    light = _light(picture)
    if light is None:
        return (Reason.UNREADABLE,)
    if not light.size:
        return (Reason.SMALL,)
    mean = float(light.mean())
    if mean < DARKEST:
        return (Reason.DARK,)
    if mean > BRIGHTEST:
        return (Reason.BRIGHT,)
    return (Reason.BLURRED,) if _sharpness(light) < LEAST_SHARP else ()


def _light(picture: bytes) -> np.ndarray | None:
    """The picture's light, made small; no points where it is too small to begin with."""
    if not 0 < len(picture) <= LARGEST:
        return None
    try:
        with Image.open(BytesIO(picture), formats=("JPEG", "PNG")) as found:
            if found.width * found.height > MOST_PIXELS:
                return None
            if min(found.size) < SHORTEST:
                return np.empty((0, 0))
            found.draft("L", (LOOKED_AT * 2, LOOKED_AT * 2))
            small = found.convert("L")
            small.thumbnail((LOOKED_AT * 2, LOOKED_AT * 2))
            return np.asarray(small, dtype=np.float64)
    except (UnidentifiedImageError, OSError, ValueError, Image.DecompressionBombError):
        return None


def _sharpness(light: np.ndarray) -> float:
    inner = light[1:-1, 1:-1]
    around = light[:-2, 1:-1] + light[2:, 1:-1] + light[1:-1, :-2] + light[1:-1, 2:]
    return float((around - 4 * inner).var())
