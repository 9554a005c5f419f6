"""The catalogue, for anybody (3.2): what is offered, what it needs, how it is decided."""

from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Query, Router
from ninja.decorators import decorate_view

from shebao.hall.channels.api.declaring import PUBLIC, answers
from shebao.hall.channels.api.door import anybody
from shebao.hall.channels.api.records import Filters, Items, Service, service_of
from shebao.hall.office.catalogue import queries
from shebao.hall.office.catalogue.forms import json_schema

router = Router(tags=["事项"])


@router.get(
    "/items",
    operation_id="list_items",
    summary="服务事项目录",
    auth=None,
    response=answers(200, Items, *PUBLIC, 422),
)
@decorate_view(anybody)
def list_items(request: HttpRequest, filters: Annotated[Filters, Query()]) -> Items:
    """The services on offer, narrowed down; best match first where a text is given."""
    found = queries.catalogue(
        audience=filters.audience,
        theme=filters.theme,
        life_event=filters.life_event,
        text=filters.q,
        handling=filters.handling,
    )
    return Items(rows=found)


@router.get(
    "/items/{slug}",
    operation_id="read_item",
    summary="一个事项：十项要素、表单、规则、材料、时限",
    auth=None,
    response=answers(200, Service, *PUBLIC, 404),
)
@decorate_view(anybody)
def read_item(request: HttpRequest, slug: str) -> Service:
    """One service as it is offered now."""
    return service_of(queries.current(slug))


@router.get(
    "/items/{slug}/schema",
    operation_id="read_item_schema",
    summary="申请内容的 JSON Schema(2020-12)",
    auth=None,
    response=answers(200, dict[str, Any], *PUBLIC, 404),
)
@decorate_view(anybody)
def read_item_schema(request: HttpRequest, slug: str) -> dict[str, Any]:
    """What ``answers`` of an application must look like."""
    return json_schema(queries.current(slug).item)
