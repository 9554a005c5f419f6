"""The shapes of everything that may cross the wall (6.4.4), closed against anything else.

The allow-list is written once, in ``port.py``; this file turns it into strict forms.  The same
forms read messages, check what is about to be sent, and are published as JSON Schema.
"""

from dataclasses import MISSING, fields
from dataclasses import Field as RecordField
from datetime import date
from typing import Annotated, Any, Literal, Union, get_args, get_type_hints

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    TypeAdapter,
    ValidationError,
    create_model,
)

from shebao.exchange.port import (
    QUESTIONS,
    VALUES,
    Answer,
    Changes,
    Posting,
    PostingKind,
    Question,
    ReceiptState,
)
from shebao.exchange.signing import AT, MESSAGE_ID
from shebao.exchange.troubles import Code, Refused

VERSION = 1
MOST_QUESTIONS = 50
MOST_ROWS = 1000


class Closed(BaseModel):
    """Strict, frozen, and closed against unknown keys."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True, str_max_length=2000)


class Short(Closed):
    """A closed form whose texts are short, because they come from outside."""

    model_config = ConfigDict(str_max_length=200)


def _is_a_day(text: str) -> str:
    if len(text) != 10:
        raise ValueError("write the day as YYYY-MM-DD")
    date.fromisoformat(text)
    return text


def _matching(pattern: str) -> Any:
    return Annotated[str, StringConstraints(pattern=pattern)]


def _exactly(word: str) -> Any:
    return Literal[word]


def _checked(form: Any, rule: Any) -> Any:
    return Annotated[form, AfterValidator(rule)]


def _rows(lowest: int, highest: int) -> Any:
    return Annotated[int, Field(ge=lowest, le=highest)]


Number = _matching(r"^[!-~]{1,40}$")
PostingKey = _matching(r"^[!-~]{1,100}$")
CaseNumber = _matching(r"^[!-~]{0,64}$")
Month = _matching(r"^[0-9]{4}-(0[1-9]|1[0-2])$")
Day = Annotated[str, AfterValidator(_is_a_day), Field(json_schema_extra={"format": "date"})]
Region = _matching(r"^[0-9]{6}$")
Line = _matching(r"^[^\p{Cc}]{1,200}$")

# The form of each value a posting may carry, by its name in ``port.VALUES``.
FORMATS: dict[str, Any] = {
    "mobile": _matching(r"^\+?[0-9]{5,20}$"),
    "address": Line,
    "name": _matching(r"^[^\p{Cc}]{1,100}$"),
    "sex": Literal["male", "female"],
    "birth": Day,
    "first_work": Day,
    "method": _matching(r"^[a-z0-9_-]{1,32}$"),
    "from_region": Region,
    "to_region": Region,
    "from_month": Month,
    "to_month": Month,
    "months": _matching(r"^[0-9]{1,4}$"),
    "scheme": Literal["pension", "residents"],
    "choice": Literal["early", "statutory", "late"],
    "start_month": Month,
    "until_month": Month,
    "benefit": Literal["disability_allowance", "unemployment_benefit"],
    "first_month": Month,
    "id_type": _matching(r"^[a-z0-9_]{1,32}$"),
    "id_number": _matching(r"^[!-~]{1,40}$"),
    "country": _matching(r"^[A-Z]{3}$"),
    "relation": _matching(r"^[a-z_]{1,32}$"),
    "funeral_from": Literal["pension", "injury", "unemployment"],
    "payout_for": Literal["death", "emigration"],
    "injury": Number,
    "cost": Literal["medical", "rehabilitation", "board", "travel", "device"],
    "amount": _matching(r"^[1-9][0-9]{0,11}$"),
    "spouse": Literal["0", "1"],
    "others": _matching(r"^[0-9]$"),
    "alone": _matching(r"^[0-9]$"),
    "abroad_kind": _matching(r"^[a-z_]{1,32}$"),
    "schemes": _matching(r"^[a-z]{1,20}(,[a-z]{1,20}){0,3}$"),
    "start": Day,
    "end": Day,
    "is_extension": Literal["0", "1"],
    "person": Number,
}

# Narrower than their type in the port, because a question comes from outside.
_NARROWED: dict[tuple[str, type], Any] = {
    ("limit", int): _rows(1, MOST_ROWS),
    ("after", int): Annotated[int, Field(ge=0)],
    ("from_year", int): _rows(0, 9999),
    ("to_year", int): _rows(0, 9999),
    ("from_month", str): Month,
    ("to_month", str): Month,
}


# The bodies have nothing in common, so the first that fits is the one; trying all costs time.
_IN_ORDER: Any = Field(union_mode="left_to_right")


def _no_truth(value: object) -> object:
    """``true`` equals 1 in Python, but it is not a version."""
    if isinstance(value, bool):
        raise ValueError("a version is a number")
    return value


class Envelope(Closed):
    """What every message begins with; it repeats what the signature header says."""

    version: Annotated[Literal[1], BeforeValidator(_no_truth)]
    id: str = Field(pattern=f"^{MESSAGE_ID}$", json_schema_extra={"format": "uuid"})
    sender: str = Field(pattern=r"^[a-z][a-z0-9-]{0,30}$")
    at: str = Field(pattern=f"^{AT}$", json_schema_extra={"format": "date-time"})


def _camel(word: str) -> str:
    return "".join(part.capitalize() for part in word.split("_"))


def _question_field(record_field: RecordField[Any], hint: Any) -> Any:
    narrowed = _NARROWED.get((record_field.name, hint), hint)
    required = record_field.default is MISSING
    return (narrowed, ... if required else record_field.default)


def _question_form(kind: type[Question[Any]]) -> type[Short]:
    hints = get_type_hints(kind)
    return create_model(
        f"Ask{_camel(kind.name)}",
        __base__=Short,
        __doc__=kind.__doc__,
        question=(_exactly(kind.name), ...),
        **{field.name: _question_field(field, hints[field.name]) for field in fields(kind)},
    )


def _all_times_aware(changes: Changes) -> Changes:
    if any(change.at.tzinfo is None for change in changes.changes):
        raise ValueError("every time needs its offset from UTC")
    return changes


def _value_type(kind: type[Question[Any]]) -> Any:
    (value_type,) = get_args(kind.__orig_bases__[0])  # type: ignore[attr-defined]
    return (
        Annotated[Changes, AfterValidator(_all_times_aware)]
        if value_type is Changes
        else value_type
    )


def _answer_form(kind: type[Question[Any]]) -> type[Closed]:
    return create_model(
        f"Answer{_camel(kind.name)}",
        __base__=Closed,
        question=(_exactly(kind.name), ...),
        data_date=(date, ...),
        value=(_value_type(kind), ...),
    )


def _value_field(name: str) -> Any:
    return (FORMATS[name.rstrip("?")], "" if name.endswith("?") else ...)


def _values_form(kind: PostingKind) -> type[Short]:
    return create_model(
        f"{_camel(kind)}Values",
        __base__=Short,
        **{name.rstrip("?"): _value_field(name) for name in VALUES[kind]},
    )


def _not_empty(values: Short) -> Short:
    if not values.model_fields_set:
        raise ValueError("a posting changes at least one value")
    return values


def _posting_form(kind: PostingKind) -> type[Short]:
    return create_model(
        f"Post{_camel(kind)}",
        __base__=Short,
        key=(PostingKey, ...),
        kind=(_exactly(kind), ...),
        subject=(Number, ...),
        case=(CaseNumber, ...),
        decided_at=(AwareDatetime, ...),
        values=(_checked(_values_form(kind), _not_empty), ...),
    )


QUESTION_FORMS = {kind: _question_form(kind) for kind in QUESTIONS}
POSTING_FORMS = {kind: _posting_form(kind) for kind in PostingKind}
VALUE_TYPES: dict[type[Question[Any]], TypeAdapter[Any]] = {
    kind: TypeAdapter(_value_type(kind)) for kind in QUESTIONS
}
KIND_OF_QUESTION = {kind.name: kind for kind in QUESTIONS}

AnyQuestion: Any = Annotated[
    Union[tuple(QUESTION_FORMS.values())],  # noqa: UP007
    Field(discriminator="question"),
]
AnyPosting: Any = Annotated[
    Union[tuple(POSTING_FORMS.values())],  # noqa: UP007
    Field(discriminator="kind"),
]
AnyAnswer: Any = Annotated[
    Union[tuple(_answer_form(kind) for kind in QUESTIONS)],  # noqa: UP007
    Field(discriminator="question"),
]


class QuestionsBody(Closed):
    """Questions, answered in one message in their order."""

    questions: tuple[AnyQuestion, ...] = Field(min_length=1, max_length=MOST_QUESTIONS)


class PostingBody(Closed):
    """One decided change."""

    posting: AnyPosting


class RequestForm(Envelope):
    """A message from the hall to the core."""

    body: Annotated[QuestionsBody | PostingBody, _IN_ORDER]


class ReceiptForm(Closed):
    """The core's word on a posting."""

    key: str
    state: ReceiptState
    reference: str
    reason: str
    at: AwareDatetime


