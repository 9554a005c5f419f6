"""Messages: what was said is what is read, and nothing else can be read."""

import json
from dataclasses import fields, replace
from datetime import UTC, date, datetime, timedelta, timezone
from functools import partial
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shebao.exchange import forms, port, wire
from shebao.exchange.door import Door, Seen
from shebao.exchange.memory import CHEN, DONGHU, RARE, WANG, MemoryInsurance
from shebao.exchange.port import Posting, PostingKind, Question
from shebao.exchange.signing import Direction, Sealed, Stamp, new_stamp, seal, unseal
from shebao.exchange.troubles import Code, Refused
from tests.exchange.sides import NOON, two_keyrings

HALL, CORE = two_keyrings()
ID = "8a0f3e2c-5b1d-4c7e-9f00-0123456789ab"
STAMP = Stamp(key_id="hall.2026", at="2026-03-02T12:00:00+08:00", id=ID)

number = st.text(st.characters(min_codepoint=33, max_codepoint=126), min_size=1, max_size=40)
text = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
month = st.builds("{:04d}-{:02d}".format, st.integers(0, 9999), st.integers(1, 12))
fen = st.integers(-(2**63), 2**63 - 1)
day = st.dates()
moment = st.datetimes(
    min_value=datetime(1901, 1, 1),
    max_value=datetime(2200, 1, 1),
    timezones=st.sampled_from([UTC, timezone(timedelta(hours=8))]),
)
by_name = {
    "limit": st.integers(1, 1000),
    "from_year": st.integers(0, 9999),
    "to_year": st.integers(0, 9999),
    "from_month": month,
    "to_month": month,
}


def _field(kind: type[Question[Any]], name: str) -> Any:
    if name == "after":
        return st.integers(0, 2**62) if kind is port.ChangesSince else text
    return by_name.get(name, text)


def _question(kind: type[Question[Any]]) -> Any:
    return st.builds(kind, **{one.name: _field(kind, one.name) for one in fields(kind)})


questions = st.lists(st.one_of(*map(_question, port.QUESTIONS)), min_size=1, max_size=6).map(tuple)
line = st.text(
    st.characters(exclude_categories=["Cs", "Cc"], include_characters="𬱟"),
    min_size=1,
    max_size=80,
)
region = st.from_regex(r"[0-9]{6}", fullmatch=True)
word = st.from_regex(r"[a-z]{1,12}", fullmatch=True)
digit = st.integers(0, 9).map(str)
_deceased = {
    "id_type": st.just("citizen_id"),
    "id_number": number,
    "country": st.just("CHN"),
    "name": line,
}
values = {
    PostingKind.CONTACT: st.fixed_dictionaries(
        {"mobile": st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True)}, optional={"address": line}
    ),
    PostingKind.KEY_FACTS: st.fixed_dictionaries(
        {"name": line, "birth": day.map(str)}, optional={"sex": st.sampled_from(["male", "female"])}
    ),
    PostingKind.CERTIFICATION: st.fixed_dictionaries(
        {"method": st.sampled_from(["face", "counter"])}
    ),
    PostingKind.TRANSFER: st.fixed_dictionaries({"from_region": region, "to_region": region}),
    PostingKind.DEEMED_YEARS: st.fixed_dictionaries(
        {"from_month": month, "to_month": month, "months": st.integers(0, 9999).map(str)}
    ),
    PostingKind.RETIREMENT: st.fixed_dictionaries(
        {
            "scheme": st.sampled_from(["pension", "residents"]),
            "choice": st.sampled_from(["early", "statutory", "late"]),
            "start_month": month,
        }
    ),
    PostingKind.RETIREMENT_DEFERRAL: st.fixed_dictionaries({"until_month": month}),
    PostingKind.BENEFIT: st.fixed_dictionaries(
        {
            "benefit": st.sampled_from(["disability_allowance", "unemployment_benefit"]),
            "first_month": month,
        }
    ),
    PostingKind.SURVIVOR: st.fixed_dictionaries(
        {**_deceased, "relation": word, "funeral_from": st.sampled_from(["pension", "injury"])}
    ),
    PostingKind.ACCOUNT_PAYOUT: st.fixed_dictionaries(
        {"payout_for": st.sampled_from(["death", "emigration"])}, optional=_deceased
    ),
    PostingKind.INJURY_BENEFIT: st.fixed_dictionaries({"injury": number}),
    PostingKind.INJURY_DEATH: st.fixed_dictionaries(
        {
            **_deceased,
            "relation": word,
            "funeral_from": st.just("unemployment"),
            "spouse": digit.map(lambda one: str(int(one) % 2)),
            "others": digit,
            "alone": digit,
        }
    ),
    PostingKind.INJURY_COST: st.fixed_dictionaries(
        {
            "injury": number,
            "cost": st.sampled_from(["medical", "rehabilitation", "board", "travel", "device"]),
            "start": day.map(str),
            "end": day.map(str),
            "amount": st.integers(1, 10**9).map(str),
        }
    ),
    PostingKind.EXEMPTION: st.fixed_dictionaries(
        {
            "country": st.from_regex(r"[A-Z]{3}", fullmatch=True),
            "abroad_kind": word,
            "schemes": st.sampled_from(["pension", "pension,unemployment"]),
            "start": day.map(str),
            "end": day.map(str),
            "is_extension": st.sampled_from(["0", "1"]),
        },
        optional={"person": number},
    ),
}
postings = st.sampled_from(PostingKind).flatmap(
    lambda kind: st.builds(
        Posting,
        key=number,
        kind=st.just(kind),
        subject=number,
        case=number,
        decided_at=moment,
        values=values[kind],
    )
)
POSTING = Posting(
    key="k-1",
    kind=PostingKind.CONTACT,
    subject=WANG,
    case="SB202603020000001",
    decided_at=NOON,
    values={"mobile": "13900000000"},
)


