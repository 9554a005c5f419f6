"""The shape of ``item.toml`` (3.2): everything the engine needs to know of one public service.

These models are the only reader of the file, the source of the JSON Schema editors use, and the
frozen record every other room works with.  An unknown key is an error, so that a typing slip in a
folder is found by ``shebao items check`` and not by an applicant.
"""

from enum import StrEnum
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field


class Handling(StrEnum):
    """The three ways of handling (3.2, 5.3.1b)."""

    INSTANT = "instant"
    PROMISED = "promised"
    APPOINTMENT = "appointment"


class Audience(StrEnum):
    """Whose errand it is."""

    PERSON = "person"
    EMPLOYER = "employer"


class Channel(StrEnum):
    """How people reach us (6.1.2)."""

    WEB = "web"
    KIOSK = "kiosk"
    HOTLINE = "hotline"
    API = "api"
    DESK = "desk"


class Part(BaseModel):
    """Frozen, and closed against unknown keys."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)


class Elements(Part):
    """The elements of 3.2 that are plain words; name, summary and materials stand beside."""

    ways: str = Field(min_length=1, description="办理方式")
    time_limit: str = Field(min_length=1, description="办理时限")
    delivery: str = Field(min_length=1, description="结果送达")
    fee: str = Field(min_length=1, description="收费依据及标准")
    hours: str = Field(min_length=1, description="办事时间")
    inquiry: str = Field(min_length=1, description="咨询查询途径")
    complaint: str = Field(min_length=1, description="监督投诉渠道")


class Material(Part):
    """One paper the errand needs, and who brings it (5.3.6)."""

    code: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    name: str = Field(min_length=1)
    source: Literal["shared", "applicant"] = "applicant"
    form: Literal["electronic", "copy", "original"] = "electronic"
    required: bool = True
    is_checked_at_counter: bool = False
    note: str = ""


class Option(Part):
    """One choice of a choice field."""

    value: str = Field(pattern=r"^[a-z0-9_]+$")
    label: str = Field(min_length=1)


FieldType = Literal[
    "text", "longtext", "name", "mobile", "date", "month", "integer", "money", "choice", "region",
    "yes_no",
]  # fmt: skip


class FormField(Part):
    """One question of the form.

    ``show_if`` is a CEL condition over ``answers``; ``prefill`` a CEL expression over facts whose
    value is offered as the first answer; ``help`` is shown under the label.
    """

    name: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    type: FieldType
    label: str = Field(min_length=1)
    group: str = ""
    help: str = ""
    example: str = ""
    required: bool = True
    options: tuple[Option, ...] = ()
    show_if: str = ""
    prefill: str = ""
    min_length: int = 0
    max_length: int = 200
    minimum: int | None = None
    maximum: int | None = None
    not_after_today: bool = False
    not_before_today: bool = False
    is_free_choice: bool = Field(
        default=False,
        description="the applicant may choose it freely; a refusal may suggest another choice",
    )


class Rule(Part):
    """One condition and where it leads; exactly one of the three ``…_if`` is given, in CEL.

    ``say`` is for the applicant, ``basis`` names the article, ``advice`` says what to do now.
    """

    name: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    refuse_if: str = ""
    review_if: str = ""
    approve_if: str = ""
    say: str = Field(min_length=1)
    basis: str = Field(min_length=1)
    advice: str = ""


class Promise(Part):
    """The clock (5.3.1b): promised and statutory working days, and what may pause it."""

    working_days: int = Field(ge=0)
    statutory_working_days: int = Field(default=0, ge=0)
    pauses: tuple[Literal["supplement", "joint", "publicity", "appraisal"], ...] = ()
    supplement_working_days: int = Field(default=10, ge=1)


class Step(Part):
    """One station of a promised or appointment item, in order.

    ``review``/``second_review`` are done by clerks of that role, ``joint`` waits for the other
    side's word on the posting, ``counter`` is finished at a counter with the originals.
    """

    kind: Literal["pre_review", "review", "second_review", "joint", "counter"]
    label: str = Field(min_length=1)
    working_days: int = Field(default=0, ge=0)


class Effect(Part):
    """What an approval changes on the other side; values are CEL expressions giving strings."""

    posting: str
    values: dict[str, str] = Field(default_factory=dict)


class PaperSpec(Part):
    """The document an approval issues; ``template`` lies in the folder, ``values`` are CEL.

    A certificate replaces the earlier one of its kind, unless ``keeps_earlier`` says that several
    may be good at once, as for several people or stays.
    """

    kind: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    menu: Literal["voucher", "certificate"]
    title: str = Field(min_length=1)
    template: str = "paper.typ"
    facts: tuple[str, ...] = ()
    valid_days: int = Field(default=0, ge=0, description="0 = no end")
    keeps_earlier: bool = False


class Item(Part):
    """One public service, whole."""

    slug: str = Field(pattern=r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$")
    code: str = Field(
        min_length=1, description="number in the ministry's list, or the agency's own"
    )
    name: str = Field(min_length=2)
    summary: str = Field(min_length=4)
    theme: Literal[
        "registration", "maintenance", "declaration", "records", "pension", "injury",
        "unemployment", "abroad", "card",
    ]  # fmt: skip
    icon: str = "document"
    keywords: tuple[str, ...] = ()
    life_events: tuple[str, ...] = ()
    handling: Handling
    audience: tuple[Audience, ...] = Field(min_length=1)
    channels: tuple[Channel, ...] = Field(min_length=1)
    identity: Literal["signed_in", "verified"] = "signed_in"
    may_act_for_another: bool = True
    counter_minutes: int = Field(
        default=15, ge=5, le=240, description="how long it takes at a counter, for bookings"
    )
    moves_money: bool = False
    is_high_risk: bool = False
    risk_warning: str = ""
    retention: Literal["permanent", "100y", "50y", "30y", "10y"]
    archive_class: str = Field(min_length=1)
    elements: Elements
    promise: Promise
    materials: tuple[Material, ...] = ()
    fields: tuple[FormField, ...] = ()
    one_open_per: tuple[str, ...] = Field(
        default=(),
        description="answers that tell one open case of a subject from another; none: one in all",
    )
    rules: tuple[Rule, ...] = ()
    steps: tuple[Step, ...] = ()
    effect: Effect | None = None
    paper: PaperSpec | None = None
    basis: tuple[str, ...] = Field(min_length=1, description="设定依据")
