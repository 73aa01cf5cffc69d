"""Settings of the test suite: no ``.env``, nothing shared with a site on the same machine, everything as fast as
it can be.
"""

import os
import tempfile

os.environ["EMBASSY_ENV_FILE"] = os.devnull  # a test must not depend on the install it runs in
os.environ["BASE_URL"] = "http://testserver"
VAR_FOR_TESTS = tempfile.TemporaryDirectory(prefix="embassy-test-")
os.environ["EMBASSY_VAR"] = VAR_FOR_TESTS.name

from config.settings.base import *  # noqa: E402, F403  # settings modules are layers; the environment is set before

DEBUG = False  # as in production
SECRET_KEY = "known-to-everybody-and-used-in-tests-only"  # noqa: S105  # not a secret
ALLOWED_HOSTS = ["*"]  # tests invent hosts
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # fast; nothing is protected by it
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"  # django.core.mail.outbox
AXES_ENABLED = False  # the throttle's own test turns it on
PLAYS_WAIT_SECONDS = 0  # no thread writes behind a test's back
WHITENOISE_AUTOREFRESH = True  # collectstatic has not run
WHITENOISE_USE_FINDERS = True  # so files come from their sources