@pytest.mark.clause("6.4.4")
@given(asked=questions)
def test_questions_are_read_as_they_were_asked(asked: wire.Asked) -> None:
    body = wire.request_body(asked, stamp=STAMP)

    assert wire.read_request(body, stamp=STAMP) == asked


@pytest.mark.clause("6.4.4")
@given(posting=postings)
def test_a_posting_is_read_as_it_was_sent(posting: Posting) -> None:
    body = wire.request_body(posting, stamp=STAMP)

    assert wire.read_request(body, stamp=STAMP) == posting


record: dict[Any, Any] = {
    str: text,
    int: fen,
    bool: st.booleans(),
    date: day,
    datetime: moment,
}


def _records() -> None:
    for name in ("TransferStep", "Change", "AccountYear", "StaffMember", "Payment", "Benefit",
                 "Registration", "ContributionYear", "Transfer", "Card", "Person", "Employer",
                 "Certification", "Account", "StaffPage", "Changes"):  # fmt: skip
        kind = getattr(port, name)
        st.register_type_strategy(kind, partial(_of, kind))


def _of(kind: Any, _: Any) -> Any:
    hints = forms.get_type_hints(kind)
    return st.builds(kind, **{one.name: _typed(hints[one.name]) for one in fields(kind)})


def _typed(hint: Any) -> Any:
    if hint in record:
        return record[hint]
    arguments = getattr(hint, "__args__", ())
    if getattr(hint, "__origin__", None) is tuple and arguments[-1] is Ellipsis:
        return st.lists(_typed(arguments[0]), max_size=3).map(tuple)
    if getattr(hint, "__origin__", None) is tuple:
        return st.tuples(*map(_typed, arguments))
    if getattr(hint, "__name__", "") == "Mapping":
        return st.dictionaries(text, text, max_size=3)
    if arguments:
        return st.one_of(*(st.none() if one is type(None) else _typed(one) for one in arguments))
    return st.from_type(hint)


_records()


def _answered(kind: type[Question[Any]]) -> Any:
    (value_type,) = forms.get_args(kind.__orig_bases__[0])  # type: ignore[attr-defined]
    answer = st.builds(port.Answer, value=_typed(value_type), data_date=day)
    return st.tuples(_question(kind), answer)


@pytest.mark.clause("6.4.4")
@settings(suppress_health_check=[HealthCheck.too_slow])
@given(pairs=st.lists(st.one_of(*map(_answered, port.QUESTIONS)), max_size=4))
def test_answers_are_read_as_they_were_given(pairs: list[Any]) -> None:
    asked, answers = tuple(one for one, _ in pairs), tuple(one for _, one in pairs)

    body = wire.answers_body(asked, answers, stamp=STAMP)

    assert wire.read_answers(body, stamp=STAMP, asked=asked) == answers


