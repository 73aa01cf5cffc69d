"""A mail server that takes a message and then says nothing; and the settings of a site that sends there."""

import os
import time
from pathlib import Path
from typing import Any

from django.core.mail.backends.base import BaseEmailBackend

from config.settings.dev import *  # noqa: F403  # settings modules are layers

EMAIL_BACKEND = "tests.hanging_mail.HangingBackend"


class HangingBackend(BaseEmailBackend):
    """Notes in the file that HANGING_MAIL names that it has the message."""

    def send_messages(self, messages: Any) -> int:
        Path(os.environ["HANGING_MAIL"]).touch()
        time.sleep(600)
        return 0
