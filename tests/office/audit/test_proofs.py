"""A proof holds for its entry and breaks with the smallest change (6.3.2)."""

import copy
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shebao.exchange.keys import Keyring
from shebao.hall.office.audit import actions
from shebao.hall.office.audit.actions import checkpoint
from shebao.hall.office.audit.evidence import Unreadable, checked
from shebao.hall.office.audit.models import Entry
from shebao.hall.office.audit.proving import NotCovered, proof_of
from tests.office.audit.conftest import Write
from tests.support.staff import NOON

pytestmark = pytest.mark.clause("6.3.2")
trying = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=80)


@pytest.fixture
def proofs(write: Write, keys: Keyring, monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """Proofs of all entries, over spans of every length up to five."""
    monkeypatch.setattr(actions, "MOST_IN_A_SPAN", 5)
    write(23)
    while checkpoint(keys=keys, now=NOON):
        pass
    last = Entry.objects.latest("id").pk
    return [
        proof_of(one, known=keys.known) for one in Entry.objects.exclude(pk=last).order_by("id")
    ]


def test_every_covered_entry_has_a_proof_that_holds(
    proofs: list[dict[str, Any]], keys: Keyring
) -> None:
    for proof in proofs:
        entry, statement, key = checked(proof)
        stored = Entry.objects.get(pk=entry["row"])
        assert (stored.digest, stored.actor) == (entry["digest"], entry["actor"])
        assert key == keys.known[statement.key]


def test_an_entry_that_no_checkpoint_covers_has_none(
    proofs: list[dict[str, Any]], keys: Keyring
) -> None:
    with pytest.raises(NotCovered):
        proof_of(Entry.objects.latest("id"), known=keys.known)


def _leaves(node: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """The way to every single value of a document."""
    if isinstance(node, dict | list | tuple):
        pairs = node.items() if isinstance(node, dict) else enumerate(node)
        return [way for name, inner in pairs for way in _leaves(inner, (*path, name))]
    return [path]


def _changed(proof: dict[str, Any], way: tuple[Any, ...], data: st.DataObject) -> dict[str, Any]:
    made: dict[str, Any] = copy.deepcopy(proof)
    made["span"] = list(made["span"])
    inner: Any = made
    for name in way[:-1]:
        inner = inner[name]
    was = inner[way[-1]]
    if isinstance(was, int):
        inner[way[-1]] = was + data.draw(st.sampled_from([-1, 1, 1000]))
    else:
        at = data.draw(st.integers(0, max(len(was) - 1, 0)))
        sign = data.draw(st.sampled_from("0af看").filter(lambda one: one != was[at : at + 1]))
        inner[way[-1]] = was[:at] + sign + was[at + 1 :]
    return made


@given(data=st.data())
@trying
def test_any_value_changed_breaks_the_proof(
    proofs: list[dict[str, Any]], data: st.DataObject
) -> None:
    proof = data.draw(st.sampled_from(proofs))
    way = data.draw(
        st.sampled_from([one for one in _leaves(proof) if one != ("checkpoint", "type")])
    )

    with pytest.raises(Unreadable):
        checked(_changed(proof, way, data))


@pytest.mark.parametrize("name", ["type", "entry", "span", "entry_path", "span_path", "checkpoint"])
def test_a_proof_that_lacks_a_part_is_none(name: str, proofs: list[dict[str, Any]]) -> None:
    less = {key: value for key, value in proofs[0].items() if key != name}

    with pytest.raises(Unreadable):
        checked(less)


@pytest.mark.parametrize("document", [None, [], "proof", 7, {}, {"type": "shebao-trail-proof-1"}])
def test_anything_else_is_none_either(document: Any) -> None:
    with pytest.raises(Unreadable):
        checked(document)


def test_the_proof_of_one_entry_does_not_carry_another(proofs: list[dict[str, Any]]) -> None:
    one, other = proofs[0], proofs[4]
    assert one["entry"]["stream"] == other["entry"]["stream"]

    with pytest.raises(Unreadable):
        checked({**one, "entry": other["entry"]})
