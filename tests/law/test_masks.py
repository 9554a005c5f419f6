"""What others may see of a name and of a number."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shebao.law.identifiers import mask_account, mask_id, mask_mobile, mask_name

MASKS = [mask_account, mask_id, mask_mobile, mask_name]


@pytest.mark.clause("6.3.1")
@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("张伟", "张*"),
        ("林小梅", "林*梅"),
        ("欧阳娜娜", "欧**娜"),
        ("𠮷田花", "𠮷*花"),
        ("王", "*"),
        ("", ""),
    ],
)
def test_a_name_shows_its_ends(name: str, shown: str) -> None:
    assert mask_name(name) == shown


@pytest.mark.clause("6.3.1")
def test_numbers_show_just_enough_to_be_recognised() -> None:
    assert mask_id("11010519491231002X") == "110***********002X"
    assert mask_id("E12345678") == "E1*****78"
    assert mask_id("1234567") == "******7"
    assert mask_mobile("13812345678") == "138****5678"
    assert mask_mobile("+447911123456") == "+44******3456"
    assert mask_account("6222021234567890128") == "***************0128"
    assert mask_account("1234") == "****"


@pytest.mark.clause("6.3.1")
@given(text=st.text(min_size=1, max_size=40), mask=st.sampled_from(MASKS))
def test_a_mask_keeps_the_length_and_always_hides_something(text: str, mask: object) -> None:
    shown = mask(text)  # type: ignore[operator]

    assert len(shown) == len(text)
    assert "*" in shown
