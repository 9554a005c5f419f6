"""The trees of RFC 6962, beside its own definition (6.3.2)."""

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shebao.hall.office.audit.merkle import leaf_hash, node_hash, path_to, root_by_path, root_of

pytestmark = pytest.mark.clause("6.3.2")
# The inputs of the reference implementation's own tests, and the roots it gives over each start.
INPUTS = [bytes.fromhex(one) for one in (
    "", "00", "10", "2021", "3031", "40414243", "5051525354555657",
    "606162636465666768696a6b6c6d6e6f",
)]  # fmt: skip
ROOTS = (
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
)
LEAVES = st.lists(st.binary(max_size=8), min_size=1, max_size=70)


@pytest.mark.parametrize("count", range(1, 9))
def test_the_roots_are_those_of_the_reference(count: int) -> None:
    assert root_of(map(leaf_hash, INPUTS[:count])).hex() == ROOTS[count - 1]


def test_over_nothing_the_root_is_the_hash_of_nothing() -> None:
    assert root_of([]) == hashlib.sha256(b"").digest()


@given(contents=LEAVES, data=st.data())
def test_a_path_leads_from_its_leaf_to_the_root_and_from_no_other(
    contents: list[bytes], data: st.DataObject
) -> None:
    leaves = [leaf_hash(one) for one in contents]
    place = data.draw(st.integers(0, len(leaves) - 1))
    path, root = path_to(place, leaves), root_of(leaves)
    size = len(leaves)

    assert root_by_path(leaves[place], place=place, size=size, path=path) == root
    assert root_by_path(leaf_hash(b"another leaf"), place=place, size=size, path=path) != root
    for wrong in (place - 1, place + 1, size):
        same = 0 <= wrong < size and leaves[wrong] == leaves[place]
        assert same or root_by_path(leaves[place], place=wrong, size=size, path=path) != root


@given(contents=LEAVES, extra=st.binary(min_size=32, max_size=32))
def test_a_path_of_another_length_leads_nowhere(contents: list[bytes], extra: bytes) -> None:
    leaves = [leaf_hash(one) for one in contents]
    path, size = path_to(0, leaves), len(leaves)

    assert root_by_path(leaves[0], place=0, size=size, path=[*path, extra]) is None
    assert not path or root_by_path(leaves[0], place=0, size=size, path=path[:-1]) is None


def test_a_leaf_never_passes_for_an_inner_node() -> None:
    left, right = leaf_hash(b"a"), leaf_hash(b"b")

    assert leaf_hash(left + right) != node_hash(left, right)
