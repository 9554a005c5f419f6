"""``/verify/``: anybody checks a paper, by code or by file; three answers, apart (5.4.2.4)."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from shebao.hall.channels.web.sending import is_too_large
from shebao.hall.kit import clock, gate
from shebao.hall.kit.address import address_of
from shebao.hall.kit.numbers import in_groups, tidy_code
from shebao.hall.office.connections import outside
from shebao.hall.office.documents.verification import (
    LARGEST,
    FileState,
    Standing,
    Verification,
    verify_code,
    verify_file,
)

Answers = list[tuple[str, str, str]]


@gate.public
def verify(request: HttpRequest) -> HttpResponse:
    """Ask for a code or a file; a code in the address (from the QR) is answered at once."""
    if request.method == "POST":
        return _by_file(request)
    code = tidy_code((request.GET.get("c") or request.GET.get("code") or "")[:60])
    is_asked = "c" in request.GET or "code" in request.GET
    if not is_asked:
        return _page(request)
    if not code:
        return _page(request, error=_("请填写防伪码，就是凭证左下角的 16 位字母和数字"))
    found = verify_code(code=code, now=clock.now(), asker=address_of(request))
    return _page(request, found=found, code=code)


def _by_file(request: HttpRequest) -> HttpResponse:
    file = request.FILES.get("file")
    if file is None:
        words = _("这个文件太大了。请选 10MB 以内的 PDF") if is_too_large(request) else ""
        return _page(request, file_error=words or _("请选择要验的 PDF 文件"))
    found = verify_file(
        content=file.read(LARGEST + 1),
        seal=outside().seal,
        now=clock.now(),
        asker=address_of(request),
    )
    return _page(request, found=found, code=found.code)


def _page(
    request: HttpRequest,
    *,
    found: Verification | None = None,
    code: str = "",
    error: str = "",
    file_error: str = "",
) -> HttpResponse:
    context: dict[str, Any] = {
        "found": found,
        "code": in_groups(code) if code else "",
        "error": error,
        "file_error": file_error,
        "verdict": _verdict(found) if found else None,
        "answers": _answers(found) if found else [],
    }
    status = 422 if error or file_error else 200
    return render(request, "web/verify.html", context, status=status)


def _verdict(found: Verification) -> tuple[str, str]:
    """The whole in one sentence, and its colour; the worst of the answers counts."""
    if found.file in {FileState.ALTERED, FileState.NOT_OURS}:
        return "bad", _("这个文件不能用")
    if found.file in {FileState.NOT_PDF, FileState.TOO_LARGE}:
        return "warn", _("这个文件没法验")
    if found.file is FileState.UNRECORDED:
        return "warn", _("章是真的，但没有签发记录")
    return {
        Standing.VALID: ("ok", _("这份凭证是真的，现在有效")),
        Standing.SUPERSEDED: ("warn", _("这份凭证是真的，但已有更新的一份")),
        Standing.REVOKED: ("bad", _("这份凭证已经作废")),
        Standing.WINDOW_ENDED: ("warn", _("这份凭证是真的，但验真期限已过")),
        Standing.UNKNOWN: ("bad", _("没有这份凭证")),
    }[found.standing]


def _answers(found: Verification) -> Answers:
    """Three questions and their answers: unaltered? issued and standing? by whom?"""
    return [_unaltered(found), _standing(found), _issuer(found)]


def _unaltered(found: Verification) -> tuple[str, str, str]:
    kind, words = {
        FileState.NOT_SHOWN: ("warn", _("没有看到文件，没法判断。请上传 PDF 再比一比")),
        FileState.UNALTERED: ("ok", _("没有改过，和签发时一模一样")),
        FileState.ALTERED: ("bad", _("改过了，和签发时不一样")),
        FileState.UNRECORDED: ("warn", _("盖章后没有改过，但我们没有这份记录")),
        FileState.NOT_OURS: ("bad", _("不是我们签发的文件")),
        FileState.NOT_PDF: ("warn", _("这不是 PDF 文件。照片和截图验不了，请填防伪码")),
        FileState.TOO_LARGE: ("warn", _("文件太大了，请选 10MB 以内的 PDF")),
    }[found.file]
    return kind, _("有没有改过？"), words


def _standing(found: Verification) -> tuple[str, str, str]:
    kind, words = {
        Standing.VALID: ("ok", _("签发过，现在有效")),
        Standing.SUPERSEDED: ("warn", _("签发过，后来又出了新的一份，请以新的为准")),
        Standing.REVOKED: ("bad", _("签发过，已经作废")),
        Standing.WINDOW_ENDED: ("warn", _("签发过，验真期限已过。请持有人重新开一份")),
        Standing.UNKNOWN: ("bad", _("没有查到签发记录。请看看防伪码有没有抄错")),
    }[found.standing]
    return kind, _("签发过吗，还有效吗？"), words


def _issuer(found: Verification) -> tuple[str, str, str]:
    question = _("谁签发的？")
    who = found.sealed_by or found.issuer
    if not who:
        return "bad", question, _("不知道。不是我们的凭证")
    if found.is_test:
        words = _("%(who)s（测试印章，没有法律效力）") % {"who": who}
        return "warn", question, words
    return "ok", question, who
