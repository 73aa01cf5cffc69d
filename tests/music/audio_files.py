"""The audio test set, made by our own code: every format in about a second, tagged or bare, whole, cut or lying.

Nothing here is downloaded and nothing is stored in the repository; each file is built once per session.
"""

import base64
import functools
import io
import math
import random
import struct
import wave
import zipfile
from array import array

import av
import mutagen
from mutagen.aiff import AIFF
from mutagen.flac import FLAC, Picture
from mutagen.id3 import APIC, COMM, ID3, TALB, TCOM, TCON, TCOP, TDRC, TIT2, TLAN, TPE1, TPE2, TRCK
from mutagen.mp3 import MP3
from mutagen.mp4 import MP4, MP4Cover
from mutagen.oggflac import OggFLAC
from mutagen.oggopus import OggOpus
from mutagen.oggvorbis import OggVorbis
from mutagen.wave import WAVE
from PIL import Image

RATE = 48000
# Name in the set: container of PyAV, encoder, sample format.
ENCODERS = {
    "mp3": ("mp3", "libmp3lame", "s16p"),
    "m4a": ("ipod", "aac", "fltp"),
    "aac": ("adts", "aac", "fltp"),
    "ogg": ("ogg", "vorbis", "fltp"),
    "opus": ("ogg", "libopus", "s16"),
    "oga": ("ogg", "flac", "s16"),
    "flac": ("flac", "flac", "s16"),
    "wav": ("wav", "pcm_s16le", "s16"),
    "aiff": ("aiff", "pcm_s16be", "s16"),
}
KINDS = tuple(ENCODERS)
KAZAKH = {
    "title": "Дала таңы",
    "artist": "Ғылым Өнерұлы Қоңыр",
    "album": "Үш күй: Әуен, Һаят, Іңкәр",
    "album_artist": "Ұлттық оркестр",
    "composer": "Құрманғазы Сағырбайұлы",
    "genre": "Күй",
    "year": 1868,
    "track": 3,
    "comment": "Көне жазба, Қазақ радиосы",
    "language": "kk",
    "copyright": "© Елшілік",
}
RUSSIAN = {
    "title": "Рассвет в степи",
    "artist": "Щербаков и ансамбль «Ёлка»",
    "album": "Песни",
    "album_artist": "Оркестр",
    "composer": "Народная",
    "genre": "Народная музыка",
    "year": 1975,
    "track": 12,
    "comment": "Съёмка объекта",
    "language": "ru",
    "copyright": "© Посольство",
}


def tone(seconds: float = 1.0, seed: int = 7) -> bytes:
    """Mono 16-bit samples: three partials over a little noise, so that no encoder shrinks it to nothing."""
    noise = random.Random(seed)
    base = 180 + seed * 11
    values = array("h")
    for index in range(int(RATE * seconds)):
        at = index / RATE
        level = sum(math.sin(2 * math.pi * base * part * at) / part for part in (1, 2, 3))
        values.append(int(6000 * level + noise.uniform(-900, 900)))
    return values.tobytes()


