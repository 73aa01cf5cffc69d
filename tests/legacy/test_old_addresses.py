"""Addresses of the old site in all their forms, and where they lead: one hop, for good, and nowhere else."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from hypothesis import given
from hypothesis import strategies as st
from wagtail.models import PageViewRestriction

from legacy.models import OldAddress
from legacy.old_addresses import address_in_name, is_old_form, keys_of, keys_of_request
from news.models import BulletinPage
from tests.legacy.ground import make_list
from tests.missions import visitor
from tests.news.ground import make_bulletin

OF_24 = [
    "/index.php?mact=News,cntnt01,detail,0&cntnt01articleid=24&cntnt01returnid=51",
    "/index.php?cntnt01returnid=51&cntnt01articleid=24&mact=News,cntnt01,detail,0",
    "/index.php?mact=News%2Ccntnt01%2Cdetail%2C0&cntnt01articleid=24",
    "/INDEX.PHP?mact=news,cntnt01,detail,0&CNTNT01ARTICLEID=24",
    "/index.php?mact=News,cntnt01,detail,0&amp;cntnt01articleid=24&amp;cntnt01returnid=51",
    "/index.php?mact=News,cntnt01,print,0&cntnt01articleid=24&cntnt01showtemplate=false&cntnt01returnid=51",
    "/index.php?mact=News,m4,detail,0&m4articleid=24&utm_source=letter&lang=en_US",
    "/?mact=News,cntnt01,detail,0&cntnt01articleid=24",
    "/index.php?page=news&mact=News,cntnt01,detail,0&cntnt01articleid=24",
    "/news/24/51/Special-Issue-No-24.html",
    "/News/24/51/special-issue-no-24.HTML",
    "/news/24/Special-Issue-No-24.html",
    "/news/24/51/Special-Issue-No-24",
    "/news/24/51/Special-Issue-No-24/",
    "/index.php/news/24/51/Special-Issue-No-24.html",
    "/ru/news/24/51/Special-Issue-No-24.html",
]
OF_NONE = [
    "/index.php?mact=Search,cntnt01,dosearch,0&cntnt01articleid=24",
    "/index.php?mact=News,cntnt01,detail,0&cntnt01articleid=twentyfour",
    "/index.php?mact=News,cntnt01,detail,0&cntnt01articleid=25",
    "/news/25/51/Another.html",
    "/index.php",
    "/index.php?mact=News",
    "/index.php?" + "&".join(["a=1"] * 200),
    "/index.php?mact=News,cntnt01,detail,0&cntnt01articleid=%00",
    "/old%00page.html",
    "//evil.example/news/x.html",
]


@pytest.mark.parametrize("address", OF_24)
def test_every_form_of_an_address_names_the_article(address):
    assert keys_of(address)[0] == "article:24"


@pytest.mark.parametrize(
    ("address", "key"),
    [
        ("http://www.kazakhembus.com/index.php?page=Embassy-Hours", "page:embassy-hours"),
        ("/contact.html", "path:/contact"),
        ("/index.php/contact", "path:/contact"),
        ("/about/history.php?id=3&returnid=5", "path:/about/history?id=3"),
        ("/about/history.php?b=2&a=1", "path:/about/history?a=1&b=2"),
    ],
)
def test_other_pages_have_keys_of_their_own(address, key):
    assert keys_of(address)[0] == key


def test_archives_of_ours_are_no_old_articles():
    assert not is_old_form("/news/2008/12/", "")
    assert not is_old_form("/news/2008/", "")
    assert not is_old_form("/news/special-issue-no-24/", "")
    assert is_old_form("/news/24/51/x.html", "")


def test_the_name_of_a_saved_file_tells_its_address():
    for name in (
        "index.php@mact=News,cntnt01,detail,0&cntnt01articleid=24&cntnt01returnid=51.html",
        "index.php?mact=News%2Ccntnt01%2Cdetail%2C0&cntnt01articleid=24",
    ):
        assert keys_of(address_in_name(name)) == ("article:24",)
    assert address_in_name("news-24.html") == ""


def test_the_folders_of_a_mirrored_site_tell_its_address():
    for name in (
        "www.kazakhembus.com/news/24/51/Special-Issue-No-24.html",
        "mirror/index.php/news/24/51/Special-Issue-No-24.html",
        "news/24/Special-Issue-No-24.html",
    ):
        assert keys_of(address_in_name(name)) == ("article:24",)
    for name in ("news/2008/12/visit.html", "news/2008/visit.html", "old/news/visit.html", "news/24/photo.txt"):
        assert address_in_name(name) == ""


@given(st.text(max_size=200), st.text(max_size=200))
def test_no_address_raises(path, query):
    keys_of(f"{path}?{query}")
    is_old_form(path, query)
    assert all(len(key) <= 255 and "\0" not in key for key in keys_of_request(path, query))


@pytest.fixture
def index(missions):
    return make_list(missions.first)


@pytest.fixture
def bulletin(missions, index):
    page = make_bulletin(index, "Special Issue No 24")
    lead(missions.first, "article:24", page)
    return page


def lead(mission, key, page, language="en"):
    OldAddress.objects.create(site=mission.site, key=key, translation_key=page.translation_key, language=language)


@pytest.mark.django_db
def test_every_form_leads_there_in_one_hop(missions, bulletin):
    for address in OF_24:
        answer = visitor(missions.first).get(address)
        assert (answer.status_code, answer.headers["Location"]) == (301, bulletin.full_url), address
    assert visitor(missions.first).head(OF_24[0]).status_code == 301
    assert visitor(missions.first).get(bulletin.get_url()).status_code == 200


@pytest.mark.django_db
def test_an_unknown_address_is_our_404_with_a_search(missions, bulletin):
    for address in OF_NONE:
        answer = visitor(missions.first).get(address)
        assert answer.status_code == 404, address
    assert "/search/" in answer.content.decode()


@pytest.mark.django_db
def test_only_questions_are_led_on(missions, bulletin):
    assert visitor(missions.first).post(OF_24[0]).status_code in {403, 404, 405}


@pytest.mark.django_db
def test_one_hop_goes_to_https_and_the_own_host_too(missions, bulletin, settings):
    settings.SECURE_SSL_REDIRECT = True
    missions.first.site.port = 443
    missions.first.site.save()
    bulletin = BulletinPage.objects.get(pk=bulletin.pk)
    answer = visitor(missions.first).get(OF_24[9], headers={"host": "www.old-name.example"})
    assert (answer.status_code, answer.headers["Location"]) == (301, "https://aland.example/news/special-issue-no-24/")


@pytest.mark.django_db
def test_after_a_move_or_another_slug_it_is_still_one_hop(missions, bulletin):
    bulletin.slug = "reform"
    bulletin.save_revision().publish()
    answer = visitor(missions.first).get(OF_24[0])
    assert answer.headers["Location"].endswith("/news/reform/")


@pytest.mark.django_db
def test_the_language_of_the_address_is_preferred_and_else_that_of_the_old_page(missions, index, bulletin):
    russian = make_list(missions.first, "ru", index)
    translated = bulletin.copy_for_translation(russian.locale)
    translated.save_revision().publish()
    client = visitor(missions.first)
    assert client.get("/ru/news/24/51/x.html").headers["Location"].endswith(f"/ru/news/{translated.slug}/")
    assert client.get("/kk/news/24/51/x.html").headers["Location"] == bulletin.full_url
    bulletin.unpublish()
    assert client.get("/news/24/51/x.html").headers["Location"].endswith(f"/ru/news/{translated.slug}/")


@pytest.mark.django_db
def test_what_strangers_may_not_read_is_not_led_to(missions, bulletin):
    restriction = PageViewRestriction.objects.create(page=bulletin, restriction_type="login")
    assert visitor(missions.first).get(OF_24[0]).status_code == 404
    restriction.delete()
    bulletin.unpublish()
    assert visitor(missions.first).get(OF_24[0]).status_code == 404


@pytest.mark.django_db
def test_another_missions_addresses_are_its_own(missions, bulletin):
    theirs = make_bulletin(make_list(missions.second), "Their issue")
    lead(missions.second, "article:24", theirs)
    assert visitor(missions.second).get(OF_24[0]).headers["Location"] == theirs.full_url
    assert visitor(missions.first).get(OF_24[0]).headers["Location"] == bulletin.full_url


@pytest.mark.django_db
def test_the_low_data_version_stays_one(missions, bulletin):
    answer = visitor(missions.first).get(f"{OF_24[9]}?data=low")
    assert answer.headers["Location"] == f"{bulletin.full_url}?data=low"


@pytest.mark.django_db
def test_a_page_that_is_here_is_never_hidden_by_an_old_address(missions, index, bulletin):
    other = make_bulletin(index, "24")
    lead(missions.first, "path:/news/24", bulletin)
    assert visitor(missions.first).get(other.get_url()).status_code == 200
    assert visitor(missions.first).get("/news/2008/12/").status_code == 200


def listed(tmp_path, text, *options):
    path = tmp_path / "old.csv"
    path.write_text(text)
    out = StringIO()
    call_command("import_legacy", "--addresses", str(path), "--site", "aland.example", *options, stdout=out)
    return out.getvalue()


@pytest.mark.django_db
def test_a_list_of_addresses_leads_them_to_pages(missions, bulletin, tmp_path):
    text = (
        "old,new\nhttp://old.example/index.php?page=bulletins,/news/\n/archive/24.asp?id=3,/news/special-issue-no-24/\n"
    )
    assert "new: 2" in listed(tmp_path, text)
    assert "unchanged: 2" in listed(tmp_path, text)
    client = visitor(missions.first)
    assert client.get("/index.php?page=Bulletins&lang=en").headers["Location"].endswith("aland.example/news/")
    assert client.get("/archive/24.asp?utm_source=x&id=3").headers["Location"] == bulletin.full_url
    assert client.get("/archive/24.asp?id=4").status_code == 404


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        ("/old.html", "two columns"),
        ("/old.html,/nowhere/", "neither a page"),
        ("/old.html,https://evil.example/news/", "neither a page"),
        (",/news/", "two columns"),
        ("/index.php,/news/", "no address of a page"),
    ],
)
def test_a_row_that_leads_nowhere_is_refused_with_a_sentence(missions, bulletin, tmp_path, row, sentence):
    with pytest.raises(CommandError, match="Refused: 1"):
        listed(tmp_path, f"{row}\n")
    out = StringIO()
    with pytest.raises(CommandError):
        call_command("import_legacy", "--addresses", str(tmp_path / "old.csv"), "--site", "aland.example", stdout=out)
    assert sentence in out.getvalue()
    assert OldAddress.objects.count() == 1
