"""Letters that came back, as the servers of the world write them; written for these tests."""

from __future__ import annotations

OURS = "<abc123.0f@aland.example>"
WHO = "reader@example.org"


def original(message_id: str = OURS) -> str:
    return f"From: press@aland.example\nTo: {WHO}\nSubject: Notes\nMessage-ID: {message_id}\n\nText\n"


def dsn(
    status: str = "5.1.1", action: str = "failed", said: str = "smtp; 550 5.1.1 No such user", message_id: str = OURS
) -> bytes:
    """As RFC 3464 has it: Postfix, and most others."""
    return f"""From: MAILER-DAEMON@mx.example
To: bounces@aland.example
Subject: Undelivered Mail Returned to Sender
Message-ID: <report1@mx.example>
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b1"

--b1
Content-Type: text/plain

Your message could not be delivered.

--b1
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example
Arrival-Date: Mon, 1 Jun 2026 12:00:00 +0000

Final-Recipient: rfc822; {WHO}
Action: {action}
Status: {status}
Diagnostic-Code: {said}

--b1
Content-Type: message/rfc822

{original(message_id)}
--b1--
""".encode()


EXCHANGE = f"""From: postmaster@corp.example
Subject: Undeliverable: Notes
Message-ID: <x@corp.example>
Content-Type: multipart/report; report-type=delivery-status; boundary="b2"

--b2
Content-Type: text/html

<p>The email address couldn't be found.</p>

--b2
Content-Type: message/delivery-status

Reporting-MTA: dns;corp.example

Original-Recipient: rfc822;{WHO.upper()}
Final-Recipient: rfc822;other@corp.example
Action: failed
Status: 5.0.0
Diagnostic-Code: smtp;550 5.1.10 RESOLVER.ADR.RecipientNotFound; {WHO}

--b2
Content-Type: text/rfc822-headers

Subject: Notes
Message-ID: {OURS}

--b2--
""".encode()

QMAIL = f"""From: MAILER-DAEMON@old.example
Subject: failure notice
Message-ID: <q@old.example>

Hi. This is the mail program at old.example.
I could not deliver your message to the following addresses.

<{WHO}>:
192.0.2.7 does not like recipient.
Remote host said: 550 5.1.1 user unknown
Giving up on 192.0.2.7.

--- Below this line is a copy of the message.

{original()}""".encode()

EXIM = f"""From: Mail Delivery System <mailer-daemon@exim.example>
Subject: Mail delivery failed: returning message to sender
X-Failed-Recipients: {WHO}
Auto-Submitted: auto-generated
Message-ID: <e@exim.example>

A message that you sent could not be delivered to one or more of its recipients.

  {WHO}
    host mx.example [192.0.2.7]
    SMTP error from remote mail server after RCPT TO: 550 Unrouteable address

------ This is a copy of your message.

{original()}""".encode()

FULL = f"""From: MAILER-DAEMON@old.example
Subject: failure notice
Message-ID: <f@old.example>

<{WHO}>:
Mailbox is full, over quota. Try again later.

--- Below this line is a copy of the message.

{original()}""".encode()

SPAM = f"""From: complaints@provider.example
Subject: complaint
Message-ID: <a@provider.example>
Content-Type: multipart/report; report-type=feedback-report; boundary="b3"

--b3
Content-Type: text/plain

This is an email abuse report.

--b3
Content-Type: message/feedback-report

Feedback-Type: abuse
User-Agent: Provider/1.0
Version: 1
Original-Rcpt-To: <{WHO}>

--b3
Content-Type: message/rfc822

{original()}
--b3--
""".encode()

AWAY = f"""From: {WHO}
To: bounces@aland.example
Subject: I am away until Monday
Message-ID: <h@example.org>
In-Reply-To: {OURS}
Auto-Submitted: auto-replied

I read my mail on Monday. 550 5.1.1
""".encode()

LETTER = f"""From: Somebody <{WHO}>
To: bounces@aland.example
Subject: A question
Message-ID: <p@example.org>

When does the consular section open? My number is 550 12 34.
""".encode()
