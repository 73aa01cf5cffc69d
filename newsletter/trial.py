"""A letter sent to one address before it goes to the list."""

from __future__ import annotations

from email.utils import make_msgid

from django.utils import translation
from django.utils.translation import gettext as _

from core.delivery import NotSent, deliver
from newsletter.casting import as_message, face_of
from newsletter.composing import compose
from newsletter.mime import Reader
from newsletter.models import Issue, IssueText

# Leads to the page that says that the link is nobody's.
NOBODY = "test"


def send_trial(issue: Issue, language: str, variant: str, email: str) -> bool:
    """Whether the mail server took it."""
    words = compose(issue, language, variant)
    with translation.override(language):
        subject = _("Test: %(subject)s") % {"subject": words.subject}
    text = IssueText(issue=issue, language=language, subject=subject, text=words.text, html=words.html)
    reader = Reader(email, make_msgid(domain=issue.site.hostname), NOBODY)
    try:
        deliver(as_message(face_of(issue, text), reader))
    except NotSent:
        return False
    return True
