"""What a message says (6.4.4): bodies written and read, strictly, over the allow-list.

Nothing here touches keys or clocks: ``signing.py`` proves who speaks, and hands over the stamp that
the body must repeat.
"""

from collections.abc import Sequence
from typing import Any

from pydantic import ValidationError
from pydantic_core import PydanticSerializationError, to_json

from shebao.exchange import forms
from shebao.exchange.port import Answer, Posting, Question, Receipt
from shebao.exchange.signing import Stamp
from shebao.exchange.troubles import Code, Refused, as_exception

PATH = "/wall/v1"
CONTENT_TYPE = "application/json"
MOST_REQUEST_BYTES = 256 * 1024
MOST_REPLY_BYTES = 16 * 1024 * 1024

Asked = tuple[Question[Any], ...]


def request_body(asked: Asked | Posting, *, stamp: Stamp) -> bytes:
    """The bytes of a request; raises :class:`Refused` for what may not be asked or posted."""
    if isinstance(asked, Posting):
        forms.check_posting(asked)
        return _written({"posting": _plain_posting(asked)}, stamp=stamp)
    for question in asked:
        forms.check_question(question)
    return _written({"questions": [_plain_question(one) for one in asked]}, stamp=stamp)


def read_request(body: bytes, *, stamp: Stamp) -> Asked | Posting:
    """What is asked or posted; raises :class:`Refused` for anything but a well-formed message."""
    form = _read(forms.REQUEST, body, stamp=stamp)
    if isinstance(form.body, forms.PostingBody):
        return forms.posting_of(form.body.posting)
    return tuple(forms.question_of(question) for question in form.body.questions)


def answers_body(asked: Asked, answers: Sequence[Answer[Any]], *, stamp: Stamp) -> bytes:
    """The bytes of a reply to questions."""
    if len(asked) != len(answers):
        raise Refused(Code.FAILED, "the core did not answer every question")
    plain = [
        {"question": question.name, "data_date": answer.data_date, "value": answer.value}
        for question, answer in zip(asked, answers, strict=True)
    ]
    return _written({"answers": plain}, stamp=stamp)


def receipt_body(receipt: Receipt, *, stamp: Stamp) -> bytes:
    """The bytes of a reply to a posting."""
    return _written({"receipt": receipt}, stamp=stamp)


def error_body(refused: Refused, *, stamp: Stamp) -> bytes:
    """The bytes of a refusal."""
    words = refused.words.encode("utf-8", "replace").decode()
    return _written({"error": {"code": refused.code, "words": words}}, stamp=stamp)


def read_answers(body: bytes, *, stamp: Stamp, asked: Asked) -> tuple[Answer[Any], ...]:
    """The answers to these questions, in their order; raises what a refusal stands for."""
    form = _read_reply(body, stamp=stamp)
    if not isinstance(form.body, forms.AnswersBody):
        raise Refused(Code.MALFORMED, "the reply to questions holds no answers")
    answered = [answer.question for answer in form.body.answers]
    if answered != [question.name for question in asked]:
        raise Refused(Code.MALFORMED, "the answers are not in the order of the questions")
    return tuple(forms.answer_of(answer) for answer in form.body.answers)


def read_receipt(body: bytes, *, stamp: Stamp, posting: Posting) -> Receipt:
    """The receipt of this posting; raises what a refusal stands for."""
    form = _read_reply(body, stamp=stamp)
    if not isinstance(form.body, forms.ReceiptBody):
        raise Refused(Code.MALFORMED, "the reply to a posting holds no receipt")
    receipt = Receipt(**form.body.receipt.__dict__)
    if receipt.key != posting.key:
        raise Refused(Code.MALFORMED, "the receipt is for another posting")
    return receipt


def _read_reply(body: bytes, *, stamp: Stamp) -> forms.ReplyForm:
    form: forms.ReplyForm = _read(forms.REPLY, body, stamp=stamp)
    if isinstance(form.body, forms.ErrorBody):
        raise as_exception(form.body.error.code, form.body.error.words)
    return form


def _read(form: Any, body: bytes, *, stamp: Stamp) -> Any:
    try:
        read = form.validate_json(body)
    except ValidationError as error:
        raise forms.refusal_of(error) from None
    if (read.id, read.at, read.sender) != (stamp.id, stamp.at, stamp.sender):
        raise Refused(Code.MALFORMED, "the body does not repeat what its signature says")
    return read


def _written(content: dict[str, Any], *, stamp: Stamp) -> bytes:
    envelope = {
        "version": forms.VERSION,
        "id": stamp.id,
        "sender": stamp.sender,
        "at": stamp.at,
        "body": content,
    }
    try:
        return to_json(envelope, fallback=dict)
    except (PydanticSerializationError, UnicodeError) as error:
        raise Refused(Code.MALFORMED, "the message holds what JSON cannot say") from error


def _plain_question(question: Question[Any]) -> dict[str, Any]:
    return {"question": question.name, **vars(question)}


def _plain_posting(posting: Posting) -> dict[str, Any]:
    return {**vars(posting), "values": dict(sorted(posting.values.items()))}
