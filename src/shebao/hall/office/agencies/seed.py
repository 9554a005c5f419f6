"""The agencies of the synthetic province, for demo and tests."""

from shebao.hall.office.agencies.actions import CentrePlan
from shebao.hall.office.agencies.queries import AgencyCard

HOURS = "工作日 8:30—12:00,13:30—17:30"


def _card(code: str, name: str, address: str, phone: str, *, is_ours: bool = True) -> AgencyCard:
    return AgencyCard(
        code=code, name=name, address=address, hours=HOURS, phone=phone, is_ours=is_ours
    )


AGENCIES: tuple[AgencyCard, ...] = (
    _card("990000", "示例省社会保险中心", "示例市人民路1号", "12333"),
    _card("990100", "示例市社会保险中心", "示例市东湖大道18号1楼服务大厅", "12333"),
    _card("990200", "临江市社会保险中心", "临江市滨江路66号2楼", "12333"),
    _card("990300", "云岭市社会保险中心", "云岭市青石街9号", "12333"),
    _card("990400", "海州市社会保险中心", "海州市港前路120号", "12333"),
    _card("980100", "望海市社会保险中心", "邻海省望海市潮音路7号", "12333", is_ours=False),
    _card("980200", "平沙市社会保险中心", "邻海省平沙市新垦路15号", "12333", is_ours=False),
)

MORNING, AFTERNOON = (510, 720), (810, 1050)
WEEK = tuple((day, *span) for day in range(5) for span in (MORNING, AFTERNOON))


def _centre(code: str, name: str, address: str, counters: int, *access: str) -> CentrePlan:
    return CentrePlan(
        code=code,
        agency=code[:6],
        name=name,
        address=address,
        phone="12333",
        access=access,
        counters=tuple((number, number % 2 == 1, ()) for number in range(1, counters + 1)),
        week=WEEK,
    )


CENTRES: tuple[CentrePlan, ...] = (
    _centre("990100-01", "示例市社保服务大厅", "示例市东湖大道18号1楼", 6, "ramp", "low_counter",
            "sign_language"),
    _centre("990100-02", "示例市东湖街道社保服务站", "示例市东湖街道邻里路3号", 2, "ramp"),
    _centre("990200-01", "临江市社保服务大厅", "临江市滨江路66号2楼", 4, "lift", "low_counter"),
    _centre("990300-01", "云岭市社保服务大厅", "云岭市青石街9号", 3, "ramp"),
    _centre("990400-01", "海州市社保服务大厅", "海州市港前路120号", 4, "ramp", "lift"),
)  # fmt: skip
