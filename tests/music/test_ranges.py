"""Byte ranges: a table through the whole layer, and the pure parser against a slow but obvious reference."""

import email
import email.policy
from datetime import UTC, datetime
from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from music import streaming
from music.access import AudioFile
from music.conditionals import Validators
from music.ranges import MAX_HEADER_LENGTH, MAX_RANGES, PART_OVERHEAD, Span, Spans, Unsatisfiable, Whole, parse_range
from music.streaming import AudioLayer
from tests.music.asking import ask, nobody, noise

SIZE = 1000
CONTENT = noise(SIZE)
ADDRESS = "/music/audio/0123456789abcdef01234567/original/sample.mp3"
HUGE = "9" * 400
WHOLE, NONE = "whole", "none"


@pytest.fixture
def layer(tmp_path, monkeypatch):
    path = tmp_path / "sample.mp3"
    path.write_bytes(CONTENT)
    changed = int(datetime(2024, 3, 1, tzinfo=UTC).timestamp())
    validators = Validators('"abc"', changed)
    file = AudioFile(str(path), "audio/sample.mp3", SIZE, "audio/mpeg", "sample.mp3", validators, 600)
    monkeypatch.setattr(streaming, "look_up", lambda scope: file)
    return AudioLayer(nobody)


def parts_of(reply):
    """Pairs (Content-Range, bytes) of a multipart answer, read by the standard library's own parser."""
    head = f"Content-Type: {reply.headers['content-type']}\r\n\r\n".encode()
    message = email.message_from_bytes(head + reply.body, policy=email.policy.HTTP)
    assert message.is_multipart()
    boundary = message.get_boundary()
    sections = reply.body.split(f"--{boundary}".encode())
    assert sections[0] == b""
    assert sections[-1] == b"--\r\n"
    found = []
    for section in sections[1:-1]:
        head, _, body = section.partition(b"\r\n\r\n")
        fields = dict(line.split(": ", 1) for line in head.decode().strip().split("\r\n"))
        assert fields["Content-Type"] == "audio/mpeg"
        assert body.endswith(b"\r\n")
        found.append((fields["Content-Range"], body[:-2]))
    return found


