"""The invented province, its cities and districts, and a neighbour; no code is assigned."""

from dataclasses import dataclass

PROVINCE = "示例省"
NEIGHBOUR = "邻海省"


@dataclass(frozen=True, kw_only=True)
class City:
    """A pooling area: its six-digit code, its name and its districts."""

    code: str
    name: str
    province: str
    districts: tuple[tuple[str, str], ...]


def _city(code: str, name: str, province: str, *districts: str) -> City:
    numbered = tuple((f"{code[:4]}{i:02d}", d) for i, d in enumerate(districts, start=1))
    return City(code=code, name=name, province=province, districts=numbered)


HOME_CITIES: tuple[City, ...] = (
    _city(
        "990100", "示例市", PROVINCE, "城东区", "城西区", "城南区", "城北区", "东湖区", "新港区",
        "云台区", "柳河区", "金沙县", "白石县", "双塔县", "清溪县",
    ),
    _city(
        "990200", "临江市", PROVINCE, "江左区", "江右区", "渡口区", "上游县", "下游县", "沙洲县",
        "石矶县",
    ),
    _city("990300", "云岭市", PROVINCE, "松岭区", "竹坞区", "茶坪县", "石桥县", "云门县", "晚晴县"),
    _city("990400", "海州市", PROVINCE, "港湾区", "灯塔区", "长堤县", "小屿县", "盐田县"),
)  # fmt: skip
AWAY_CITIES: tuple[City, ...] = (
    _city("980100", "望海市", NEIGHBOUR, "潮音区", "渔歌区"),
    _city("980200", "平沙市", NEIGHBOUR, "长滩区", "新垦区"),
)
CITIES = HOME_CITIES + AWAY_CITIES
BY_CODE: dict[str, City] = {city.code: city for city in CITIES}
CITY_OF_DISTRICT: tuple[int, ...] = tuple(
    place for place, city in enumerate(HOME_CITIES) for _ in city.districts
)
DISTRICTS: tuple[tuple[str, str], ...] = tuple(
    district for city in HOME_CITIES for district in city.districts
)
STREETS = (
    "人民路",
    "建设路",
    "滨河路",
    "解放街",
    "文昌街",
    "朝阳路",
    "和平里",
    "学府路",
    "桂花巷",
    "望江路",
)


def agency(region: str) -> str:
    """The name of the agency that keeps a region's relations."""
    city = BY_CODE.get(region)
    if city is not None:
        return f"{city.name}社会保险中心"
    return f"{region} 地区社会保险经办机构"


def place_name(region: str) -> str:
    """Province and city of a region code, or the code itself."""
    city = BY_CODE.get(region)
    return f"{city.province}{city.name}" if city is not None else region
