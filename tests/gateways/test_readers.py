"""The stand-in reader takes only what could be a card, and says that it is played."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shebao.hall.gateways.reader.port import CardReader, NoCard
from shebao.hall.gateways.reader.standin import StandinReader
from shebao.law.identifiers import check_digit_18

pytestmark = pytest.mark.clause("6.1.2c")
FIRST = st.text("0123456789", min_size=17, max_size=17)


@pytest.fixture
def reader() -> CardReader:
    return StandinReader()


def test_it_says_that_it_is_a_stand_in(reader: CardReader) -> None:
    assert reader.is_standin


@given(first=FIRST)
def test_a_number_with_the_right_check_digit_is_read_the_same_every_time(first: str) -> None:
    number = first + check_digit_18(first)
    read = StandinReader().read(f" {number.lower()} ")

    assert read.id_number == number
    assert read == StandinReader().read(number)
    assert number not in read.digest


@given(first=FIRST, last=st.sampled_from("0123456789X"))
def test_a_number_with_another_check_digit_is_no_card(first: str, last: str) -> None:
    if last == check_digit_18(first):
        return
    with pytest.raises(NoCard):
        StandinReader().read(first + last)
