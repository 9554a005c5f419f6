"""Facts about stays abroad: the certificates so far, the treaty, a unit's own staff (5.4.3c)."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from shebao.exchange import port
from shebao.exchange.worked import earlier_of
from shebao.hall.office.catalogue.claims import country_of, document_of, doubts_of
from shebao.hall.office.catalogue.codes import worded
from shebao.hall.office.catalogue.vocabulary import Known, Values
from shebao.law import abroad
from shebao.law.identifiers import mask_name
from shebao.law.working import documents

REVERSED = "dates_reversed"
KINDS = {
    "posted": "派遣人员", "subsidiary": "子公司雇员", "short_term": "短期就业人员",
    "no_employer": "在国内没有雇主的人员", "self_employed": "自雇人员", "seafarer": "船员",
    "aircrew": "航空器雇员", "transport": "国际运输雇员", "diplomat": "外交领事机构雇员",
    "civil_servant": "公务员", "family": "随行家属", "exception": "经两国主管机关同意的例外",
}  # fmt: skip
_ENGLISH = {
    "pension": "Basic Old-age Insurance for Employees",
    "residents": "Basic Old-age Insurance for Urban and Rural Residents",
    "unemployment": "Unemployment Insurance",
}
# As the short names stand in English on a certificate.
_COUNTRIES = {
    "DEU": "Germany", "KOR": "Republic of Korea", "DNK": "Denmark", "FIN": "Finland",
    "CAN": "Canada", "CHE": "Switzerland", "NLD": "the Netherlands", "FRA": "France",
    "ESP": "Spain", "LUX": "Luxembourg", "JPN": "Japan", "SRB": "Serbia", "KGZ": "Kyrgyzstan",
}  # fmt: skip


def staff_question(answers: Mapping[str, Any]) -> port.StaffPersonOf | None:
    """One of the unit's staff, as the form names them; the unit's number is put in later."""
    verdict, name = document_of(answers, "staff"), answers.get("staff_name")
    if verdict is None or not verdict.is_valid or verdict.kind is None or not name:
        return None
    return port.StaffPersonOf(
        number="",
        id_type=str(verdict.kind),
        id_number=verdict.value,
        country=country_of(answers, "staff", verdict),
        full_name=str(name),
    )


def exemptions(known: Known) -> Values:
    """A person's certificates so far, newest first."""
    return _certificates(known[port.ExemptionsOf])


def staff_member(known: Known) -> Values:
    """The member of staff that the form names: masked, and only where the unit insures them."""
    verdict = document_of(known.answers, "staff", today=known.today)
    found: port.StaffPerson | None = known.told.get(port.StaffPersonOf)
    return {
        "is_document_right": verdict is None or verdict.is_valid,
        "is_found": found is not None,
        "number": found.number if found else "",
        "name_masked": mask_name(found.name) if found else "",
        "id_tail": found.id_tail if found else "",
        "schemes": [str(one) for one in found.schemes] if found else [],
        "last_paid_month": found.last_paid_month if found else "",
        **_certificates(found.exemptions if found else ()),
    }


def treaty(known: Known) -> Values:
    """What the treaty says of the stay that a person asks for."""
    return _treaty(known, known[port.ExemptionsOf], is_extension=False)


def extension(known: Known) -> Values:
    """What the treaty says of going on with a stay."""
    return _treaty(known, known[port.ExemptionsOf], is_extension=True)


def staff_treaty(known: Known) -> Values:
    """The same of a stay that a unit asks for."""
    return _treaty(known, _of_staff(known), is_extension=False)


def staff_extension(known: Known) -> Values:
    """The same of going on with it."""
    return _treaty(known, _of_staff(known), is_extension=True)


def _of_staff(known: Known) -> tuple[port.Exemption, ...]:
    found: port.StaffPerson | None = known.told.get(port.StaffPersonOf)
    return found.exemptions if found else ()


