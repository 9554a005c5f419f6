"""The facts a rule or a paper may name: what each holds, where it comes from, how it is fetched.

The table is the whole vocabulary; ``docs/facts.md`` is drawn from it.  A fact is fetched only if
it is named, and everything named is fetched across the wall in one message.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from types import MappingProxyType
from typing import Any

from shebao.exchange import port
from shebao.hall.office.catalogue import claims, law_facts, staying
from shebao.hall.office.catalogue import vocabulary as build
from shebao.hall.office.catalogue.estimating import fact as estimating
from shebao.hall.office.catalogue.fact_fields import FIELDS, Field
from shebao.hall.office.catalogue.item import Audience

CORE = "社会保险管理信息系统"
LAW = "法定规则计算"


class SubjectUnknown(LookupError):
    """The core knows nobody by this number."""


class UnknownFact(LookupError):
    """There is no fact of this name."""


@dataclass(frozen=True, kw_only=True)
class Fact:
    """One word of the vocabulary; ``questions`` are asked of the port for the subject.

    ``about`` makes one more question from the answers given so far, or None while they do not say
    enough; where it leaves the number empty, the subject's is put in.
    """

    name: str
    label: str
    source: str
    questions: tuple[type[port.Question[Any]], ...]
    build: Callable[[build.Known], Any]
    audience: Audience = Audience.PERSON
    about: Callable[[Mapping[str, Any]], port.Question[Any] | None] | None = None

    @property
    def fields(self) -> tuple[Field, ...]:
        """What it holds, by dotted name."""
        return FIELDS[self.name]


@dataclass(frozen=True, kw_only=True)
class FactSource:
    """Where a fact came from and the day its data stands at."""

    name: str
    label: str
    source: str
    data_date: date


@dataclass(frozen=True, kw_only=True)
class FactSet:
    """The facts of one decision with their sources; plain values, ready for JSON and CEL."""

    values: Mapping[str, Any] = field(default_factory=dict)
    sources: tuple[FactSource, ...] = ()

    def only(self, names: Iterable[str]) -> "FactSet":
        """The same facts, without those not named."""
        wanted = set(names)
        return FactSet(
            values={name: value for name, value in self.values.items() if name in wanted},
            sources=tuple(one for one in self.sources if one.name in wanted),
        )


VOCABULARY: Mapping[str, Fact] = MappingProxyType({
    fact.name: fact
    for fact in (
        Fact(name="person", label="个人基本信息", source=CORE,
             questions=(port.PersonOf,), build=build.person),
        Fact(name="registrations", label="参保登记", source=CORE,
             questions=(port.RegistrationsOf,), build=build.registrations),
        Fact(name="contributions", label="缴费情况汇总", source=CORE,
             questions=(port.ContributionsOf,), build=build.contributions),
        Fact(name="contribution_years", label="历年缴费明细", source=CORE,
             questions=(port.ContributionsOf,), build=build.contribution_years),
        Fact(name="recent_months", label="近 24 个月缴费", source=CORE,
             questions=(port.ContributionsOf,), build=build.recent_months),
        Fact(name="account", label="养老保险个人账户", source=CORE,
             questions=(port.AccountOf,), build=build.account),
        Fact(name="benefits", label="待遇核定", source=CORE,
             questions=(port.BenefitsOf,), build=build.benefits),
        Fact(name="payments", label="待遇发放", source=CORE,
             questions=(port.PaymentsOf,), build=build.payments),
        Fact(name="transfers", label="关系转移接续", source=CORE,
             questions=(port.TransfersOf,), build=build.transfers),
        Fact(name="card", label="社会保障卡", source=CORE,
             questions=(port.CardOf,), build=build.card),
        Fact(name="certification", label="待遇资格认证", source=CORE,
             questions=(port.CertificationOf,), build=build.certification),
        Fact(name="retirement", label="法定退休年龄", source=LAW,
             questions=(port.PersonOf, port.RegistrationsOf), build=build.retirement_facts),
        Fact(name="estimate", label="养老金测算", source=LAW,
             questions=estimating.QUESTIONS, build=estimating.estimate),
        Fact(name="employer", label="单位基本信息", source=CORE, audience=Audience.EMPLOYER,
             questions=(port.EmployerOf,), build=build.employer),
        *law_facts.facts(Fact, LAW),
        Fact(name="deceased", label="死亡人员的参保情况", source=CORE,
             questions=(port.PersonOf,), build=claims.deceased, about=claims.deceased_question),
        Fact(name="survivor_claim", label="遗属待遇测算", source=LAW,
             questions=(port.PersonOf,), build=claims.survivor_claim,
             about=claims.deceased_question),
        Fact(name="death_claim", label="工亡待遇测算", source=LAW,
             questions=(port.PersonOf,), build=claims.death_claim,
             about=claims.deceased_question),
        Fact(name="injuries", label="工伤认定和伤残待遇测算", source=CORE,
             questions=(port.InjuriesOf,), build=claims.injuries),
        Fact(name="exemptions", label="境外免缴证明", source=CORE,
             questions=(port.ExemptionsOf,), build=staying.exemptions),
        Fact(name="treaty", label="社会保险协定（首次）", source=LAW,
             questions=(port.ExemptionsOf,), build=staying.treaty),
        Fact(name="extension", label="社会保险协定（延期）", source=LAW,
             questions=(port.ExemptionsOf,), build=staying.extension),
        Fact(name="staff_member", label="本单位职工", source=CORE, audience=Audience.EMPLOYER,
             questions=(port.EmployerOf,), build=staying.staff_member,
             about=staying.staff_question),
        Fact(name="staff_treaty", label="职工适用的社会保险协定（首次）", source=LAW,
             audience=Audience.EMPLOYER, questions=(port.EmployerOf,),
             build=staying.staff_treaty, about=staying.staff_question),
        Fact(name="staff_extension", label="职工适用的社会保险协定（延期）", source=LAW,
             audience=Audience.EMPLOYER, questions=(port.EmployerOf,),
             build=staying.staff_extension, about=staying.staff_question),
    )
})  # fmt: skip


def fact(name: str) -> Fact:
    """One word of the vocabulary; raises :class:`UnknownFact`."""
    try:
        return VOCABULARY[name]
    except KeyError:
        raise UnknownFact(name) from None


def gather(
    insurance: port.Insurance,
    names: Iterable[str],
    *,
    subject: str,
    today: date,
    answers: Mapping[str, Any] = MappingProxyType({}),
) -> FactSet:
    """Fetch the named facts in one message, and no others (国令716 art. 7: ask for no more).

    ``subject`` is the core's number of the person, or of the unit for an employer's errand;
    ``answers`` are the form's as far as they are known, for facts worked out for a choice.
    Raises :class:`SubjectUnknown`, :class:`UnknownFact`, ``port.Unreachable``, ``port.Rejected``.
    """
    wanted = [fact(name) for name in sorted(set(names))]
    questions = _questions(wanted, subject, answers)
    if not questions:
        return FactSet()
    told = dict(zip(questions, insurance.ask(*questions.values()), strict=True))
    _demand_subject(told, subject)
    known = build.Known({kind: one.value for kind, one in told.items()}, today, answers)
    return FactSet(
        values={one.name: one.build(known) for one in wanted},
        sources=tuple(_source(one, told) for one in wanted),
    )


Kind = type[port.Question[Any]]


def _questions(
    wanted: Iterable[Fact], subject: str, answers: Mapping[str, Any]
) -> dict[Kind, port.Question[Any]]:
    asked: dict[Kind, port.Question[Any]] = {}
    for one in wanted:
        for kind in one.questions:
            asked.setdefault(kind, kind(number=subject))  # type: ignore[call-arg]
        more = one.about(answers) if one.about else None
        if more is not None:
            asked[type(more)] = _about_subject(more, subject)
    return asked


def _about_subject(question: port.Question[Any], subject: str) -> port.Question[Any]:
    is_open = getattr(question, "number", None) == ""
    return replace(question, number=subject) if is_open else question  # type: ignore[call-arg]


def _demand_subject(told: Mapping[Kind, port.Answer[Any]], subject: str) -> None:
    for kind in (port.PersonOf, port.EmployerOf):
        if kind in told and told[kind].value is None:
            raise SubjectUnknown(subject)


def _source(one: Fact, told: Mapping[Kind, port.Answer[Any]]) -> FactSource:
    oldest = min(told[kind].data_date for kind in one.questions)
    return FactSource(name=one.name, label=one.label, source=one.source, data_date=oldest)
