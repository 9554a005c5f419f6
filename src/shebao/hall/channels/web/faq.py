"""What people ask often, gathered from the guides; and the words of the trade, explained."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from shebao.hall.channels.web.words import Words
from shebao.hall.office.catalogue.queries import Card, Section, catalogue, guide_html, pinned


@dataclass(frozen=True, kw_only=True)
class Asked:
    """A question from an item's guide, and the item it belongs to."""

    slug: str
    item_name: str
    question: Section


def asked_often(*, limit: int) -> tuple[Asked, ...]:
    """The first question of each guide, so that every service has its turn."""
    found = []
    for card in catalogue()[:limit]:
        questions = guide_html(pinned(card.slug, card.version)).faq[:1]
        found += [Asked(slug=card.slug, item_name=card.name, question=one) for one in questions]
    return tuple(found)


def bases(cards: Iterable[Card]) -> tuple[tuple[str, Sequence[Card]], ...]:
    """Every article the services rest on, with the services that rest on it."""
    found: dict[str, list[Card]] = {}
    for card in cards:
        for basis in pinned(card.slug, card.version).item.basis:
            found.setdefault(basis, []).append(card)
    return tuple(sorted(found.items()))


def complaint_lines() -> tuple[str, ...]:
    """The complaint ways the services publish (3.2), each once."""
    items = (pinned(card.slug, card.version).item for card in catalogue())
    return tuple(dict.fromkeys(item.elements.complaint for item in items))


GLOSSARY: tuple[tuple[Words, Words], ...] = (
    (_("参保"), _("加入社会保险。您或单位登记并缴费，就算参保。")),
    (_("缴费基数"), _("计算缴费用的月工资数，有上限和下限，每年公布一次。")),
    (_("停缴（减员）"), _("单位不再为您缴费。离职的次月一般会停。")),
    (_("补缴"), _("把以前少缴、漏缴的月份补上。要符合规定才能补。")),
    (_("视同缴费"), _("没有缴费制度以前的工作年限，按规定算作缴了费。")),
    (_("累计缴费年限"), _("所有缴过费的月份加起来，断过也照样算。")),
    (_("个人账户"), _("您自己缴的养老保险费记在这里，每年加利息。")),
    (_("统筹"), _("一个地区的社会保险基金统一管、统一用。")),
    (_("关系转移接续"), _("把别处缴的年限和个人账户，合并到现在的参保地。")),
    (_("待遇资格认证"), _("领养老金的人每年证明一次仍可领取，网上就能办。")),
    (_("即时办结"), _("符合条件的当场办完，不用等。")),
    (_("承诺办理"), _("受理后在承诺的工作日内办完，到期前会告诉您结果。")),
    (_("预约办理"), _("网上先审一遍，再约时间到窗口核对原件。")),
    (_("补正"), _("材料缺了或看不清，补上就继续办，不用重新申请。")),
    (_("联办"), _("需要别的机构一起办，例如原参保地的经办机构。")),
    (_("电子印章"), _("盖在电子凭证上的章，能查真伪，和实物章一样有效。")),
    (_("防伪码"), _("每份凭证左下角的一串字母和数字，用来验真假。")),
    (_("经办机构"), _("办理社会保险业务的机构，也叫社保中心。")),
)