class ErrorForm(Closed):
    """Why there is no answer."""

    code: Code
    words: str


class AnswersBody(Closed):
    """One answer for each question, in the order of the questions."""

    answers: tuple[AnyAnswer, ...]


class ReceiptBody(Closed):
    """What became of the posting."""

    receipt: ReceiptForm


class ErrorBody(Closed):
    """A refusal."""

    error: ErrorForm


class ReplyForm(Envelope):
    """A message from the core back to the hall; its id is the id of the request."""

    body: Annotated[AnswersBody | ReceiptBody | ErrorBody, _IN_ORDER]


REQUEST: TypeAdapter[RequestForm] = TypeAdapter(RequestForm)
REPLY: TypeAdapter[ReplyForm] = TypeAdapter(ReplyForm)


def question_of(form: Any) -> Question[Any]:
    """The port's record for a question that was read."""
    values = dict(form.__dict__)
    return KIND_OF_QUESTION[values.pop("question")](**values)


def posting_of(form: Any) -> Posting:
    """The port's record for a posting that was read."""
    values = {name: getattr(form.values, name) for name in sorted(form.values.model_fields_set)}
    return Posting(**{**form.__dict__, "kind": PostingKind(form.kind), "values": values})


def answer_of(form: Any) -> Answer[Any]:
    """The port's record for an answer that was read."""
    return Answer(value=form.value, data_date=form.data_date)