@functools.cache
def plain(kind: str, seconds: float = 1.0, seed: int = 7) -> bytes:
    """A recording without tags in the format `kind`."""
    container, encoder, layout = ENCODERS[kind]
    out = io.BytesIO()
    pcm = tone(seconds, seed)
    # FFmpeg's own Vorbis encoder speaks stereo only, and has to be asked twice.
    channels = "stereo" if encoder == "vorbis" else "mono"
    with av.open(out, "w", format=container) as file:
        stream = file.add_stream(encoder, rate=RATE, layout=channels, format=layout, options={"strict": "-2"})
        if not encoder.startswith(("pcm", "flac")):
            stream.bit_rate = 64000
        resampler = av.AudioResampler(layout, channels, RATE, frame_size=stream.frame_size or 1024)
        frame = av.AudioFrame("s16", "mono", len(pcm) // 2)
        frame.sample_rate = RATE
        frame.planes[0].update(pcm)
        frame.pts = 0
        for piece in [*resampler.resample(frame), *resampler.resample(None)]:
            file.mux(stream.encode(piece))
        file.mux(stream.encode(None))
    return out.getvalue()


@functools.cache
def picture(size: int = 120, colour: str = "#12395a", form: str = "PNG") -> bytes:
    out = io.BytesIO()
    image = Image.new("RGB", (size, size), colour)
    image.paste("#f2bd3d", (size // 4, size // 4, size // 2, size // 2))
    image.save(out, form)
    return out.getvalue()


def _id3(tags: mutagen.id3.ID3Tags, values: dict, cover: bytes | None) -> None:
    for frame, name in ((TIT2, "title"), (TPE1, "artist"), (TALB, "album"), (TPE2, "album_artist"), (TCOM, "composer")):
        tags.add(frame(encoding=3, text=values[name]))
    tags.add(TCON(encoding=3, text=values["genre"]))
    tags.add(TDRC(encoding=3, text=f"{values['year']}-03-22"))
    tags.add(TRCK(encoding=3, text=f"{values['track']}/20"))
    tags.add(COMM(encoding=3, lang="kaz", desc="", text=values["comment"]))
    tags.add(TLAN(encoding=3, text={"kk": "kaz", "ru": "rus"}[values["language"]]))
    tags.add(TCOP(encoding=3, text=values["copyright"]))
    if cover:
        tags.add(APIC(encoding=3, mime="image/png", type=3, desc="Мұқаба", data=cover))


def _vorbis(file: mutagen.FileType, values: dict, cover: bytes | None) -> None:
    names = {"album_artist": "albumartist", "year": "date", "track": "tracknumber"}
    for name, value in values.items():
        file[names.get(name, name)] = [str(value)]
    if not cover:
        return
    block = Picture()
    block.type, block.mime, block.data, block.width, block.height, block.depth = 3, "image/png", cover, 120, 120, 24
    if isinstance(file, FLAC):
        file.add_picture(block)
    else:
        file["metadata_block_picture"] = [base64.b64encode(block.write()).decode("ascii")]


def _mp4(file: MP4, values: dict, cover: bytes | None) -> None:
    names = {
        "title": "©nam", "artist": "©ART", "album": "©alb", "album_artist": "aART", "composer": "©wrt",
        "genre": "©gen", "comment": "©cmt", "copyright": "cprt",
    }  # fmt: skip
    for name, key in names.items():
        file[key] = [values[name]]
    file["©day"] = [str(values["year"])]
    file["trkn"] = [(values["track"], 20)]
    file["----:com.apple.iTunes:LANGUAGE"] = [values["language"].encode()]
    if cover:
        file["covr"] = [MP4Cover(cover, MP4Cover.FORMAT_PNG)]


PARSERS = {
    "mp3": MP3, "m4a": MP4, "ogg": OggVorbis, "opus": OggOpus, "oga": OggFLAC, "flac": FLAC, "wav": WAVE, "aiff": AIFF,
}  # fmt: skip


def tag(data: bytes, kind: str, values: dict, cover: bytes | None = None) -> bytes:
    """The same recording with these tags, as mutagen writes them."""
    out = io.BytesIO(data)
    if kind == "aac":
        tags = ID3()
        _id3(tags, values, cover)
        tags.save(out)
        return out.getvalue()
    file = PARSERS[kind](out)
    if kind in ("mp3", "wav", "aiff"):
        if file.tags is None:
            file.add_tags()
        _id3(file.tags, values, cover)
    elif kind == "m4a":
        _mp4(file, values, cover)
    else:
        _vorbis(file, values, cover)
    out.seek(0)
    file.save(out)
    return out.getvalue()


@functools.cache
def kazakh(kind: str, seed: int = 7) -> bytes:
    return tag(plain(kind, seed=seed), kind, KAZAKH, picture())


@functools.cache
def russian(kind: str) -> bytes:
    return tag(plain(kind), kind, RUSSIAN)


def cut(data: bytes, tenths: int) -> bytes:
    """The first `tenths` tenths of a file, as a broken upload leaves it."""
    return data[: len(data) * tenths // 10]


def zip_named_mp3() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("song.txt", "not a song")
    return out.getvalue()


@functools.cache
def video(container: str = "mp4") -> bytes:
    """One second of a moving picture with sound."""
    codec = {"mp4": "mpeg4", "webm": "libvpx", "ogg": "libvpx"}[container]
    out = io.BytesIO()
    with av.open(out, "w", format=container) as file:
        stream = file.add_stream(codec, rate=10)
        stream.width = stream.height = 64
        stream.pix_fmt = "yuv420p"
        for index in range(10):
            frame = av.VideoFrame.from_image(Image.new("RGB", (64, 64), (index * 20, 90, 120))).reformat(
                format="yuv420p"
            )
            frame.pts = index
            file.mux(stream.encode(frame))
        file.mux(stream.encode(None))
    return out.getvalue()


FOUR_HOURS = 4 * 3600


def four_hours(kind: str) -> bytes:
    """Two seconds of sound whose header claims four hours."""
    data = bytearray(plain(kind, 2.0))
    samples = FOUR_HOURS * RATE
    if kind == "mp3":
        at = max(data.find(b"Xing"), data.find(b"Info"))
        data[at + 8 : at + 12] = struct.pack(">I", samples // 1152)
    elif kind == "flac":
        packed = int.from_bytes(data[18:26], "big") & ~((1 << 36) - 1) | samples
        data[18:26] = packed.to_bytes(8, "big")
    elif kind in ("ogg", "opus", "oga"):
        at = data.rfind(b"OggS")
        data[at + 6 : at + 14] = struct.pack("<Q", samples)
    elif kind == "m4a":
        at = data.find(b"mdhd")
        data[at + 20 : at + 24] = struct.pack(">I", samples)
    elif kind == "aiff":
        at = data.find(b"COMM")
        data[at + 10 : at + 14] = struct.pack(">I", samples)
    elif kind == "wav":
        at = data.find(b"fmt ")
        # One sample a second: 96,000 samples last 26 hours.
        data[at + 12 : at + 16] = struct.pack("<I", 1)
    return bytes(data)


def nul_and_long_tags() -> bytes:
    """Tags that would break a database column: a NUL in the title, an artist of 70,000 letters."""
    values = KAZAKH | {"title": "Дала\x01\x02 таңы", "artist": "Ә" * 70_000, "genre": "Күй" * 500}
    return tag(plain("flac"), "flac", values)


def silent_wav(seconds: float = 1.0) -> bytes:
    out = io.BytesIO()
    with wave.open(out, "wb") as file:
        file.setnchannels(2)
        file.setsampwidth(2)
        file.setframerate(44100)
        file.writeframes(b"\0" * int(44100 * 4 * seconds))
    return out.getvalue()


@functools.cache
def silent_flac() -> bytes:
    """Three seconds of digital silence: its last frame is shorter than the longest frame header."""
    out = io.BytesIO()
    with av.open(out, "w", format="flac") as file:
        stream = file.add_stream("flac", rate=RATE, layout="mono", format="s16")
        frame = av.AudioFrame("s16", "mono", RATE * 3)
        frame.sample_rate = RATE
        frame.planes[0].update(bytes(RATE * 6))
        frame.pts = 0
        resampler = av.AudioResampler("s16", "mono", RATE, frame_size=stream.frame_size or 4096)
        for piece in [*resampler.resample(frame), *resampler.resample(None)]:
            file.mux(stream.encode(piece))
        file.mux(stream.encode(None))
    return out.getvalue()
