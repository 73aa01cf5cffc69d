"""Registration of the events admin."""

from django.http import HttpRequest
from wagtail import hooks
from wagtail.models import Page

from events.signal_handlers import shed_foreign_contacts


@hooks.register("after_copy_page")
def part_copy_from_old_mission(request: HttpRequest, page: Page, new_page: Page) -> None:
    """A copy in another mission's tree leaves behind the old one's contact."""
    shed_foreign_contacts(new_page)