# The header, and what has to come: spans of a 206, or WHOLE for 200, or NONE for 416.
TABLE = [
    # one range
    ("bytes=0-", [(0, 999)]),
    ("bytes=0-0", [(0, 0)]),
    ("bytes=0-99", [(0, 99)]),
    ("bytes=100-199", [(100, 199)]),
    ("bytes=999-", [(999, 999)]),
    ("bytes=999-999", [(999, 999)]),
    ("bytes=0-999", [(0, 999)]),
    ("bytes=0-1000", [(0, 999)]),
    ("bytes=500-99999", [(500, 999)]),
    (f"bytes=500-{HUGE}", [(500, 999)]),
    ("bytes=0000-0009", [(0, 9)]),
    # suffixes
    ("bytes=-1", [(999, 999)]),
    ("bytes=-100", [(900, 999)]),
    ("bytes=-1000", [(0, 999)]),
    ("bytes=-5000", [(0, 999)]),
    (f"bytes=-{HUGE}", [(0, 999)]),
    ("bytes=-0", NONE),
    # nothing there
    ("bytes=1000-", NONE),
    ("bytes=1000-2000", NONE),
    (f"bytes={HUGE}-", NONE),
    ("bytes=1000-,2000-", NONE),
    ("bytes=1000-1001,-0", NONE),
    # several
    ("bytes=0-9,500-509", [(0, 9), (500, 509)]),
    ("bytes=500-509,0-9", [(500, 509), (0, 9)]),
    ("bytes=0-9, 500-509 ,\t-10", [(0, 9), (500, 509), (990, 999)]),
    ("bytes=0-0,-1", [(0, 0), (999, 999)]),
    ("bytes=0-9,1000-", [(0, 9)]),
    ("bytes=2000-,0-9,300-309", [(0, 9), (300, 309)]),
    ("bytes=,0-9,,500-509,", [(0, 9), (500, 509)]),
    # overlapping, touching, near: joined
    ("bytes=0-499,400-599", [(0, 599)]),
    ("bytes=0-99,100-199", [(0, 199)]),
    ("bytes=0-,0-", [(0, 999)]),
    ("bytes=0-9,80-89", [(0, 89)]),
    ("bytes=0-9,90-99", [(0, 99)]),
    ("bytes=0-9,91-99", [(0, 9), (91, 99)]),
    ("bytes=0-9,500-509,5-20", [(0, 20), (500, 509)]),
    ("bytes=500-509,0-9,300-520,-10", [(300, 520), (0, 9), (990, 999)]),
    ("bytes=0-1,200-201,400-401,0-401", [(0, 401)]),
    # many
    ("bytes=" + ",".join(f"{n * 62}-{n * 62}" for n in range(MAX_RANGES)), [(0, (MAX_RANGES - 1) * 62)]),
    ("bytes=" + ",".join(f"{n}-{n}" for n in range(MAX_RANGES + 1)), WHOLE),
    ("bytes=" + "0-," * 300, WHOLE),
    ("bytes=0-" + " " * MAX_HEADER_LENGTH, WHOLE),
    # the unit's name has no case, unknown units are ignored
    ("Bytes=0-9", [(0, 9)]),
    ("BYTES=-10", [(990, 999)]),
    ("  bytes=0-9  ", [(0, 9)]),
    ("seconds=0-9", WHOLE),
    ("items=0-5", WHOLE),
    # broken: ignored
    ("", WHOLE),
    ("bytes", WHOLE),
    ("bytes=", WHOLE),
    ("bytes=,", WHOLE),
    ("bytes=-", WHOLE),
    ("bytes=--1", WHOLE),
    ("bytes=1", WHOLE),
    ("bytes=a-b", WHOLE),
    ("bytes=9-0", WHOLE),
    ("bytes=0-9,9-0", WHOLE),
    ("bytes=0-9;10-19", WHOLE),
    ("bytes =0-9", WHOLE),
    ("bytes=0 -9", WHOLE),
    ("bytes=0x0-0x9", WHOLE),
    ("bytes=+1-9", WHOLE),
    ("bytes=1_0-20", WHOLE),
    ("bytes=0-9=", WHOLE),
    ("bytes=0-9,bytes=20-29", WHOLE),
    ("bytes=\xb2-\xb3", WHOLE),
]


def test_the_table_is_long_enough():
    assert len({header for header, _expected in TABLE}) >= 40


@pytest.mark.parametrize(("header", "expected"), TABLE, ids=[repr(header)[:50] for header, _expected in TABLE])
def test_a_range_request(layer, header, expected):
    reply = ask(layer, ADDRESS, headers={"Range": header})
    assert reply.complete
    assert int(reply.headers["content-length"]) == len(reply.body)
    if expected == WHOLE:
        assert (reply.status, reply.body) == (200, CONTENT)
        assert "content-range" not in reply.headers
    elif expected == NONE:
        assert (reply.status, reply.headers["content-range"]) == (416, "bytes */1000")
    elif len(expected) == 1:
        [(first, last)] = expected
        assert (reply.status, reply.headers["content-range"]) == (206, f"bytes {first}-{last}/1000")
        assert reply.headers["content-type"] == "audio/mpeg"
        assert reply.body == CONTENT[first : last + 1]
    else:
        assert reply.status == 206
        assert "content-range" not in reply.headers
        assert parts_of(reply) == [(f"bytes {a}-{b}/1000", CONTENT[a : b + 1]) for a, b in expected]


def test_only_get_knows_ranges(layer):
    reply = ask(layer, ADDRESS, "HEAD", {"Range": "bytes=0-9"})
    assert (reply.status, reply.body, reply.headers["content-length"]) == (200, b"", "1000")
    assert "content-range" not in reply.headers
    assert reply.headers["accept-ranges"] == "bytes"


