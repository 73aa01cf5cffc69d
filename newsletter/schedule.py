"""What the list does at fixed times."""

from datetime import timedelta

from django.conf import settings
from django.utils import timezone

from core.scheduler import every
from newsletter.bounce_sources import read_all
from newsletter.bounces import take_refusals
from newsletter.digest_times import make_due_digests
from newsletter.growth import note_sizes
from newsletter.issuing import start_due
from newsletter.leaving import forget_left
from newsletter.models import Subscriber, SubscriberImport
from newsletter.retention import forget_readers, forget_returned
from newsletter.tasks import ask_server_if_it_was_away, call_carrier


@every(hours=1)
def forget_unconfirmed() -> None:
    """An address that was never confirmed is forgotten."""
    asked_before = timezone.now() - timedelta(days=settings.LIST_UNCONFIRMED_DAYS)
    Subscriber.objects.never_confirmed(asked_before).delete()


@every(hours=1)
def forget_those_who_left() -> None:
    """Of an address that has left, nothing but a hash is kept."""
    forget_left(timezone.now())


@every(minutes=1)
def letters_go_out() -> None:
    """Takes up letters whose time has come, also where a worker was lost."""
    now = timezone.now()
    start_due(now)
    call_carrier(now)


@every(minutes=5)
def a_server_that_was_away_is_asked_again() -> None:
    """Letters that stopped for that alone go on by themselves."""
    ask_server_if_it_was_away()


@every(minutes=10)
def digests_are_made() -> None:
    """Makes the digests of the day and the week once their hour has come on the mission's clocks."""
    make_due_digests(timezone.now())


@every(minutes=5)
def returned_letters_are_read() -> None:
    """Counts what came back, and what the mail server refused at once. Raises NotRead for a mailbox that is away."""
    now = timezone.now()
    take_refusals(now)
    read_all(now)


@every(hours=1)
def files_of_addresses_are_forgotten() -> None:
    """A file that nobody imported is not kept for longer than a day."""
    SubscriberImport.objects.filter(made_at__lt=timezone.now() - timedelta(days=1)).delete()


@every(hours=1)
def old_letters_are_emptied() -> None:
    """Whom a letter went to is known for some weeks, what came back for a year."""
    forget_readers(timezone.now())
    forget_returned(timezone.now())


@every(hours=6)
def sizes_are_noted() -> None:
    """Writes down how many are on each list."""
    note_sizes(timezone.now())
