"""Builds a small site in the database that the environment names: the demonstration's second mission as the only one.

Run as ``python -m tests.scale_out.small_site``; prints the passwords of the accounts.
"""

import django

django.setup()

# Models can be imported only once Django is set up.
from django.core.management import call_command  # noqa: E402
from django.utils import timezone  # noqa: E402
from django.utils.translation import override  # noqa: E402
from wagtail.models import Site  # noqa: E402

from home.demo import tree  # noqa: E402
from home.demo.build import build_second  # noqa: E402


def main() -> None:
    call_command("migrate", interactive=False, verbosity=0)
    with override("en"):
        tree.rename_welcome_page()
        mission = build_second(timezone.now())
        Site.objects.filter(is_default_site=True).delete()
        mission.site.is_default_site = True
        mission.site.save()
        tree.drop_welcome_page()
    # Accounts, the address and the static files; the demonstration is left out, as the database is not empty.
    call_command("setup_site")


if __name__ == "__main__":
    main()
