from datetime import date, timedelta
import pytest
from tests.journeys.test_desk import *
from tests.journeys.test_desk import _noon
from shebao.hall.office.applications.models import Upload
OUT="/tmp/shots"
@pytest.fixture
def many(file, wang, lin, chen, mover, hall):
    from shebao.hall.office.catalogue.queries import catalogue
    made=[]
    def go(p, slug, **a):
        try: c=at_city(file(p, slug, **a)); made.append(c)
        except Exception as e: print(slug, repr(e))
    go(wang,"key-facts-change", **{"what":"name"})
    go(mover,"pension-transfer", from_region="990200", to_region="990100", is_approved_move=False)
    go(wang,"trial-promised", new_name="王方")
    go(lin,"trial-promised", new_name="林小强")
    go(lin,"trial-instant", mobile="19900001111")
    go(lin,"deemed-years", from_month="1990-01")
    go(chen,"trial-joint", from_region="990300")
    for i,c in enumerate(made):
        print(c.item, c.status)
        Application.objects.filter(pk=c.pk).update(due_on=date(2026,2,26)+timedelta(days=[0,4,5,6,8,11,14][i]), due_is_provisional=i==5, was_supplemented=i==4)
    base=made[-1]
    copies(base, 6)
    return made
def test_shots(page, live_server, many, reviewer):
    import os; os.makedirs(OUT, exist_ok=True)
    actions.take(Application.objects.get(pk=many[0].pk), clerk=reviewer.visitor, now=MONDAY)
    sign_in(page, live_server, "zhaoming", "/desk/?box=pool")
    n=many[1].number
    for name, path in (("list",f"/desk/?box=pool&case={n}"),("listnone","/desk/?box=all"),("case",f"/desk/case/{n}/"),("case2",f"/desk/case/{many[3].number}/"),("passing",f"/desk/case/{n}/passing/"),("supplement",f"/desk/case/{n}/supplement/"),("refusal",f"/desk/case/{n}/refusal/?reason=same_place"),("handover",f"/desk/case/{n}/handover/"),("me","/desk/me/"),("keys","/desk/keys/")):
        page.goto(live_server.url+path)
        page.wait_for_timeout(150)
        page.screenshot(path=f"{OUT}/{name}.png")
    page.goto(live_server.url+f"/desk/case/{n}/"); page.screenshot(path=f"{OUT}/case-full.png", full_page=True)
    page.set_viewport_size({"width":390,"height":844})
    page.goto(live_server.url+f"/desk/?box=pool&case={n}"); page.screenshot(path=f"{OUT}/list-390.png", full_page=True)
def test_manage(page, live_server, many, operator):
    from shebao.hall.office.applications.models import Outgoing
    sign_in(page, live_server, "wuan", "/manage/")
    for name, path in (("m-dash","/manage/"),("m-post","/manage/postings/?state=waiting"),("m-items","/manage/items/"),("m-audit",f"/manage/audit/?q={many[0].number}"),("m-users","/manage/users/"),("m-replay","/manage/postings/replaying/")):
        page.goto(live_server.url+path); page.screenshot(path=f"{OUT}/{name}.png")
