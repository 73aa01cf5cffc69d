"""What findings about the records of the domain and the signature of letters say."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from newsletter.doctor.wording import Level, Words, unanswered

RED, AMBER, UNKNOWN, GREEN = Level.RED, Level.AMBER, Level.UNKNOWN, Level.GREEN
SPF, DKIM, DMARC = _("SPF: who may send"), _("DKIM: the key of the signature"), _("DMARC: what receivers do")
ALIGNMENT, SAMPLE = _("Sender and proof belong together"), _("The signature of the letter")
REPLACE = _("Put this record in the place of the old one.")
MAIL_SERVER_SHOWS = _("The mail server or its provider shows the record that belongs there. Copy it.")

RECORDS: dict[str, Words] = {
    "spf.none": Words(
        RED,
        SPF,
        _("The domain %(domain)s does not say which machines may send its mail."),
        _("Publish this record; add whatever else sends mail for the domain, such as the office's own server."),
    ),
    "spf.several": Words(
        RED,
        SPF,
        _("The domain %(domain)s has several SPF records. Receivers then heed none."),
        _("Join them into one: “v=spf1” once, then everything that stands in them, “~all” at the end."),
    ),
    "spf.broken": Words(
        RED,
        SPF,
        _("The SPF record of %(domain)s cannot be read at “%(term)s”. Receivers then heed nothing of it."),
        _("Correct that word in the record."),
    ),
    "spf.missing": Words(
        RED,
        SPF,
        _("The SPF record of %(domain)s refers by “%(term)s” to a domain that has none."),
        _("Take that word out, or correct the name in it."),
    ),
    "spf.lookups": Words(
        RED,
        SPF,
        _("The SPF record of %(domain)s needs more than ten questions to DNS. Receivers then heed nothing of it."),
        _("Take out senders that are no longer used, or write addresses (ip4:) in the place of names."),
    ),
    "spf.voids": Words(
        RED,
        SPF,
        _("The SPF record of %(domain)s names too much that does not exist, the last being “%(term)s”."),
        _("Take such words out of the record."),
    ),
    "spf.everybody": Words(
        RED,
        SPF,
        _("The SPF record of %(domain)s lets every machine of the world send: “%(term)s”. Spammers use that."),
        REPLACE,
    ),
    "spf.not_named": Words(
        RED, SPF, _("The SPF record of %(domain)s does not name the sending address %(addresses)s."), REPLACE
    ),
    "spf.neutral": Words(
        AMBER,
        SPF,
        _("The SPF record of %(domain)s says neither yes nor no of the sending address %(addresses)s."),
        REPLACE,
    ),
    "spf.perhaps": Words(
        UNKNOWN,
        SPF,
        _("The SPF record of %(domain)s does not name the mail server (%(addresses)s), which may send from others."),
        _("Name the addresses that it sends from in LIST_SENDING_ADDRESSES. If it is these, publish this record."),
    ),
    "spf.hidden": Words(
        UNKNOWN,
        SPF,
        _("%(domain)s has an SPF record. The mail server has an address that only this network knows (%(addresses)s)."),
        _("Name the addresses that the Internet sees in LIST_SENDING_ADDRESSES."),
    ),
    "spf.no_address": Words(
        UNKNOWN,
        SPF,
        _("%(domain)s has an SPF record, but it is not known from which addresses the letters are sent."),
        _("Name them in LIST_SENDING_ADDRESSES."),
    ),
    "spf.ok": Words(GREEN, SPF, _("The SPF record of %(domain)s names the sending address %(addresses)s.")),
    "spf.unanswered": unanswered(SPF),
    "dkim.no_selector": Words(
        AMBER,
        DKIM,
        _("Nobody has said which key (selector) signs for %(domain)s. Gmail and Yahoo ask for signatures."),
        _("Let the mail server sign, and name its selector in LIST_DKIM_SELECTORS. A signed letter shows it too."),
    ),
    "dkim.missing": Words(
        RED, DKIM, _("There is no key at %(name)s, so the signature of letters proves nothing."), MAIL_SERVER_SHOWS
    ),
    "dkim.several": Words(
        RED, DKIM, _("There are several records at %(name)s; only one may be there."), _("Take out the old ones.")
    ),
    "dkim.broken": Words(RED, DKIM, _("The key at %(name)s cannot be read at “%(part)s”."), MAIL_SERVER_SHOWS),
    "dkim.revoked": Words(
        RED, DKIM, _("The key at %(name)s was taken back: what stands after p= is empty."), MAIL_SERVER_SHOWS
    ),
    "dkim.hash": Words(
        RED,
        DKIM,
        _("The key at %(name)s forbids SHA-256, by which letters are signed."),
        _("Take h= out of the record."),
    ),
    "dkim.weak": Words(
        RED,
        DKIM,
        _("The key at %(name)s has %(bits)s bits. Receivers ignore keys below 1024."),
        _("Have the mail server make a new key of 2048 bits."),
    ),
    "dkim.short": Words(
        AMBER,
        DKIM,
        _("The key at %(name)s has %(bits)s bits, which is still heeded; 2048 is what is asked today."),
        _("Have the mail server make a new key when there is an occasion."),
    ),
    "dkim.testing": Words(
        AMBER,
        DKIM,
        _("The key at %(name)s says that it is only being tested (t=y), so receivers may ignore it."),
        _("Take t=y out of the record."),
    ),
    "dkim.spare": Words(
        AMBER,
        DKIM,
        _("There is no usable key at %(name)s, but there is another one."),
        _("If that name is no longer used, take it out of LIST_DKIM_SELECTORS."),
    ),
    "dkim.ok": Words(GREEN, DKIM, _("The key at %(name)s is good (%(bits)s bits).")),
    "dkim.unanswered": unanswered(DKIM),
    "dmarc.none": Words(
        RED,
        DMARC,
        _("The domain %(domain)s has no DMARC record. Gmail and Yahoo ask every list for one."),
        _("Publish this record. It changes nothing yet, but reports come to the address in it."),
    ),
    "dmarc.several": Words(
        RED,
        DMARC,
        _("There are several DMARC records at %(name)s. Receivers then heed none."),
        _("Keep one of them."),
    ),
    "dmarc.broken": Words(
        RED,
        DMARC,
        _("The DMARC record at %(name)s cannot be read at “%(part)s”."),
        _("Write it like v=DMARC1; p=none; rua=mailto:reports@example.org."),
    ),
    "dmarc.no_reports": Words(
        AMBER,
        DMARC,
        _("The DMARC record at %(name)s names no address for reports: nobody learns who sends in the mission's name."),
        REPLACE,
    ),
    "dmarc.reports_refused": Words(
        AMBER,
        DMARC,
        _("Reports of %(domain)s are to go to %(elsewhere)s, which has not agreed to get them; so none are sent."),
        _("Have this record published at %(elsewhere)s, or name an address of %(domain)s."),
    ),
    "dmarc.watching": Words(
        AMBER,
        DMARC,
        _("The DMARC record at %(name)s only watches (p=none): forged letters in the mission's name are delivered."),
        _("Once the reports show only letters of yours, write p=quarantine, later p=reject."),
    ),
    "dmarc.ok": Words(GREEN, DMARC, _("The DMARC record at %(name)s protects the domain (%(policy)s).")),
    "dmarc.unanswered": unanswered(DMARC),
    "alignment.ok": Words(GREEN, ALIGNMENT, _("Both SPF and DKIM speak for %(domain)s, which readers see.")),
    "alignment.by_dkim": Words(GREEN, ALIGNMENT, _("DKIM speaks for %(domain)s, which readers see.")),
    "alignment.by_spf": Words(
        AMBER,
        ALIGNMENT,
        _("Only SPF speaks for %(domain)s. A letter that a reader has forwarded to another mailbox loses that proof."),
        _("Let the mail server sign letters (DKIM) in the name of the domain."),
    ),
    "alignment.none": Words(
        RED,
        ALIGNMENT,
        _("Neither SPF (for %(envelope)s) nor DKIM speaks for %(domain)s: to receivers the letters look forged."),
        _("Put SPF or DKIM in order as said here; the address for returned letters has to be below the same domain."),
    ),
    "alignment.unknown": Words(
        UNKNOWN,
        ALIGNMENT,
        _("Whether anything speaks for %(domain)s is seen when SPF or DKIM can be judged."),
        _("Do what is said under SPF and DKIM."),
    ),
    "sample.no_message": Words(
        UNKNOWN,
        SAMPLE,
        _("This is not the source of a letter."),
        _("In the mail program choose “Show original” or “View source”, and copy everything from the first line."),
    ),
    "sample.unsigned": Words(
        RED,
        SAMPLE,
        _("The letter carries no signature. Gmail and Yahoo ask every list for one."),
        _("Let the mail server sign letters (DKIM) in the name of %(sender)s."),
    ),
    "sample.broken": Words(
        RED,
        SAMPLE,
        _("The letter carries a signature that cannot be read (d=%(domain)s)."),
        _("Check how the mail server signs."),
    ),
    "sample.old": Words(
        UNKNOWN,
        SAMPLE,
        _("The signature of %(domain)s was good for a time that is over."),
        _("Take a newer letter."),
    ),
    "sample.no_key": Words(
        RED,
        SAMPLE,
        _("The letter is signed by %(domain)s, but DNS has no usable key for its selector “%(selector)s”."),
        MAIL_SERVER_SHOWS,
    ),
    "sample.body": Words(
        RED,
        SAMPLE,
        _("The text of the letter was changed after %(domain)s had signed it."),
        _("Copying can do that too: try the file of the letter. Otherwise something on the way adds to letters."),
    ),
    "sample.wrong": Words(
        RED,
        SAMPLE,
        _("The signature of %(domain)s is not right: a header was changed on the way, or the key is another one."),
        _("Copying can do that too: try the file of the letter. Otherwise check the key “%(selector)s”."),
    ),
    "sample.foreign": Words(
        AMBER,
        SAMPLE,
        _("The letter is signed by %(domain)s, which does not belong to the sender's domain %(sender)s."),
        _("Let the mail server sign in the name of %(sender)s."),
    ),
    "sample.uncovered": Words(
        AMBER,
        SAMPLE,
        _("The signature of %(domain)s is right, but does not cover the headers for leaving by one click."),
        _("Let the mail server sign List-Unsubscribe and List-Unsubscribe-Post as well."),
    ),
    "sample.ok": Words(GREEN, SAMPLE, _("The signature of %(domain)s (selector “%(selector)s”) is right.")),
    "sample.unanswered": unanswered(SAMPLE),
}
