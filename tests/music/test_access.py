"""Who may hear what. To strangers every recording that is not for them looks like one that never was."""

from datetime import timedelta

import pytest
from django.conf import settings as site_settings
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.utils import timezone
from wagtail.models import Collection, CollectionViewRestriction

from music.streaming import AudioLayer
from tests.missions import editor_of
from tests.music.asking import ask, make_sample, nobody

LAYER = AudioLayer(nobody)
HOUR = timedelta(hours=1)
UNKNOWN = "/music/audio/0123456789abcdef01234567/original/sample.mp3"
CONDITIONS = [
    {},
    {"If-None-Match": "*"},
    {"If-Match": '"x"'},
    {"Range": "bytes=0-9"},
    {"Range": "bytes=99999-"},
    {"If-Modified-Since": "Fri, 01 Jan 2100 00:00:00 GMT"},
]


def url(sample):
    return f"/music/audio/{sample.public_id}/original/{sample.file_name}"


def cookie_of(client):
    return {"Cookie": f"{site_settings.SESSION_COOKIE_NAME}={client.cookies[site_settings.SESSION_COOKIE_NAME].value}"}


def restrict(collection):
    CollectionViewRestriction.objects.create(collection=collection, restriction_type="login")


def private_collection(mission):
    """A restricted collection with another below it, which is restricted with it."""
    upper = mission.collection.add_child(instance=Collection(name="For members"))
    restrict(upper)
    return upper.add_child(instance=Collection(name="Recordings"))


def hidden(state, missions, now):
    """A recording of the first mission that strangers must not hear, for one of the reasons there are."""
    first = missions.first
    if state == "another mission's":
        return make_sample(missions.second)
    if state == "of no mission":
        return make_sample(first, collection=Collection.get_first_root_node())
    if state == "in a private collection":
        return make_sample(first, collection=private_collection(first))
    return make_sample(
        first,
        **{
            "not public": {"public": False},
            "not yet": {"permission_from": now + HOUR},
            "lapsed": {"permission_from": now - 2 * HOUR, "permission_until": now - HOUR},
        }[state],
    )


STATES = ["another mission's", "of no mission", "in a private collection", "not public", "not yet", "lapsed"]


@pytest.mark.parametrize("state", STATES)
def test_strangers_get_the_same_answer_as_for_what_never_was(missions, state):
    sample = hidden(state, missions, timezone.now())
    for method in ("GET", "HEAD"):
        never_was = ask(LAYER, UNKNOWN, method)
        assert never_was.status == 404
        for headers in [*CONDITIONS, {"If-None-Match": f'"{sample.sha256}"'}, {"If-Match": f'"{sample.sha256}"'}]:
            assert ask(LAYER, url(sample), method, headers) == never_was


def test_a_public_recording_is_heard_by_everybody(missions):
    now = timezone.now()
    sample = make_sample(missions.first, permission_from=now - HOUR, permission_until=now + HOUR)
    reply = ask(LAYER, url(sample))
    assert (reply.status, reply.headers["cache-control"]) == (200, "public, max-age=600")


def test_nobody_keeps_a_recording_longer_than_its_permission(missions):
    sample = make_sample(missions.first, permission_until=timezone.now() + timedelta(seconds=100))
    kept = int(ask(LAYER, url(sample)).headers["cache-control"].removeprefix("public, max-age="))
    assert 0 < kept < 100


def test_a_recording_is_heard_on_its_missions_host_only(missions):
    sample = make_sample(missions.first)
    assert ask(LAYER, url(sample), host=missions.first.host).status == 200
    assert ask(LAYER, url(sample), host=missions.second.host).status == 404


def test_a_host_that_is_not_allowed_hears_nothing(missions, settings):
    sample = make_sample(missions.first)
    settings.ALLOWED_HOSTS = [missions.first.host]
    assert ask(LAYER, url(sample), host="elsewhere.example") == ask(LAYER, UNKNOWN)


@pytest.mark.parametrize(
    "wrong",
    [
        "/music/audio/",
        "/music/audio/{id}",
        "/music/audio/{id}/",
        "/music/audio/{id}/original/",
        "/music/audio/{id}/original/name",
        "/music/audio/{id}/original/name.mp3/",
        "/music/audio/{id}/original/deeper/name.mp3",
        "/music/audio/{id}/../original/name.mp3",
        "/music/audio/{id}/opus-96/name.opus",
        "/music/audio/{id}/ORIGINAL/name.mp3",
        "/music/audio/{id}\0/original/name.mp3",
        "/music/audio/{id}'/original/name.mp3",
        "/music/audio/../../private/audio/name.mp3",
    ],
)
def test_an_address_of_another_shape_is_not_found(missions, wrong):
    sample = make_sample(missions.first)
    assert ask(LAYER, wrong.format(id=sample.public_id)) == ask(LAYER, UNKNOWN)


def test_an_old_address_goes_on_after_the_sample_is_renamed(missions):
    sample = make_sample(missions.first)
    before = url(sample)
    sample.slug = "renamed"
    sample.save()
    assert ask(LAYER, before).status == 200


@pytest.mark.parametrize("state", STATES[2:])
def test_an_editor_of_the_mission_hears_it_and_nobody_may_keep_it(missions, state):
    sample = hidden(state, missions, timezone.now())
    cookie = cookie_of(editor_of(missions.first))
    reply = ask(LAYER, url(sample), headers=cookie)
    assert (reply.status, reply.headers["cache-control"]) == (200, "private, no-store")
    assert ask(LAYER, url(sample), headers=cookie | {"Range": "bytes=0-9"}).status == 206


@pytest.mark.parametrize("state", ["not public", "in a private collection"])
def test_whoever_has_no_right_on_the_collection_is_a_stranger(missions, client, state):
    sample = hidden(state, missions, timezone.now())
    never_was = ask(LAYER, UNKNOWN)
    assert ask(LAYER, url(sample), headers=cookie_of(editor_of(missions.second))) == never_was
    visitor = get_user_model().objects.create_user("somebody", password="not-a-default-9")
    visitor.groups.add(Group.objects.create(name="Readers"))
    client.force_login(visitor, backend="django.contrib.auth.backends.ModelBackend")
    assert ask(LAYER, url(sample), headers=cookie_of(client)) == never_was


def test_an_editor_who_was_dismissed_or_logged_out_is_a_stranger(missions):
    sample = make_sample(missions.first, public=False)
    client = editor_of(missions.first)
    cookie = cookie_of(client)
    missions.first.editor.is_active = False
    missions.first.editor.save()
    assert ask(LAYER, url(sample), headers=cookie).status == 404
    missions.first.editor.is_active = True
    missions.first.editor.save()
    assert ask(LAYER, url(sample), headers=cookie).status == 200
    client.logout()
    assert ask(LAYER, url(sample), headers=cookie).status == 404


@pytest.mark.parametrize("value", ["", "x", "x" * 5000, "' or 1=1", "a\\000b", "Ж", "=;="])
def test_a_made_up_session_opens_nothing(missions, value):
    sample = make_sample(missions.first, public=False)
    name = site_settings.SESSION_COOKIE_NAME
    raw = value.encode().decode("latin-1")
    assert ask(LAYER, url(sample), headers={"Cookie": f"{name}={raw}"}) == ask(LAYER, UNKNOWN)


def test_asking_costs_a_stranger_two_queries_beside_the_content_version(missions, django_assert_max_num_queries):
    sample = make_sample(missions.first)
    with django_assert_max_num_queries(3):
        assert ask(LAYER, url(sample)).status == 200