def test_every_answer_that_has_the_file_says_that_it_takes_ranges(layer):
    for headers in ({}, {"Range": "bytes=0-9"}, {"Range": "bytes=0-9,500-509"}):
        assert ask(layer, ADDRESS, headers=headers).headers["accept-ranges"] == "bytes"


def test_two_range_headers_are_none(layer):
    """As one list they are no valid specifier."""

    async def twice(scope, receive, send):
        scope["headers"] += [(b"range", b"bytes=0-9"), (b"range", b"bytes=20-29")]
        await layer(scope, receive, send)

    assert ask(twice, ADDRESS).status == 200


def test_each_multipart_answer_has_a_boundary_of_its_own(layer):
    kinds = {ask(layer, ADDRESS, headers={"Range": "bytes=0-9,500-509"}).headers["content-type"] for _n in range(3)}
    assert len(kinds) == 3


@pytest.mark.parametrize("header", [None, "bytes=0-", "bytes=-0", "bytes=0-0", "bytes=-5", "nonsense"])
def test_an_empty_file_has_no_bytes_to_name(header):
    expected = {"bytes=0-": Unsatisfiable(), "bytes=-0": Unsatisfiable(), "bytes=0-0": Unsatisfiable()}
    assert parse_range(header, 0) == expected.get(header, Whole())


def runs_of(wanted):
    """Maximal runs of a set of byte numbers; a gap that is cheaper to send than a new part belongs to its run."""
    runs = []
    for number in sorted(wanted):
        if runs and number - runs[-1][1] - 1 <= PART_OVERHEAD:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    return [tuple(run) for run in runs]


def reference(specs, length):
    """The same answer byte by byte: what every spec names, joined into runs, in the order of first mention."""
    named = []
    for first, last in specs:
        if first is None:
            named.append({number for number in range(length) if number >= length - last})
        else:
            named.append({number for number in range(length) if number >= first and (last is None or number <= last)})
    every = set().union(*named)
    if not every:
        return Whole() if length == 0 and any(first is None and last for first, last in specs) else Unsatisfiable()
    runs = runs_of(every)

    def mention(run):
        return min(n for n, numbers in enumerate(named) if any(run[0] <= number <= run[1] for number in numbers))

    return Spans(tuple(Span(*run) for run in sorted(runs, key=mention)))


number = st.integers(0, 700)
closed = st.tuples(number, number).map(lambda pair: (min(pair), max(pair)))
short = st.tuples(number, st.integers(0, 12)).map(lambda pair: (pair[0], sum(pair)))
opened = number.map(lambda first: (first, None))
suffix = number.map(lambda last: (None, last))
spec = st.one_of(short, closed, opened, suffix)


def written(pair):
    return "-".join("" if value is None else str(value) for value in pair)


@given(st.lists(spec, min_size=1, max_size=MAX_RANGES), st.integers(0, 600), st.sampled_from([",", ", ", " ,\t", ",,"]))
@example([(0, 0), (None, 1)], 1, ",")
def test_a_valid_header_means_what_the_reference_says(specs, length, comma):
    header = "bytes=" + comma.join(written(pair) for pair in specs)
    assert parse_range(header, length) == (reference(specs, length) if len(header) <= MAX_HEADER_LENGTH else Whole())


@given(
    st.text(max_size=60) | st.text(alphabet="bytes=0123456789-, \t", max_size=60).map("bytes={}".format),
    st.integers(0, 10**12),
)
def test_no_header_breaks_the_parser_and_no_span_leaves_the_file(header, length):
    found = parse_range(header, length)
    assert isinstance(found, Whole | Unsatisfiable | Spans)
    if isinstance(found, Spans):
        assert found.spans
        assert all(0 <= span.first <= span.last < length for span in found.spans)
        ordered = sorted(found.spans, key=lambda span: span.first)
        gaps = [later.first - sooner.last - 1 for sooner, later in pairwise(ordered)]
        assert all(gap > PART_OVERHEAD for gap in gaps)
