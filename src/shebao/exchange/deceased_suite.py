"""What every core must keep of the dead, the injured and those abroad (6.4.4): nothing leaks."""

from dataclasses import replace

from shebao.exchange import port
from shebao.exchange.suite import NOBODY, Check, Skipped, Subject, require, value_of


def the_living_the_unknown_and_the_misnamed_look_the_same(subject: Subject) -> None:
    """`deceased` gives the same empty answer for all three."""
    sample = subject.sample
    alive = value_of(subject, port.PersonOf(number=sample.person))
    right = port.DeceasedOf(
        id_type=sample.id_type,
        id_number=sample.id_number,
        country=sample.country,
        full_name=alive.name,
    )
    questions = (
        right,
        replace(right, id_number=sample.unknown_id_number),
        replace(right, full_name=NOBODY),
    )
    answers = subject.insurance.ask(*questions)
    require(answers[0].value is None, "deceased tells of a living person")
    require(len(set(answers)) == 1, "alive, unknown and misnamed do not look the same")


def the_dead_are_told_of_to_who_knows_them(subject: Subject) -> None:
    """`deceased` answers to document and name together, and to neither alone."""
    sample = subject.sample
    if not sample.deceased_id_number:
        raise Skipped("the sample names no dead person")
    right = port.DeceasedOf(
        id_type="citizen_id",
        id_number=sample.deceased_id_number,
        full_name=sample.deceased_name,
    )
    found = value_of(subject, right)
    require(found is not None, "the dead person of the sample is not found")
    require(found.paid_months >= 0 and found.balance >= 0, "amounts below nothing")
    misnamed = value_of(subject, replace(right, full_name=NOBODY))
    require(misnamed is None, "deceased tells of somebody whose name is not known")
    strange = value_of(subject, replace(right, id_type="passport"))
    require(strange is None, "deceased ignores the type of the document")


def staff_is_told_of_to_its_own_unit_only(subject: Subject) -> None:
    """`staff_person` knows nobody by a wrong name, and nobody of another unit."""
    sample = subject.sample
    person = value_of(subject, port.PersonOf(number=sample.person))
    right = port.StaffPersonOf(
        number=sample.employer,
        id_type=sample.id_type,
        id_number=sample.id_number,
        country=sample.country,
        full_name=person.name,
    )
    found = value_of(subject, right)
    if person.employer_number == sample.employer:
        require(found is not None and found.number == sample.person, "own staff is not found")
    else:
        require(found is None, "somebody else's staff is told of")
    for other in (replace(right, full_name=NOBODY), replace(right, number=sample.unknown)):
        require(value_of(subject, other) is None, "staff is told of to others")


def injuries_and_exemptions_are_newest_first(subject: Subject) -> None:
    """And every stay begins before it ends."""
    for number in (subject.sample.person, subject.sample.pensioner):
        hurt = [one.happened_on for one in value_of(subject, port.InjuriesOf(number=number))]
        stays = value_of(subject, port.ExemptionsOf(number=number))
        starts = [one.start for one in stays]
        require(hurt == sorted(hurt, reverse=True), "injuries are not newest first")
        require(starts == sorted(starts, reverse=True), "exemptions are not newest first")
        require(all(one.start <= one.end for one in stays), "a stay ends before it begins")


DECEASED_CHECKS: tuple[Check, ...] = (
    the_living_the_unknown_and_the_misnamed_look_the_same,
    the_dead_are_told_of_to_who_knows_them,
    staff_is_told_of_to_its_own_unit_only,
    injuries_and_exemptions_are_newest_first,
)
