"""A process that is killed while the mail server has its message: nobody sends it again but a person."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.core import mail
from django.db import connection
from django.utils import timezone

from core.models import OutboxMessage
from core.outbox import post, send_again
from core.sending import LEASE, send_due
from tests.core.test_outbox import draft

ROOT = Path(__file__).resolve().parents[2]
PATIENCE_S = 60


def wait_for(path: Path, process: subprocess.Popen) -> None:
    end = time.monotonic() + PATIENCE_S
    while not path.exists():
        assert process.poll() is None, "The process ended before it was killed."
        assert time.monotonic() < end, "The message did not reach the mail server."
        time.sleep(0.05)


@pytest.mark.skipif("connection.vendor != 'sqlite'", reason="The other process opens the file of the database.")
def test_a_message_whose_sender_was_killed_is_not_sent_twice(threaded, tmp_path):
    post(draft(threaded), timezone.now())
    sign = tmp_path / "taken"
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "tests.hanging_mail",
        "EMBASSY_ENV_FILE": os.devnull,
        "EMBASSY_VAR": str(Path(connection.settings_dict["NAME"]).parent),
        "HANGING_MAIL": str(sign),
    }
    process = subprocess.Popen([sys.executable, "manage.py", "send_mail"], cwd=ROOT, env=environment)
    try:
        wait_for(sign, process)
    finally:
        process.send_signal(signal.SIGKILL)
        process.wait()
    message = OutboxMessage.objects.get()
    assert message.state == "on_wire"
    assert send_due() == 0
    late = timezone.now() + LEASE
    assert send_due(lambda: late) == 0
    message.refresh_from_db()
    assert (message.state, mail.outbox) == ("unknown", [])
    assert send_again(message, timezone.now())
    assert send_due() == 1
    assert mail.outbox[0].extra_headers["Message-ID"] == message.message_id