@pytest.mark.clause("6.4.4")
@pytest.mark.parametrize("number_of", [WANG, CHEN, RARE, "0000000000000"])
def test_everything_the_core_holds_crosses_unchanged(number_of: str) -> None:
    core = MemoryInsurance()
    asked = tuple(
        kind(number=number_of)  # type: ignore[call-arg]
        for kind in port.QUESTIONS
        if [one.name for one in fields(kind)][0] == "number" and kind is not port.StaffPersonOf
    )
    answers = core.ask(*asked)

    body = wire.answers_body(asked, answers, stamp=STAMP)

    assert wire.read_answers(body, stamp=STAMP, asked=asked) == answers


@pytest.mark.clause("6.4.4")
@settings(max_examples=400)
@given(data=st.data())
def test_no_flipped_bit_is_ever_taken(data: st.DataObject) -> None:
    sealed = _signed_question()
    whole = sealed.header.encode() + sealed.body
    place = data.draw(st.integers(0, len(whole) * 8 - 1))
    flipped = bytearray(whole)
    flipped[place // 8] ^= 1 << place % 8
    header, body = flipped[: len(sealed.header)], bytes(flipped[len(sealed.header) :])

    with pytest.raises(Refused):
        unseal(Sealed(header.decode("latin-1"), body), direction=Direction.REQUEST, keys=CORE)


@pytest.mark.clause("6.4.4")
@settings(max_examples=300)
@given(body=st.binary(max_size=200) | st.from_regex(rb'\{"version":1,.*\}', fullmatch=True))
def test_any_signed_bytes_get_a_signed_refusal(body: bytes) -> None:
    door = Door(MemoryInsurance(), keys=CORE, seen=Seen())
    stamp = new_stamp(HALL, message_id=ID, at=NOON)
    sealed = seal(body, stamp=stamp, direction=Direction.REQUEST, keys=HALL)

    reply = door.reply(sealed, now=NOON)

    assert reply.refused in {Code.MALFORMED, Code.NOT_ALLOWED}
    assert unseal(reply.sealed, direction=Direction.REPLY, keys=HALL).id == ID


json_value = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | text,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(text, inner, max_size=3),
    max_leaves=6,
)


@pytest.mark.clause("6.4.4")
@given(data=st.data(), other=json_value)
def test_a_document_with_another_value_anywhere_is_read_strictly(
    data: st.DataObject, other: Any
) -> None:
    document = json.loads(wire.request_body(POSTING, stamp=STAMP))
    places = list(_places(document))
    holder, key = data.draw(st.sampled_from(places))
    original, holder[key] = holder[key], other

    try:
        read = wire.read_request(json.dumps(document).encode(), stamp=STAMP)
    except Refused:
        return
    # What is still read has kept its type: another text in a free field, or the same value.
    assert type(original) is type(other)
    assert isinstance(read, Posting)


def _places(part: Any) -> Any:
    for key, value in part.items():
        yield part, key
        if isinstance(value, dict):
            yield from _places(value)


def _signed_question() -> Sealed:
    stamp = new_stamp(HALL, message_id=ID, at=NOON)
    body = wire.request_body((port.PersonOf(number=WANG),), stamp=stamp)
    return seal(body, stamp=stamp, direction=Direction.REQUEST, keys=HALL)


@pytest.mark.clause("6.4.4")
@pytest.mark.parametrize(
    "changes",
    [
        {"kind": "salary"},
        {"values": {}},
        {"values": {"mobile": "13900000000", "monthly": "1"}},
        {"values": {"mobile": 13900000000}},
        {"values": {"mobile": ""}},
        {"values": {"address": "一行\n两行"}},
        {"kind": PostingKind.CERTIFICATION, "values": {"mobile": "13900000000"}},
        {"kind": PostingKind.TRANSFER, "values": {"from_region": "990200"}},
        {"kind": PostingKind.KEY_FACTS, "values": {"birth": "1985-02-30"}},
        {"kind": PostingKind.DEEMED_YEARS,
         "values": {"from_month": "1990-13", "to_month": "1991-01", "months": "2"}},
        {"decided_at": datetime(2026, 3, 2, 12)},
        {"key": ""},
        {"subject": "x" * 41},
    ],
)  # fmt: skip
def test_a_posting_outside_the_allow_list_is_not_even_sent(changes: dict[str, Any]) -> None:
    with pytest.raises(Refused):
        wire.request_body(replace(POSTING, **changes), stamp=STAMP)


