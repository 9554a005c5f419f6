"""The agencies of the synthetic province, for demo and tests."""

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
