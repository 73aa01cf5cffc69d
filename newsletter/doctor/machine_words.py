"""What findings about the mail server, the sender and the letters themselves say."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from newsletter.doctor.wording import Level, Words, unanswered

RED, AMBER, UNKNOWN, GREEN = Level.RED, Level.AMBER, Level.UNKNOWN, Level.GREEN
WAY, SENDER, REVERSE = _("The way out"), _("The sender"), _("Reverse DNS")
LINE, LEAVING, BOUNCE = _("Encryption"), _("Leaving by one click"), _("Returned letters")
ASK_PROVIDER = _("Ask whoever runs the address (the provider of the machine) to set this record.")

MACHINES: dict[str, Words] = {
    "mail.files": Words(
        AMBER,
        WAY,
        _("Letters are written to files on this machine and reach nobody. For a demonstration that is just right."),
        _("To send mail, name a mail server in EMAIL_URL. Then everything is examined here."),
    ),
    "mail.unanswered": unanswered(WAY),
    "from.local": Words(
        RED,
        SENDER,
        _("Letters would come from %(sender)s, an address that does not exist on the Internet."),
        _("Write the mission's e-mail address into Settings, Mission, or set DEFAULT_FROM_EMAIL."),
    ),
    "from.nowhere": Words(
        RED,
        SENDER,
        _("Letters would come from %(sender)s, but there is no domain %(domain)s."),
        _("Check how the address is written, in Settings, Mission and in DEFAULT_FROM_EMAIL."),
    ),
    "from.mute": Words(
        AMBER,
        SENDER,
        _("Nobody can answer %(sender)s: the domain takes no mail. Filters distrust such senders."),
        _("Publish an MX record for %(domain)s, or use an address that takes mail."),
    ),
    "from.foreign": Words(
        AMBER,
        SENDER,
        _("Letters come from %(domain)s, but the site and the links in them are at %(site)s."),
        _("An address of the site's own domain is trusted more. If both belong to the ministry, this may stay."),
    ),
    "from.ok": Words(GREEN, SENDER, _("Letters come from %(sender)s, which takes answers.")),
    "from.unanswered": unanswered(SENDER),
    "reverse.none": Words(
        RED,
        REVERSE,
        _("The sending address %(address)s has no name. Gmail and others refuse letters from such machines."),
        ASK_PROVIDER,
    ),
    "reverse.unconfirmed": Words(
        RED,
        REVERSE,
        _("The sending address %(address)s is called %(names)s, but that name does not lead back to it."),
        _("Publish this record, or have the name of the address changed by its provider."),
    ),
    "reverse.perhaps": Words(
        UNKNOWN,
        REVERSE,
        _("The mail server's address %(address)s has no name that leads back to it. It may send from other addresses."),
        _("Name the addresses that it sends from in LIST_SENDING_ADDRESSES; its provider knows them."),
    ),
    "reverse.hidden": Words(
        UNKNOWN,
        REVERSE,
        _("The mail server has an address that only this network knows (%(addresses)s)."),
        _("Name the addresses that the Internet sees in LIST_SENDING_ADDRESSES."),
    ),
    "reverse.ok": Words(GREEN, REVERSE, _("The sending address %(address)s is called %(names)s, and that leads back.")),
    "reverse.unanswered": unanswered(REVERSE),
    "tls.elsewhere": Words(
        UNKNOWN,
        LINE,
        _("Letters are handed over another way than to a mail server; how that is encrypted cannot be seen here."),
    ),
    "tls.near": Words(GREEN, LINE, _("The mail server %(host)s is on this machine; the line to it leaves it nowhere.")),
    "tls.none": Words(
        RED,
        LINE,
        _("The mail server %(host)s offers no encryption on port %(port)s: everybody on the way can read the letters."),
        _("Use a port with encryption (587 or 465), or another mail server."),
    ),
    "tls.unused": Words(
        RED,
        LINE,
        _("The mail server %(host)s offers encryption, but it is not used: letters and password travel in the open."),
        _("Begin EMAIL_URL with smtp+tls:// in the place of smtp://."),
    ),
    "tls.certificate": Words(
        RED,
        LINE,
        _("The certificate of the mail server %(host)s is not good, so no letter is handed to it."),
        _("EMAIL_URL must name the server as its certificate does; an expired certificate has to be renewed there."),
    ),
    "tls.no_agreement": Words(
        RED,
        LINE,
        _("The mail server %(host)s and this site find no encryption on port %(port)s that both know."),
        _("Port 465 wants smtp+ssl://, port 587 smtp+tls://. Otherwise the server is too old and has to be renewed."),
    ),
    "tls.ending": Words(
        AMBER,
        LINE,
        _("The certificate of the mail server %(host)s ends on %(day)s; after that no letter leaves."),
        _("Have it renewed."),
    ),
    "tls.unreachable": Words(
        UNKNOWN,
        LINE,
        _("The mail server %(host)s did not answer on port %(port)s."),
        _("Examine again in a while. If it stays so, check EMAIL_URL and whether a firewall stands between."),
    ),
    "tls.ok": Words(GREEN, LINE, _("The line to %(host)s is encrypted (%(version)s) and its certificate is good.")),
    "leaving.no_header": Words(
        RED,
        LEAVING,
        _("Letters lack the headers List-Unsubscribe and List-Unsubscribe-Post, which Gmail and Yahoo ask for."),
        _("This is an error of the site. Tell whoever looks after it."),
    ),
    "leaving.local": Words(
        RED,
        LEAVING,
        _("The links in letters lead to %(address)s, which only this machine or network knows."),
        _("Set BASE_URL and the mission's site (Settings, Sites) to the public address."),
    ),
    "leaving.not_https": Words(
        RED,
        LEAVING,
        _("The link to leave begins with http. Mail programs use it only with https: %(address)s."),
        _("Give the site a certificate, and its port 443 in Settings, Sites; BASE_URL begins with https://."),
    ),
    "leaving.ok": Words(GREEN, LEAVING, _("Readers can leave the list by one click in their mail program.")),
    "bounce.none": Words(
        AMBER,
        BOUNCE,
        _("Letters that do not arrive return to %(sender)s, among its other mail, and nobody counts them."),
        _("Set LIST_BOUNCE_ADDRESS to a mailbox of the same domain that is for returned letters only."),
    ),
    "bounce.broken": Words(
        RED,
        BOUNCE,
        _("LIST_BOUNCE_ADDRESS is “%(bounce)s”, which is no e-mail address."),
        _("Write it as in returns@example.org."),
    ),
    "bounce.no_mail": Words(
        RED,
        BOUNCE,
        _("Letters return to %(bounce)s, but %(domain)s takes no mail. Servers refuse letters that cannot return."),
        _("Publish an MX record for %(domain)s, or set LIST_BOUNCE_ADDRESS to an address that takes mail."),
    ),
    "bounce.foreign": Words(
        AMBER,
        BOUNCE,
        _("Letters return to %(domain)s, the sender is at %(own)s: SPF then says nothing for the sender."),
        _("Set LIST_BOUNCE_ADDRESS to an address below the sender's domain, or make sure that letters are signed."),
    ),
    "bounce.ok": Words(GREEN, BOUNCE, _("Letters that do not arrive return to %(bounce)s.")),
    "bounce.unanswered": unanswered(BOUNCE),
}
