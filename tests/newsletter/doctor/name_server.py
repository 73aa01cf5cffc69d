"""A real name server on this machine, over UDP and TCP, that answers from a zone as tests write it."""

from __future__ import annotations

import socketserver
import struct
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

import dns.flags
import dns.message
import dns.name
import dns.rcode
import dns.rdatatype
import dns.rrset

from tests.newsletter.doctor.zone import SILENT

# A name that is asked for and gets this is answered with that code, or too large for UDP.
REFUSED, FAILS, LARGE = "refused", "fails", "large"


def answer(question: bytes, names: dict[str, Any], *, over_udp: bool) -> bytes | None:
    asked = dns.message.from_wire(question)
    reply = dns.message.make_response(asked)
    reply.flags |= dns.flags.RA
    name, kind = asked.question[0].name, dns.rdatatype.to_text(asked.question[0].rdtype)
    found = names.get(name.to_text(omit_final_dot=True).lower())
    if found == SILENT:
        return None
    if found in (REFUSED, FAILS):
        reply.set_rcode(dns.rcode.REFUSED if found == REFUSED else dns.rcode.SERVFAIL)
    elif found is None:
        reply.set_rcode(dns.rcode.NXDOMAIN)
    elif over_udp and found.get(LARGE):
        reply.flags |= dns.flags.TC
    elif found.get(kind):
        texts = [written(text, kind) for text in found[kind]]
        reply.answer.append(dns.rrset.from_text_list(name, 60, "IN", kind, texts))
    return reply.to_wire()


def written(text: str, kind: str) -> str:
    """As a zone file has it: a text in strings of at most 255 bytes, a preference before an exchanger."""
    if kind == "TXT":
        escaped = [f"\\{byte:03}" for byte in text.encode()]
        return " ".join('"' + "".join(escaped[at : at + 255]) + '"' for at in range(0, len(escaped) or 1, 255))
    return {"MX": f"{text}" if " " in text else f"10 {text}.", "PTR": f"{text}."}.get(kind, text)


@contextmanager
def name_server(names: dict[str, Any]) -> Iterator[tuple[str, int]]:
    """Address and port; the dictionary may be changed while it runs."""

    class Udp(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            data, sock = self.request
            reply = answer(data, names, over_udp=True)
            if reply is not None:
                sock.sendto(reply, self.client_address)

    class Tcp(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            head = self.request.recv(2)
            if len(head) < 2:
                return
            reply = answer(self.request.recv(struct.unpack("!H", head)[0]), names, over_udp=False)
            if reply is not None:
                self.request.sendall(struct.pack("!H", len(reply)) + reply)

    with ExitStack() as servers:
        tcp = servers.enter_context(socketserver.ThreadingTCPServer(("127.0.0.1", 0), Tcp))
        # Ports of UDP are held by nobody for long; those of TCP stay taken a while after their last line.
        udp = servers.enter_context(socketserver.ThreadingUDPServer(tcp.server_address, Udp))
        for server in (udp, tcp):
            server.daemon_threads = True
            threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
            servers.callback(server.shutdown)
        yield udp.server_address
