"""The documents a person may be known by (6.2.3b), in words for every channel."""

from collections.abc import Mapping

from django.utils.translation import gettext_noop

from shebao.hall.kit.tongues import told
from shebao.law.identifiers import IdKind

DOCUMENTS: Mapping[str, str] = {
    IdKind.CITIZEN: gettext_noop("居民身份证"),
    IdKind.RESIDENCE_PERMIT: gettext_noop("港澳台居民居住证"),
    IdKind.HK_MACAO_TRAVEL: gettext_noop("港澳居民来往内地通行证"),
    IdKind.TAIWAN_TRAVEL: gettext_noop("台湾居民来往大陆通行证"),
    IdKind.PERMANENT_RESIDENT: gettext_noop("外国人永久居留身份证"),
    IdKind.PASSPORT: gettext_noop("护照"),
}


def documents() -> list[tuple[str, str]]:
    """Each kind with its name in the reader's language."""
    return [(kind, told(words)) for kind, words in DOCUMENTS.items()]
