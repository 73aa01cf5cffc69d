"""Reads what comes back: reports of mail servers (RFC 3464) and of readers who press "spam" (RFC 5965), and the odd
forms of old servers. Pure: bytes in, a report or nothing out; never raises for what strangers send.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes
from email.message import Message
from email.utils import parseaddr

HARD, SOFT, COMPLAINT = "hard", "soft", "complaint"
LARGEST = 1_000_000  # bytes that are looked at
STATUS = re.compile(r"\b([245])\.(\d{1,3})\.(\d{1,3})\b")
CODE = re.compile(r"\b([45]\d\d)[ -]")
MESSAGE_ID = re.compile(r"^Message-ID:\s*(<[^<>\s]{3,200}>)", re.IGNORECASE | re.MULTILINE)
# In the plain text of old servers: <address>: and then why.
QMAIL = re.compile(r"^<([^<>\s]+@[^<>\s]+)>:\s*$(.{0,600})", re.MULTILINE | re.DOTALL)
WORDS_OF_SOFT = re.compile(
    r"\bsoft\b|quota|mailbox.{0,20}full|over.?limit|temporar|try again|greylist|delayed", re.IGNORECASE
)


@dataclass(frozen=True)
class Report:
    """What came back. ``status`` is the enhanced code (RFC 3463) or ""; ``message_id`` that of our letter, or "";
    ``recipient`` the address, in lower case, or ""; ``key`` tells one report from another.
    """

    kind: str
    recipient: str
    status: str
    reason: str
    message_id: str
    key: str


def read_report(content: bytes) -> Report | None:
    """The report that a message is; None for any other mail, such as an answer from somebody's holidays."""
    message = message_from_bytes(content[:LARGEST])
    if _is_answer(message):
        return None
    key = hashlib.sha256(
        str(message.get("Message-ID") or "").encode("utf-8", "replace") or content[:LARGEST]
    ).hexdigest()
    ours = _our_message_id(content[:LARGEST], message)
    for part in message.walk():
        if part.get_content_type() == "message/feedback-report":
            return _complaint(part, message, ours, key)
        if part.get_content_type() == "message/delivery-status":
            found = _delivery_status(part, ours, key)
            if found is not None:
                return found
    return _odd_form(message, ours, key)


def _is_answer(message: Message) -> bool:
    """RFC 3834: what a program answers for a person who is away is no bounce."""
    kind = str(message.get("Auto-Submitted") or "").lower()
    return kind.startswith("auto-replied") and message.get_content_type() != "multipart/report"


def _our_message_id(content: bytes, message: Message) -> str:
    """The Message-ID of the letter that came back: the last one in the message that is not its own."""
    own = str(message.get("Message-ID") or "").strip()
    names = MESSAGE_ID.findall(content.decode("utf-8", "replace"))
    others = [name for name in names if name != own]
    return others[-1] if others else ""


def _groups(part: Message) -> Iterator[Message]:
    """The groups of header lines that a status part is made of."""
    payload = part.get_payload()
    if isinstance(payload, list):
        yield from (group for group in payload if isinstance(group, Message))
    elif isinstance(payload, str):
        for chunk in re.split(r"\r?\n\r?\n", payload):
            yield message_from_bytes(chunk.encode("utf-8", "replace"))


def _delivery_status(part: Message, ours: str, key: str) -> Report | None:
    for group in _groups(part):
        recipient = _address(group.get("Original-Recipient") or group.get("Final-Recipient"))
        action = str(group.get("Action") or "").strip().lower()
        if not recipient or action in ("delivered", "relayed", "expanded"):
            continue
        status = _status(str(group.get("Status") or ""))
        said = " ".join(str(group.get("Diagnostic-Code") or "").split())
        status = _status(said) or status if status.endswith(".0.0") or not status else status
        kind = SOFT if action == "delayed" or status.startswith("4.") else HARD
        return Report(kind, recipient, status, without_people(said), ours, key)
    return None


def _complaint(part: Message, message: Message, ours: str, key: str) -> Report:
    groups = list(_groups(part))
    facts = groups[0] if groups else part
    recipient = _address(facts.get("Original-Rcpt-To") or facts.get("Removal-Recipient"))
    if not recipient:
        recipient = next((_address(inner.get("To")) for inner in message.walk() if inner is not message), "")
    reason = str(facts.get("Feedback-Type") or "abuse").strip()
    return Report(COMPLAINT, recipient, "", reason[:100], ours, key)


def _odd_form(message: Message, ours: str, key: str) -> Report | None:
    """Exim's header, qmail's paragraphs, and subjects that say it; all of them only with an address."""
    text = _text(message)
    failed = str(message.get("X-Failed-Recipients") or "")
    recipient, why = _address(failed.split(",")[0]), text
    if not recipient:
        found = QMAIL.search(text)
        if found is None:
            return None
        recipient, why = _address(found[1]), found[2]
    status = _status(why)
    code = CODE.search(why)
    if not status and code is None and not failed and not WORDS_OF_SOFT.search(why):
        return None
    is_soft = status.startswith("4.") or (not status and code is not None and code[1].startswith("4"))
    kind = SOFT if is_soft or (not status and WORDS_OF_SOFT.search(why)) else HARD
    return Report(kind, recipient, status, without_people(" ".join(why.split())), ours, key)


def _text(message: Message) -> str:
    for part in message.walk():
        if part.get_content_type() == "text/plain":
            payload = part.get_payload(decode=True)
            return payload.decode("utf-8", "replace") if isinstance(payload, bytes) else ""
    return ""


def _status(text: str) -> str:
    found = STATUS.search(text)
    return found[0] if found else ""


def _address(value: object) -> str:
    """``rfc822; Reader@Example.org`` or ``Name <reader@example.org>`` as an address in lower case; "" for none."""
    text = str(value or "").rsplit(";", 1)[-1].strip()
    address = parseaddr(text)[1].lower()
    return address if "@" in address and len(address) <= 254 else ""


def without_people(said: str) -> str:
    """What a server said, without addresses, cut to a line."""
    return re.sub(r"\S+@\S+", "…", said)[:300]
