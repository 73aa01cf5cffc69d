"""The log: one JSON object for each event, the request it belongs to, and nothing personal, whoever wrote it."""

import json
import logging
import subprocess
import sys

import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import strategies as st

from core.logs import JsonFormatter, LineFormatter, RequestFilter, impersonal, request_id


def record(message="said", *args, error=None, **extra):
    made = logging.makeLogRecord({"msg": message, "args": args, "levelname": "INFO", "name": "embassy", **extra})
    made.exc_info = error
    RequestFilter().filter(made)
    return made


def test_an_event_is_one_json_object_with_what_was_added():
    mark = request_id.set("abcdef12")
    try:
        line = JsonFormatter().format(record("Қазақша %s", "мәтін", ms=1.5, made={"a"}))
    finally:
        request_id.reset(mark)
    assert "\n" not in line
    told = json.loads(line)
    assert told.pop("time").endswith("+00:00")
    assert told == {
        "level": "INFO",
        "logger": "embassy",
        "message": "Қазақша мәтін",
        "request_id": "abcdef12",
        "ms": 1.5,
        "made": "{'a'}",
    }


def test_an_error_comes_with_its_trace_and_without_what_is_personal_in_it():
    try:
        raise ValueError("Key (email)=(aigul@mail.example) already exists")
    except ValueError:
        made = record("Failed", error=sys.exc_info())
    for text in (json.loads(JsonFormatter().format(made))["error"], LineFormatter().format(made)):
        assert "Traceback" in text
        assert "aigul" not in text
        assert "[e-mail]" in text


@pytest.mark.parametrize(
    ("said", "written"),
    [
        ("From 203.0.113.7 came", "From [address] came"),
        ("From 203.0.113.7:4711 came", "From [address]:4711 came"),
        ("From 2001:db8::1 came", "From [address] came"),
        ("ip ::ffff:203.0.113.7", "ip [address]"),
        ("At 12:34:56 version 5.2.19, 8.0.1", "At 12:34:56 version 5.2.19, 8.0.1"),
        ("Not Found: /search/?q=divorce&page=2", "Not Found: /search/?…"),
        ("Why? Because a=b", "Why? Because a=b"),
        ("GET /kk/subscribe/confirm/abc:def-_1/ 410", "GET /kk/subscribe/confirm/[token]/ 410"),
        ("GET /subscribe/manage/x.y", "GET /subscribe/manage/[token]"),
        ("to «Айгүл <aigul.s+list@mail.gov.kz>»", "to «Айгүл <[e-mail]>»"),
        ("пошта: айгүл@пошта.қаз", "пошта: [e-mail]"),
    ],
)
def test_what_is_personal_is_left_out_and_all_else_stays(said, written):
    assert impersonal(said) == written


@given(st.ip_addresses())
def test_no_address_of_a_machine_is_ever_written(address):
    if not address.is_unspecified:
        assert str(address) not in impersonal(f"client {address} left")


def test_outside_of_a_request_there_is_a_dash():
    assert json.loads(JsonFormatter().format(record()))["request_id"] == "-"


# In a process of its own, as this one's log belongs to the tests
AS_THE_SERVER_STARTS = """
import logging.config
from uvicorn.config import Config
from config.log_settings import logging_for
Config("config.asgi:application", access_log=False)
logging.config.dictConfig(logging_for("line"))
print(logging.getLogger("uvicorn.access").hasHandlers(), logging.getLogger("uvicorn.error").hasHandlers())
"""


def test_the_server_writes_no_line_for_each_request():
    command = [sys.executable, "-c", AS_THE_SERVER_STARTS]
    said = subprocess.run(command, capture_output=True, text=True, check=True, cwd=settings.BASE_DIR)  # our words
    assert said.stdout.split() == ["False", "True"]
