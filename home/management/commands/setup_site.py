"""Brings an install to the point where it can be served. A second run changes nothing."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from home.first_start import add_accounts, collect_static, is_empty, is_migrated, update_address


class Command(BaseCommand):
    help = "Prepares the database, the accounts, the demonstration site and the static files."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--without-static", action="store_true", help="Do not collect static files.")

    def handle(self, *args: Any, **options: Any) -> None:
        self._make_folders()
        if not is_migrated():
            call_command("migrate", interactive=False, verbosity=0)
        passwords = add_accounts()
        try:
            update_address(settings.BASE_URL)
            if is_empty():
                self.stdout.write("Building the demonstration site …")
                with transaction.atomic():
                    call_command("demo")
            if not options["without_static"] and collect_static():
                self.stdout.write("Static files collected.")
        finally:
            # Whatever happened above: these passwords exist now and cannot be read again.
            self._tell(passwords)
        self.stdout.write(f"The site: {settings.BASE_URL}/   Its editors' entrance: {settings.BASE_URL}/admin/")

    def _make_folders(self) -> None:
        folders = [settings.VAR_DIR, settings.MEDIA_ROOT, settings.PRIVATE_ROOT, settings.STATIC_ROOT]
        try:
            for folder in folders:
                folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise CommandError(
                f"{error.filename} cannot be made ({error.strerror}): make its folder writable."
            ) from error

    def _tell(self, passwords: dict[str, str]) -> None:
        if passwords:
            self.stdout.write("New accounts; this is the only time that their passwords are shown:")
        for name, password in passwords.items():
            self.stdout.write(f"  {name:8}{password}")
