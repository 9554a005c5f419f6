"""Pictures for face checks: what cannot be compared is said before anybody compares it."""

from io import BytesIO

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageFilter

from shebao.hall.gateways.face.picture import faults
from shebao.hall.gateways.face.port import Reason
from shebao.hall.gateways.face.standin import StandinFace

pytestmark = pytest.mark.clause("5.4.1.5")


def picture(
    *, size: tuple[int, int] = (600, 800), light: float = 1.0, lift: int = 0, blur: int = 0,
    kind: str = "JPEG",
) -> bytes:  # fmt: skip
    """Something with edges as a face in a room has them; darker, brighter or blurred on demand."""
    dice = np.random.default_rng(7)
    coarse = dice.integers(40, 200, (size[1] // 20, size[0] // 20)).astype(np.uint8)
    drawn = Image.fromarray(coarse).resize(size, Image.Resampling.BICUBIC)
    grain = dice.integers(-12, 12, (size[1], size[0]))
    whole = np.clip(np.asarray(drawn).astype(int) + grain, 0, 255)
    whole = np.clip(whole * light + lift, 0, 255).astype(np.uint8)
    made = Image.fromarray(whole).filter(ImageFilter.GaussianBlur(blur))
    out = BytesIO()
    made.convert("RGB").save(out, kind)
    return out.getvalue()


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
@pytest.mark.parametrize("size", [(600, 800), (2000, 1500), (320, 320)])
def test_a_picture_from_a_telephone_can_be_compared(kind: str, size: tuple[int, int]) -> None:
    assert faults(picture(kind=kind, size=size)) == ()


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", Reason.UNREADABLE),
        (b"no picture", Reason.UNREADABLE),
        (picture()[:2000], Reason.UNREADABLE),
        (b"\xff\xd8" + b"0" * (10 * 1024 * 1024), Reason.UNREADABLE),
        (picture(size=(319, 800)), Reason.SMALL),
        (picture(light=0.2), Reason.DARK),
        (picture(lift=180), Reason.BRIGHT),
        (picture(blur=30), Reason.BLURRED),
    ],
)
def test_what_is_wrong_is_named(content: bytes, reason: Reason) -> None:
    assert faults(content) == (reason,)
    assert StandinFace().compare(picture=content, name="", id_number="").reasons == (reason,)


@settings(max_examples=40, deadline=None)
@given(light=st.floats(0.02, 1.0), lift=st.integers(0, 255), blur=st.integers(0, 40))
def test_every_picture_gets_one_answer(light: float, lift: int, blur: int) -> None:
    found = faults(picture(size=(400, 400), light=light, lift=lift, blur=blur))

    assert len(found) <= 1


@settings(max_examples=200, deadline=None)
@given(content=st.binary(max_size=400))
def test_nothing_somebody_sends_breaks_it(content: bytes) -> None:
    assert faults(content) == (Reason.UNREADABLE,)


def test_the_stand_in_says_so_in_its_name() -> None:
    assert StandinFace().is_standin
    assert "演示替身" in StandinFace().title
