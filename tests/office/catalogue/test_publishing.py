"""Publishing: unchanged folders change nothing, changed ones become new versions, none is lost."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.db import IntegrityError, transaction

from shebao.hall.office.audit.models import Entry
from shebao.hall.office.catalogue import actions, queries
from shebao.hall.office.catalogue.folders import BrokenFolder
from shebao.hall.office.catalogue.item import Audience, Handling
from shebao.hall.office.catalogue.models import ItemVersion
from tests.office.catalogue.conftest import ITEMS, PLACES

NOW = datetime(2025, 11, 24, 2, 0, tzinfo=UTC)
pytestmark = pytest.mark.django_db


def publish(*roots: Path, now: datetime = NOW, **options: bool) -> list[tuple[str, str]]:
    changes = actions.publish_folders(folders=roots, now=now, **options)
    return [(change.slug, change.kind) for change in changes]


def change_guide(place: Path, words: str) -> None:
    guide = place / "guide.md"
    guide.write_text(guide.read_text(encoding="utf-8") + f"\n{words}\n", encoding="utf-8")


@pytest.mark.clause("5.6.1b")
def test_publishing_twice_changes_nothing(place: Path) -> None:
    assert publish(place.parent) == [("my-thing", "added")]
    assert publish(place.parent) == []
    assert ItemVersion.objects.count() == 1


@pytest.mark.clause("3.2")
def test_an_open_application_keeps_the_version_it_began_with(place: Path) -> None:
    publish(place.parent)
    before = queries.current("my-thing")
    change_guide(place, "多一句话。")
    assert publish(place.parent, now=NOW + timedelta(days=1)) == [("my-thing", "changed")]
    after = queries.current("my-thing")
    assert after.version != before.version
    assert queries.pinned("my-thing", before.version) == before
    assert "多一句话" in after.guide
    assert "多一句话" not in before.guide


def test_going_back_offers_the_earlier_version_again(place: Path) -> None:
    original = (place / "guide.md").read_text(encoding="utf-8")
    publish(place.parent)
    first = queries.current("my-thing").version
    change_guide(place, "多一句话。")
    publish(place.parent)
    (place / "guide.md").write_text(original, encoding="utf-8")
    assert publish(place.parent) == [("my-thing", "changed")]
    assert queries.current("my-thing").version == first
    assert ItemVersion.objects.count() == 2


def test_a_broken_folder_publishes_nothing_at_all(place: Path) -> None:
    (place / "item.toml").write_text("slug = ", encoding="utf-8")
    with pytest.raises(BrokenFolder):
        publish(ITEMS, place.parent)
    assert not ItemVersion.objects.exists()


def test_a_folder_that_is_gone_is_withdrawn_only_when_asked(place: Path, tmp_path: Path) -> None:
    publish(place.parent)
    empty = tmp_path / "empty"
    empty.mkdir()
    assert publish(empty) == []
    assert publish(empty, withdraws_missing=True) == [("my-thing", "withdrawn")]
    with pytest.raises(queries.NotOffered):
        queries.current("my-thing")


def test_a_withdrawn_service_is_still_known_to_its_applications(place: Path) -> None:
    publish(place.parent)
    version = queries.current("my-thing").version
    actions.withdraw(slug="my-thing", now=NOW)
    assert queries.pinned("my-thing", version).slug == "my-thing"
    with pytest.raises(queries.NotOffered):
        actions.withdraw(slug="my-thing", now=NOW)


@pytest.mark.clause("6.3.2")
def test_publishing_leaves_a_trace(place: Path) -> None:
    publish(place.parent)
    actions.withdraw(slug="my-thing", now=NOW, actor="S1", channel="manage")
    traces = list(Entry.objects.order_by("id").values_list("verb", "actor", "channel"))
    assert traces == [("item_added", "-", "command"), ("item_withdrawn", "S1", "manage")]


def test_the_database_keeps_one_current_version(place: Path) -> None:
    publish(place.parent)
    with pytest.raises(IntegrityError), transaction.atomic():
        ItemVersion.objects.create(slug="my-thing", version="x", content={}, published_at=NOW)


def test_what_was_never_published_is_not_offered() -> None:
    for ask in (
        lambda: queries.current("no-such"),
        lambda: queries.current("\0"),
        lambda: queries.pinned("no-such", "v"),
        lambda: queries.pinned("\0", "v"),
    ):
        with pytest.raises(queries.NotOffered):
            ask()


@pytest.fixture
def offered() -> None:
    publish(ITEMS)


def slugs(**asked: object) -> list[str]:
    return [card.slug for card in queries.catalogue(**asked)]  # type: ignore[arg-type]


@pytest.mark.usefixtures("offered")
@pytest.mark.clause("4.1", "6.1.3c")
@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("参保证明", "insured-certificate"),
        ("换手机", "contact-change"),
        ("改手机号", "contact-change"),
        ("社保转移", "pension-transfer"),
        ("工龄", "deemed-years"),
        ("退休金明细", "benefit-statement"),
        ("认证", "eligibility-certification"),
        ("缴费记录", "contribution-record"),
        ("投标", "employer-certificate"),
        ("年度账单", "annual-statement"),
        ("缴费凭证", "contribution-voucher"),
        ("名字改了", "key-facts-change"),
        ("买房", "insured-certificate"),
    ],
)
def test_people_find_what_they_call_by_their_own_words(text: str, first: str) -> None:
    assert slugs(text=text)[0] == first


@pytest.mark.usefixtures("offered")
@pytest.mark.parametrize("text", ["办护照", "zzzz", "\x00", "%", "a" * 10_000])
def test_what_is_not_offered_is_not_found(text: str) -> None:
    assert slugs(text=text) == []


@pytest.mark.usefixtures("offered")
def test_the_list_is_narrowed_by_kind() -> None:
    assert len(slugs()) == len(PLACES)
    assert slugs(handling=Handling.APPOINTMENT) == ["deemed-years"]
    assert slugs(theme="maintenance") == ["contact-change", "key-facts-change"]
    assert slugs(life_event="买房") == ["insured-certificate"]
    assert slugs(audience=Audience.EMPLOYER) == [
        "employer-certificate",
        "exemption-abroad-staff",
        "exemption-extension-staff",
    ]
    assert slugs(life_event="亲人去世") == [
        "account-inheritance",
        "survivor-benefits",
        "injury-death-benefits",
    ]
    assert slugs(text="  ") == slugs()


@pytest.mark.usefixtures("offered")
def test_a_list_asks_the_database_once(django_assert_max_num_queries) -> None:  # type: ignore[no-untyped-def]
    slugs()
    with django_assert_max_num_queries(1):
        slugs(text="证明")
