"""What a new release needs before its processes start. Safe to repeat, and while the old ones still serve: nothing
that they need is taken away.
"""

from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError


class Command(BaseCommand):
    help = "Makes the folders, brings the database up to date and collects static files; old ones stay."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        for folder in (settings.MEDIA_ROOT, settings.PRIVATE_ROOT, settings.STATIC_ROOT):
            try:
                folder.mkdir(parents=True, exist_ok=True)
            except OSError as error:
                raise CommandError(f"{folder} cannot be made ({error.strerror}): make its folder writable.") from error
        call_command("migrate", interactive=False, verbosity=0)
        call_command("collectstatic", interactive=False, verbosity=0)
        self.stdout.write("The database and the static files are those of this release.")
