"""A letter that was received from the list: whether its signature is good and belongs to the sender."""

from __future__ import annotations

from datetime import datetime
from email.utils import parseaddr

from newsletter.doctor.dkim_signature import Signature, State, check_signatures
from newsletter.doctor.domains import belong_together, domain_of
from newsletter.doctor.findings import Finding
from newsletter.doctor.message_parts import Message, NoMessage, read_message
from newsletter.doctor.resolver import Resolver, Unanswered

# RFC 8058, 4: a signature has to cover what leaving by one click stands on.
ONE_CLICK = frozenset({"list-unsubscribe", "list-unsubscribe-post"})
CODES = {
    State.BROKEN: "sample.broken",
    State.OLD: "sample.old",
    State.NO_KEY: "sample.no_key",
    State.BODY: "sample.body",
    State.WRONG: "sample.wrong",
}


def examine_sample(text: bytes, resolver: Resolver, now: datetime) -> list[Finding]:
    """One finding for each signature, or the reason why there is none."""
    try:
        message = read_message(text)
    except NoMessage:
        return [Finding("sample.no_message")]
    sender = _domain_of_sender(message)
    try:
        signatures = check_signatures(message, resolver, now)
    except Unanswered as error:
        return [Finding("sample.unanswered", {"name": str(error)})]
    if not signatures:
        return [Finding("sample.unsigned", {"sender": sender})]
    return [_told(signature, sender) for signature in signatures]


def _told(signature: Signature, sender: str) -> Finding:
    facts = {"domain": signature.domain, "selector": signature.selector, "sender": sender}
    if signature.state is not State.GOOD:
        return Finding(CODES[signature.state], facts)
    if not belong_together(signature.domain, sender):
        return Finding("sample.foreign", facts)
    if not signature.signed >= ONE_CLICK:
        return Finding("sample.uncovered", facts)
    return Finding("sample.ok", facts)


def _domain_of_sender(message: Message) -> str:
    # Bytes that are not ASCII are no part of the address, at most of the name before it.
    value = message.named("from")[0].value.decode("ascii", "replace").replace("\r\n", "")
    return domain_of(parseaddr(value)[1])
