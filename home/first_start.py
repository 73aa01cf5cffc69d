"""What a start of the site makes sure of: its address, two accounts, collected static files. Everything here is
safe to repeat.
"""

import hashlib
import secrets
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.models import Group
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor
from wagtail.models import Page, Site

from core.models import User

LOCAL = ".localhost"


def is_migrated() -> bool:
    """Whether the database has every migration; to see that takes a moment, to run none of them takes longer."""
    executor = MigrationExecutor(connection)
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())


def is_empty() -> bool:
    """Whether the database holds nothing but what Wagtail's own migrations put there."""
    return not Page.objects.filter(depth__gt=1).exclude(content_type__app_label="wagtailcore").exists()


def update_address(base_url: str) -> None:
    """Gives the default site the host and port of ``base_url``; other missions on this machine follow its port."""
    parts = urlsplit(base_url)
    port = parts.port or {"http": 80, "https": 443}[parts.scheme]
    for site in Site.objects.all():
        hostname = parts.hostname or "" if site.is_default_site else site.hostname
        follows = site.is_default_site or site.hostname.endswith(LOCAL)
        if follows and (site.hostname, site.port) != (hostname, port):
            site.hostname, site.port = hostname, port
            site.save()


@transaction.atomic
def add_accounts() -> dict[str, str]:
    """Makes ``admin`` and ``editor`` where they are missing; returns the new ones' passwords by name."""
    passwords: dict[str, str] = {}
    if not User.objects.filter(username="admin").exists():
        passwords["admin"] = secrets.token_urlsafe(12)
        User.objects.create_superuser("admin", password=passwords["admin"])
    if not User.objects.filter(username="editor").exists():
        passwords["editor"] = secrets.token_urlsafe(12)
        editor = User.objects.create_user("editor", password=passwords["editor"])
        editor.groups.add(Group.objects.get_or_create(name="Editors")[0])
    return passwords


def _sources_mark() -> str:
    """A mark that changes when any static file does."""
    digest = hashlib.sha256(repr(settings.STORAGES["staticfiles"]).encode())
    for finder in get_finders():
        for name, storage in finder.list([]):
            facts = Path(storage.path(name)).stat()
            digest.update(f"{name} {facts.st_size} {facts.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def collect_static() -> bool:
    """Collects static files if they changed since the last time; whether they did."""
    stamp = Path(settings.STATIC_ROOT) / ".collected"
    mark = _sources_mark()
    if stamp.exists() and stamp.read_text() == mark:
        return False
    call_command("collectstatic", interactive=False, verbosity=0, clear=True)
    stamp.write_text(mark)
    return True