def check_question(question: Question[Any]) -> None:
    """Raise :class:`Refused` unless the question is on the allow-list and well formed."""
    form = QUESTION_FORMS.get(type(question))
    if form is None:
        raise Refused(Code.NOT_ALLOWED, f"{type(question).__name__} is no question of the wall")
    _require(form, {"question": question.name, **vars(question)})


def check_posting(posting: Posting) -> None:
    """Raise :class:`Refused` unless kind and values are on the allow-list and well formed."""
    form = POSTING_FORMS.get(posting.kind)
    if form is None:
        raise Refused(Code.NOT_ALLOWED, f"{posting.kind} is no posting of the wall")
    _require(form, {**vars(posting), "values": dict(posting.values)})


def refusal_of(error: ValidationError) -> Refused:
    """What to tell the sender: the place and the rule, never the value."""
    found = error.errors(include_url=False, include_context=False, include_input=False)
    # Of the alternatives that were tried, the one that got furthest is the one that was meant.
    deepest = max(found, key=lambda one: (len(one["loc"]), one["type"] == _NO_SUCH_KIND))
    place = ".".join(str(step) for step in deepest["loc"] if not str(step).endswith("Body"))
    code = Code.NOT_ALLOWED if deepest["type"] in _UNKNOWN else Code.MALFORMED
    return Refused(code, f"{place}: {deepest['msg']}"[:500])


_NO_SUCH_KIND = "union_tag_invalid"
_UNKNOWN = frozenset({_NO_SUCH_KIND, "extra_forbidden"})


def _require(form: type[BaseModel], values: dict[str, Any]) -> None:
    try:
        form.model_validate(values)
    except ValidationError as error:
        raise refusal_of(error) from None
