"""Names drawn from common and rare characters; any likeness to a living person is chance."""

from collections.abc import Callable

Draw = Callable[[], float]

SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩邓冯曹彭曾肖田董潘袁蔡蒋余于杜叶程魏"
    "苏吕丁任卢姚沈钟姜崔谭陆范汪廖石金韦贾夏付方邹熊白孟秦邱侯江尹薛阎段雷龙黎史陶贺毛郝顾龚邵万"
)
DOUBLE_SURNAMES = ("欧阳", "司徒", "上官", "诸葛", "司马", "令狐")
MALE = (
    "伟强磊军洋勇杰涛超明刚平辉鹏华飞鑫波斌宇浩凯健俊帆帅旭宁龙林阳建志文博海峰成东亮国庆立新松"
    "柏远航晨睿哲瑞泽安康乐天佑景行知远"
)
FEMALE = (
    "芳娜敏静丽艳娟霞秀兰玲桂英燕红梅琴云莉洁萍颖婷雪慧晶欣怡佳悦琳璐倩蕾薇淑珍凤玉春菊翠莲月华"
    "雨桐诗涵梓萱若曦思琪可心语彤"
)
RARE = ("𬱟", "㛃", "䶮", "𠅤", "堃", "喆", "祎", "翀", "垚", "龑", "𬭎", "玥", "犇", "㵘")
MINORITY_FIRST = (
    "阿依古丽",
    "古丽娜尔",
    "艾力",
    "吐尔逊",
    "才让",
    "卓玛",
    "巴特尔",
    "娜仁",
    "麦麦提",
    "央金",
)
MINORITY_LAST = (
    "买买提",
    "卡德尔",
    "吾守尔",
    "多杰",
    "次仁",
    "托合提",
    "阿布都拉",
    "旺姆",
    "苏赫",
    "其木格",
)
FOREIGN_GIVEN = (
    "ANNA",
    "JOHN",
    "MARIA",
    "PETER",
    "YUKI",
    "MIN JUN",
    "SOFIA",
    "LUCAS",
    "ELENA",
    "DAVID",
)
FOREIGN_FAMILY = (
    "SMITH",
    "MUELLER",
    "TANAKA",
    "KIM",
    "GARCIA",
    "IVANOV",
    "JENSEN",
    "ROSSI",
    "NGUYEN",
)
NATIONS = ("USA", "DEU", "JPN", "KOR", "GBR", "CAN", "ESP", "DNK", "ITA", "VNM")
EMPLOYER_WORDS = (
    "晨光",
    "远山",
    "长河",
    "恒业",
    "新禾",
    "启明",
    "和顺",
    "金桥",
    "东篱",
    "云帆",
    "瑞丰",
    "同济",
    "安泰",
    "青禾",
    "百川",
    "鼎新",
    "宏图",
    "嘉木",
    "凌云",
    "清泉",
    "天成",
    "万和",
    "星河",
    "永固",
    "正大",
    "致远",
)
INDUSTRIES = (
    "机械制造",
    "电子科技",
    "纺织服装",
    "建筑工程",
    "物流运输",
    "食品加工",
    "餐饮管理",
    "物业服务",
    "软件信息",
    "商贸",
    "教育咨询",
    "医药",
    "化工材料",
    "汽车零部件",
    "农业发展",
    "文化传媒",
    "家政服务",
)
BANKS = ("示例银行", "临江银行", "云岭农村商业银行", "海州银行", "邻海银行")


def citizen(draw: Draw, *, is_male: bool) -> str:
    """Two to four characters, now and then a rare one; one in eighty has a name with a dot."""
    chance = draw()
    if chance < 0.0125:
        return f"{_of(draw, MINORITY_FIRST)}·{_of(draw, MINORITY_LAST)}"
    surname = (
        _of(draw, DOUBLE_SURNAMES) if chance > 0.994 else SURNAMES[int(draw() ** 2 * len(SURNAMES))]
    )
    given = MALE if is_male else FEMALE
    first = _of(draw, RARE) if chance < 0.016 else given[int(draw() * len(given))]
    return surname + first + (given[int(draw() * len(given))] if draw() < 0.72 else "")


def foreigner(draw: Draw) -> str:
    """A name as passports write it."""
    return f"{_of(draw, FOREIGN_FAMILY)} {_of(draw, FOREIGN_GIVEN)}"


def _of(draw: Draw, names: tuple[str, ...]) -> str:
    return names[int(draw() * len(names))]