@pytest.mark.clause("6.4.4")
@pytest.mark.parametrize(
    "question",
    [
        port.StaffOf(number=DONGHU, limit=0),
        port.StaffOf(number=DONGHU, limit=1001),
        port.ChangesSince(after=-1),
        port.PersonOf(number="9" * 201),
        port.PersonOf(number=7),  # type: ignore[arg-type]
        port.PaymentsOf(number=WANG, from_month="2026-3"),
        Question(),
    ],
)
def test_a_question_outside_its_bounds_is_not_even_sent(question: Question[Any]) -> None:
    with pytest.raises(Refused):
        wire.request_body((question,), stamp=STAMP)


@pytest.mark.clause("6.4.4")
def test_a_refusal_names_the_place_and_never_the_value() -> None:
    secret = "110105 is somebody's number"
    posting = replace(POSTING, values={"mobile": secret})

    with pytest.raises(Refused) as refused:
        forms.check_posting(posting)

    assert "values.mobile" in str(refused.value)
    assert secret not in str(refused.value)


@pytest.mark.clause("6.4.4")
def test_times_without_their_offset_do_not_cross() -> None:
    naive = port.Change(
        sequence=1, at=datetime(2026, 3, 2), kind="contact", subject=WANG, key="", values={}
    )
    asked = (port.ChangesSince(),)
    answers = [port.Answer(value=port.Changes(changes=(naive,), last=1), data_date=NOON.date())]
    body = wire.answers_body(asked, answers, stamp=STAMP)

    with pytest.raises(Refused):
        wire.read_answers(body, stamp=STAMP, asked=asked)


@pytest.mark.clause("6.4.4")
def test_a_core_that_leaves_an_answer_out_is_not_believed() -> None:
    with pytest.raises(Refused):
        wire.answers_body((port.PersonOf(number=WANG),), [], stamp=STAMP)


@pytest.mark.clause("6.4.4")
def test_the_receipt_of_another_posting_is_not_taken() -> None:
    receipt = MemoryInsurance().post(replace(POSTING, key="k-2"))
    body = wire.receipt_body(receipt, stamp=STAMP)

    with pytest.raises(Refused):
        wire.read_receipt(body, stamp=STAMP, posting=POSTING)


@pytest.mark.clause("6.4.4")
def test_every_posting_kind_has_a_form_for_each_of_its_values() -> None:
    listed = {name.rstrip("?") for names in port.VALUES.values() for name in names}

    assert listed == set(forms.FORMATS)
    assert set(forms.POSTING_FORMS) == set(PostingKind)


@pytest.mark.clause("6.4.4")
def test_ids_are_forgotten_once_their_time_is_over() -> None:
    seen, later = Seen(), NOON + timedelta(seconds=301)

    assert seen.is_new(ID, now=NOON, keep_until=NOON + timedelta(seconds=300))
    assert not seen.is_new(ID, now=NOON, keep_until=later)
    assert seen.is_new(ID, now=later, keep_until=later)


@pytest.mark.clause("6.4.4")
@pytest.mark.parametrize(
    ("change", "code", "place"),
    [
        ({"kind": "payment"}, Code.NOT_ALLOWED, "body.posting"),
        ({"values": {"monthly": "1"}}, Code.NOT_ALLOWED, "body.posting.contact.values.monthly"),
        ({"values": {"mobile": 1}}, Code.MALFORMED, "body.posting.contact.values.mobile"),
        ({"decided_at": "yesterday"}, Code.MALFORMED, "body.posting.contact.decided_at"),
    ],
)
def test_a_refusal_says_where_the_message_is_wrong(
    change: dict[str, Any], code: Code, place: str
) -> None:
    document = json.loads(wire.request_body(POSTING, stamp=STAMP))
    document["body"]["posting"].update(change)

    with pytest.raises(Refused) as refused:
        wire.read_request(json.dumps(document).encode(), stamp=STAMP)

    assert refused.value.code is code
    assert refused.value.words.startswith(f"{place}: ")


@pytest.mark.clause("6.4.4")
def test_true_is_not_a_version() -> None:
    document = json.loads(wire.request_body(POSTING, stamp=STAMP))
    document["version"] = True

    with pytest.raises(Refused):
        wire.read_request(json.dumps(document).encode(), stamp=STAMP)
