"""What each way proves: two different kinds verify, for half an hour."""

from datetime import timedelta
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shebao.hall.kit.visitor import Level
from shebao.hall.office.accounts.ways import LASTS, WAYS, Proven, level_of, proof_of, would_verify
from tests.support.cast import MONDAY

pytestmark = pytest.mark.clause("5.4.1.5", "6.2.6")
SETS = st.lists(st.sampled_from(sorted(WAYS)), max_size=4)


@pytest.mark.parametrize(
    ("ways", "level"),
    [
        ((), Level.NOBODY),
        (("password",), Level.KNOWN),
        (("sms",), Level.LOW),
        (("sms", "totp"), Level.LOW),
        (("password", "sms"), Level.VERIFIED),
        (("password", "totp"), Level.VERIFIED),
        (("sms", "face"), Level.VERIFIED),
        (("passkey",), Level.VERIFIED),
        (("e-card",), Level.VERIFIED),
        (("partner",), Level.KNOWN),
        (("certificate",), Level.VERIFIED),
    ],
)
def test_the_table_of_levels(ways: tuple[str, ...], level: Level) -> None:
    assert level_of(ways) is level


@given(ways=SETS, more=st.sampled_from(sorted(WAYS)))
def test_a_further_proof_never_lowers(ways: list[str], more: str) -> None:
    assert level_of([*ways, more]) >= level_of(ways)


@given(ways=SETS)
def test_the_order_and_repetition_do_not_matter(ways: list[str]) -> None:
    assert level_of(ways) is level_of([*reversed(ways), *ways])


def test_verified_rests_on_two_kinds_of_proof() -> None:
    for pair in combinations(sorted(WAYS), 2):
        kinds = {factor for way in pair for factor in WAYS[way].factors}
        assert (level_of(pair) is Level.VERIFIED) == (len(kinds) > 1)


@pytest.mark.parametrize(
    ("after", "level"),
    [(LASTS, Level.VERIFIED), (LASTS + timedelta(seconds=1), Level.KNOWN)],
)
def test_after_half_an_hour_it_is_asked_again(after: timedelta, level: Level) -> None:
    proven = (Proven(way="password", at=MONDAY), Proven(way="sms", at=MONDAY, digest="abc"))
    found = proof_of(proven, now=MONDAY + after)

    assert found is not None
    assert (found.level, found.method, found.digest) == (level, "password+sms", "abc")


def test_a_second_code_does_not_help_who_came_by_a_code() -> None:
    assert not would_verify("sms", ["sms"])
    assert not would_verify("totp", ["sms"])
    assert would_verify("password", ["sms"])