def _certificates(rows: Iterable[port.Exemption]) -> Values:
    listed = [_certificate(row) for row in rows]
    newest = listed[0] if listed else _NO_CERTIFICATE
    return {
        "list": listed,
        "count": len(listed),
        "last_number": newest["number"],
        "last_country": newest["country"].lower(),
        "last_kind": newest["kind"],
        "last_end": newest["end"],
    }


def _certificate(row: port.Exemption) -> Values:
    return {
        "number": row.number,
        "country": row.country,
        "country_name": abroad.country_name(row.country),
        "kind": row.kind,
        "start": row.start.isoformat(),
        "end": row.end.isoformat(),
        "certificate": row.certificate,
    }


_NO_CERTIFICATE: Values = {"number": "", "country": "", "kind": "", "end": ""}


def _treaty(known: Known, before: tuple[port.Exemption, ...], *, is_extension: bool) -> Values:
    asked = _asked(known.answers)
    if asked is None:
        return {**_NO_TREATY, "schemes": [], "codes": [], "doubts": []}
    country, start, end, schemes, kind = asked
    words = {
        "country": country,
        "country_name": _name(country),
        "country_english": _COUNTRIES.get(country, country),
        "kind_words": KINDS.get(kind, kind),
        "schemes": list(schemes),
        "schemes_words": "、".join(worded(one) for one in schemes),
        "schemes_english": ", ".join(_ENGLISH.get(one, one) for one in schemes),
    }
    try:
        law = abroad.exemption(
            country=country,
            schemes=schemes,
            start=start,
            end=end,
            kind=kind,
            earlier=earlier_of(before),
            is_extension=is_extension,
        )
    except abroad.BadRequest as error:
        reversed_ = {"codes": [REVERSED], "refusals": str(error), "doubts": []}
        return {**_NO_TREATY, **words, "is_known": True, "outcome": "refused", **reversed_}
    except abroad.UnknownCountry:
        return {**_NO_TREATY, **words, "is_known": True, "codes": ["no_agreement"], "doubts": [],
                "outcome": "refused"}  # fmt: skip
    found = abroad.agreement(country, start)
    return {
        **words,
        "is_known": True,
        "is_in_force": bool(found and found.is_in_force),
        "in_force_on": found.in_force_on.isoformat() if found and found.in_force_on else "",
        "months": law.months,
        "months_in_a_row": law.months_in_a_row,
        "limit": law.limit or 0,
        "certificate": law.certificate,
        "outcome": str(law.outcome),
        "codes": [str(one.code) for one in law.reasons],
        "refusals": "；".join(one.words for one in law.reasons if one.is_final),
        "to_confirm": "；".join(one.words for one in law.reasons if not one.is_final),
        "documents": "；".join(documents(law.sources)),
        "doubts": doubts_of(law.sources),
    }


Asked = tuple[str, date, date, tuple[str, ...], str]


def _asked(answers: Mapping[str, Any]) -> Asked | None:
    """Country, days, schemes and kind, once all of them are there."""
    country, chosen, kind = (
        str(answers.get(name) or "") for name in ("country", "schemes", "abroad_kind")
    )
    try:
        start, end = (date.fromisoformat(str(answers.get(name))) for name in ("start", "end"))
        schemes = tuple(str(abroad.Scheme(one)) for one in chosen.split("_and_"))
        return country.upper(), start, end, schemes, str(abroad.Kind(kind))
    except ValueError:
        return None


def _name(country: str) -> str:
    try:
        return abroad.country_name(country)
    except abroad.UnknownCountry:
        return "其他国家"


_NO_TREATY: Values = {
    "is_known": False, "country": "", "country_name": "", "country_english": "",
    "kind_words": "", "schemes_words": "", "schemes_english": "", "is_in_force": False,
    "in_force_on": "", "months": 0, "months_in_a_row": 0, "limit": 0, "certificate": "",
    "outcome": "", "refusals": "", "to_confirm": "", "documents": "",
}  # fmt: skip
