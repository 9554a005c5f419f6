"""What every test may use: people, the outside in memory, a published catalogue."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.utils.translation import deactivate

import tests.steady  # noqa: F401
from shebao.hall.kit.visitor import Role


@pytest.fixture(autouse=True)
def _own_language() -> Iterator[None]:
    """What language a page was asked for in ends with the test."""
    yield
    deactivate()


@pytest.fixture(scope="session", autouse=True)
def _tables_can_be_emptied() -> Iterator[None]:
    """The trail's guards step aside for the emptying of tables between tests."""
    from tests.support.guards import lifted_for_emptying

    with lifted_for_emptying():
        yield


@pytest.fixture
def outside(settings: Any) -> Iterator[Any]:
    """The outside in memory, in place of the real connections."""
    from shebao.hall.office import connections

    settings.SHEBAO_CONNECTIONS = "tests.support.outside.InMemoryOutside"
    connections.outside.cache_clear()
    yield connections.outside()
    connections.outside.cache_clear()


@pytest.fixture(scope="session")
def offered_texts() -> list[dict[str, Any]]:
    """Every service of the product and of the tests, read once: what publishing stores of each."""
    from shebao.hall.office.catalogue.folders import find, read

    roots = [*django_settings.SHEBAO_ITEM_FOLDERS, Path(__file__).parent / "support" / "items"]
    folders = [read(place) for place in find(roots)]
    return [
        {"slug": one.item.slug, "version": one.content_hash, "content": dict(one.texts)}
        for one in folders
    ]


@pytest.fixture
def hall(db: None, outside: Any, offered_texts: list[dict[str, Any]]) -> Any:
    """A hall ready for business: agencies, and the catalogue as publishing leaves it."""
    from shebao.hall.office.agencies.models import Agency
    from shebao.hall.office.agencies.queries import forget_agencies
    from shebao.hall.office.agencies.seed import AGENCIES
    from shebao.hall.office.catalogue.models import ItemVersion
    from shebao.hall.office.catalogue.queries import forget_offered
    from tests.support.cast import MONDAY

    Agency.objects.bulk_create(Agency(**vars(card)) for card in AGENCIES)
    ItemVersion.objects.bulk_create(
        ItemVersion(**texts, published_at=MONDAY) for texts in offered_texts
    )
    forget_agencies()
    forget_offered()
    return outside


@pytest.fixture
def wang(hall: Any) -> Any:
    """王芳, employee, who applies."""
    from tests.support.cast import WANG, enter_person

    return enter_person(hall.insurance, WANG, "wangfang")


@pytest.fixture
def lin(hall: Any) -> Any:
    """林强, who must see nothing of hers."""
    from tests.support.cast import LIN, enter_person

    return enter_person(hall.insurance, LIN, "linqiang")


@pytest.fixture
def chen(hall: Any) -> Any:
    """陈建国, pensioner."""
    from tests.support.cast import CHEN, enter_person

    return enter_person(hall.insurance, CHEN, "chenjianguo")


@pytest.fixture
def mover(hall: Any) -> Any:
    """王𬱟, with a rare name and months in two regions."""
    from tests.support.cast import RARE, enter_person

    return enter_person(hall.insurance, RARE, "wangwei")


@pytest.fixture
def reviewer(hall: Any) -> Any:
    """赵明, who reviews."""
    from tests.support.cast import enter_staff

    return enter_staff("zhaoming", "赵明", Role.REVIEWER)


@pytest.fixture
def second_reviewer(hall: Any) -> Any:
    """孙丽, who reviews what others passed."""
    from tests.support.cast import enter_staff

    return enter_staff("sunli", "孙丽", Role.SECOND_REVIEWER)


@pytest.fixture
def clerk(hall: Any) -> Any:
    """钱进, at the counter."""
    from tests.support.cast import enter_staff

    return enter_staff("qianjin", "钱进", Role.CLERK)


@pytest.fixture
def operator(hall: Any) -> Any:
    """吴安, who keeps the system running."""
    from tests.support.cast import enter_staff

    return enter_staff("wuan", "吴安", Role.OPERATOR)


@pytest.fixture
def security(hall: Any) -> Any:
    """郑守, who looks after staff accounts."""
    from tests.support.cast import enter_staff

    return enter_staff("zhengshou", "郑守", Role.SECURITY)


@pytest.fixture
def auditor(hall: Any) -> Any:
    """沈言, who reads the trail."""
    from tests.support.cast import enter_staff

    return enter_staff("shenyan", "沈言", Role.AUDITOR)


@pytest.fixture
def hotline(hall: Any) -> Any:
    """何声, at the telephone."""
    from tests.support.cast import enter_staff

    return enter_staff("hesheng", "何声", Role.HOTLINE)


@pytest.fixture
def stranger_clerk(hall: Any) -> Any:
    """A reviewer of another city's agency."""
    from tests.support.cast import enter_staff

    return enter_staff(
        "yidi", "郑远", Role.REVIEWER, Role.SECOND_REVIEWER, Role.CLERK, agency="990200"
    )
