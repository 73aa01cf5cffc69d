"""A mission whose mail leaves by a server, on an Internet of this machine."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

from django.contrib.auth.models import Permission

from newsletter.doctor.circumstances import patient_of
from newsletter.doctor.findings import Finding, to_json
from newsletter.doctor.models import MailExamination
from tests.missions import TestMission
from tests.newsletter.doctor.name_server import name_server

NOW = datetime(2026, 3, 16, 12, tzinfo=UTC)
RED = (Finding("dmarc.none", {"domain": "aland.org", "name": "_dmarc.aland.org"}), Finding("leaving.ok"))


def examined(mission: TestMission, findings: Any = RED, at: datetime = NOW) -> MailExamination:
    """An examination that is there already, of the way by which letters leave now."""
    facts = {"at": at, "fingerprint": patient_of(mission.site, at).fingerprint, "findings": to_json(findings)}
    return MailExamination.objects.update_or_create(site=mission.site, defaults=facts)[0]


def make_manager(mission: TestMission) -> Any:
    """The mission's editor, who decides from now on."""
    mission.editor.groups.add(managers(mission))
    return type(mission.editor).objects.get(pk=mission.editor.pk)


def managers(mission: TestMission) -> Any:
    permission = Permission.objects.get(codename="override_mail_check")
    return permission.group_set.get(name=f"{mission.group.name}: managers")


@contextmanager
def internet(settings: Any, names: dict[str, Any]) -> Iterator[None]:
    """DNS comes from the dictionary, over real sockets."""
    with name_server(names) as address:
        settings.DNS_RESOLVER = address
        yield


def send_by_server(mission: TestMission, settings: Any, port: int, **more: Any) -> None:
    """Letters of the mission leave by the server at that port, from the domain mission.org."""
    mission.mission.email = "press@mission.org"
    mission.mission.save()
    mission.site.hostname, mission.site.port = "www.mission.org", 443
    mission.site.save()
    mission.host = "www.mission.org"
    facts = {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": "localhost",
        "EMAIL_PORT": port,
        "EMAIL_USE_TLS": True,
        "LIST_SENDING_ADDRESSES": ["8.8.4.4"],
        "LIST_DKIM_SELECTORS": ["mail"],
        "LIST_BOUNCE_ADDRESS": "returns@mission.org",
    }
    for name, value in (facts | more).items():
        setattr(settings, name, value)
