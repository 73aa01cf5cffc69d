"""What is computed of a recording: measured in a process apart, kept step by step, given back when a worker dies."""

import math
import os
import random
import signal
import subprocess
import sys
import wave
from array import array
from datetime import timedelta
from pathlib import Path

import av
import pytest
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from core.content_version import is_raised_here
from music import confinement, preparation
from music.confinement import Failed
from music.encoding import encode
from music.listening import do
from music.loudness import CEILING_DBTP, TARGET_LUFS, gain_db, is_close, lowering_db, shortfall
from music.measuring import Undecodable, measure
from music.models import AudioSample, SampleAnalysis, SampleRendition, State
from music.preparation import prepare_next, release, take
from music.recipes import RECIPES
from music.storage import renditions_folder
from music.tasks import analyse_again, call_worker, look_after
from music.uploads import examine, store
from tests.music import audio_files as files
from tests.music.uploading import stored

RATE = 48000


def wav(
    path: Path, amplitude: float, seconds: float = 4.0, *, click: float = 0.0, channels: int = 1, hertz: float = 997
):
    """A sine of a level, with a click at its middle where the peak shall be higher than the loudness tells."""
    values = array("h")
    count = int(RATE * seconds)
    for at in range(count):
        value = amplitude * math.sin(2 * math.pi * hertz * at / RATE)
        if click and abs(at - count // 2) < 24:
            value = click * math.sin(2 * math.pi * hertz * at / RATE)
        values.extend([int(value * 32767)] * channels)
    layout = "stereo" if channels == 2 else "mono"
    with av.open(str(path), "w", format="wav") as out:
        stream = out.add_stream("pcm_s16le", rate=RATE, layout=layout, format="s16")
        frame = av.AudioFrame("s16", layout, count)
        frame.sample_rate = RATE
        frame.planes[0].update(values.tobytes())
        frame.pts = 0
        out.mux(stream.encode(frame))
        out.mux(stream.encode(None))
    return str(path)


def test_a_sine_is_as_loud_as_the_standard_says(tmp_path):
    # EBU Tech 3341, case 1: a stereo sine of 1 kHz and -23 dBFS has -23 LUFS; the peak is that of the sine.
    found = measure(wav(tmp_path / "a.wav", 10 ** (-23 / 20), channels=2))
    assert found.loudness == pytest.approx(-23, abs=0.1)
    assert found.true_peak == pytest.approx(-23, abs=0.2)
    assert found.loudness_range == pytest.approx(0, abs=0.1)
    assert found.duration_ms == 4000
    assert found.damaged_parts == 0


def test_one_channel_is_measured_as_it_is_heard_on_two_speakers(tmp_path):
    one = measure(wav(tmp_path / "one.wav", 0.1))
    two = measure(wav(tmp_path / "two.wav", 0.1, channels=2))
    assert one.loudness == pytest.approx(two.loudness, abs=0.05)
    assert one.true_peak == pytest.approx(two.true_peak, abs=0.05)


def test_silence_has_no_loudness_and_an_outline_of_nothing(tmp_path):
    found = measure(wav(tmp_path / "a.wav", 0))
    assert (found.loudness, found.true_peak) == (None, None)
    assert set(found.peaks) == {0}
    assert gain_db(found.loudness, found.true_peak) == 0


def test_the_outline_has_the_levels_of_the_recording(tmp_path):
    found = measure(wav(tmp_path / "a.wav", 0.25, click=1.0))
    assert len(found.peaks) == 1800
    assert found.peaks[100] == pytest.approx(64, abs=2)
    assert max(found.peaks[890:910]) >= 247


@pytest.mark.parametrize("kind", files.KINDS)
def test_every_format_is_measured(kind, tmp_path):
    path = tmp_path / f"a.{kind}"
    path.write_bytes(files.plain(kind))
    found = measure(str(path))
    assert found.duration_ms == pytest.approx(1000, abs=60)
    assert -40 < found.loudness < 0
    assert max(found.peaks) > 20


def test_a_file_without_sound_is_refused(tmp_path):
    path = tmp_path / "a.mp3"
    path.write_bytes(files.plain("mp3")[:60])
    with pytest.raises((Undecodable, av.error.FFmpegError)):
        measure(str(path))


@pytest.mark.parametrize("kind", RECIPES)
@pytest.mark.parametrize("amplitude", [10 ** (-26 / 20), 10 ** (-14 / 20)])
def test_renditions_of_a_set_12_lu_apart_are_equally_loud(kind, amplitude, tmp_path):
    source = wav(tmp_path / "a.wav", amplitude, channels=2)
    before = measure(source)
    target = str(tmp_path / "made")
    encode(source, target, RECIPES[kind], gain_db(before.loudness, before.true_peak))
    after = measure(target)
    assert after.loudness == pytest.approx(TARGET_LUFS, abs=1)
    assert after.true_peak <= CEILING_DBTP
    assert after.duration_ms == pytest.approx(before.duration_ms, abs=60)


@pytest.mark.parametrize("kind", RECIPES)
def test_without_room_above_the_shortfall_is_as_predicted(kind, tmp_path):
    source = wav(tmp_path / "a.wav", 10 ** (-30 / 20), channels=2, click=0.7)
    before = measure(source)
    predicted = shortfall(before.loudness, before.true_peak)
    assert predicted > 8
    target = str(tmp_path / "made")
    encode(source, target, RECIPES[kind], gain_db(before.loudness, before.true_peak))
    assert measure(target).loudness == pytest.approx(TARGET_LUFS - predicted, abs=1)


def test_a_player_only_ever_lowers_an_original():
    assert lowering_db(-9.0) == -7.0
    assert lowering_db(-25.0) == 0.0
    assert lowering_db(None) == 0.0


def test_the_same_recipe_gives_the_same_bytes(tmp_path):
    source = wav(tmp_path / "a.wav", 0.2, 1.0)
    made = []
    for name in ("one", "two"):
        encode(source, str(tmp_path / name), RECIPES["opus-96"], 1.5)
        made.append((tmp_path / name).read_bytes())
    assert made[0] == made[1]


def test_an_m4a_begins_with_its_index(tmp_path):
    target = tmp_path / "made.m4a"
    encode(wav(tmp_path / "a.wav", 0.2), str(target), RECIPES["aac-128"], 0.0)
    data = target.read_bytes()
    assert 0 < data.find(b"moov") < data.find(b"mdat")


@pytest.fixture
def sample(missions):
    return stored(missions.first)


@pytest.fixture
def nearby(monkeypatch):
    """The work in this process, for tests in which it is not the process that matters."""
    monkeypatch.setattr(preparation, "run", lambda job, beat: do(job))


def analysis_of(sample):
    return SampleAnalysis.objects.select_related("sample").get(sample=sample)


def kept_files(sample):
    return sorted(path.name for path in Path(sample.file.storage.path(renditions_folder(sample))).glob("*"))


def test_an_upload_waits_for_its_analysis_and_calls_the_worker(sample):
    assert analysis_of(sample).state == State.WAITING
    assert DBTaskResult.objects.ready().count() == 1


def test_all_of_it_is_done_and_kept(sample):
    assert prepare_next()
    analysis = analysis_of(sample)
    assert analysis.state == State.DONE
    assert analysis.is_current
    assert len(analysis.peaks) == 1800
    made = {made.kind: made for made in sample.renditions.all()}
    assert set(made) == set(RECIPES)
    for rendition in made.values():
        assert rendition.file.storage.size(rendition.file.name) == rendition.size
    assert len(kept_files(sample)) == 3
    assert not prepare_next()


def test_what_is_found_renews_the_pages_and_what_is_only_begun_does_not(sample, nearby):
    # The version rises once in a transaction, and all of a test is one.
    transaction.get_connection().run_on_commit.clear()
    take()
    assert not is_raised_here()
    release(timezone.now() + timedelta(hours=1))
    prepare_next()
    assert is_raised_here()


def test_asked_again_nothing_that_is_there_is_made_again(sample, monkeypatch):
    prepare_next()
    asked = []
    real = confinement.run
    monkeypatch.setattr(preparation, "run", lambda job, beat: asked.append(job["work"]) or real(job, beat))
    analyse_again(sample)
    assert prepare_next()
    assert asked == ["measure"]
    assert analysis_of(sample).state == State.DONE


def test_a_rendition_whose_file_is_gone_is_made_again(sample, nearby):
    prepare_next()
    lost = sample.renditions.get(kind="aac-128")
    Path(lost.file.path).unlink()
    analyse_again(sample)
    prepare_next()
    assert Path(sample.renditions.get(kind="aac-128").file.path).exists()


def test_the_files_go_with_the_sample(sample, nearby, django_capture_on_commit_callbacks):
    prepare_next()
    paths = [Path(made.file.path) for made in sample.renditions.all()]
    with django_capture_on_commit_callbacks(execute=True):
        sample.delete()
    assert not any(path.exists() for path in paths)


def test_two_workers_never_have_the_same_recording(sample):
    assert take() is not None
    assert take() is None


def test_what_a_dead_worker_held_is_given_back_and_given_up_after_two_tries(sample):
    later = timezone.now() + timedelta(minutes=5)
    take()
    assert release(timezone.now()) == 0
    assert release(later) == 1
    assert analysis_of(sample).state == State.WAITING
    take()
    assert release(later) == 1
    analysis = analysis_of(sample)
    assert (analysis.state, analysis.reason) == (State.FAILED, "worker")
    assert take() is None


class Killed(BaseException):
    """Stands for the end of the process, which no handler sees."""


@pytest.mark.parametrize("point", range(1, 12))
def test_killed_at_any_point_the_work_is_done_in_the_end_and_nothing_is_half(sample, nearby, point, monkeypatch):
    calls: list[str] = []
    real = {"_keep": preparation._keep, "_put": preparation._put}

    def counted(name):
        def call(*args, **kwargs):
            calls.append(name)
            if len(calls) == point:
                raise Killed
            result = real[name](*args, **kwargs)
            if name == "_put" and len(calls) + 1 == point:
                calls.append("after")
                raise Killed
            return result

        return call

    for name in real:
        monkeypatch.setattr(preparation, name, counted(name))
    with pytest.raises(Killed):
        prepare_next()
    for name in real:
        monkeypatch.setattr(preparation, name, real[name])
    for rendition in sample.renditions.all():
        assert Path(rendition.file.path).stat().st_size == rendition.size
    release(timezone.now() + timedelta(minutes=5))
    assert prepare_next()
    assert analysis_of(sample).state == State.DONE
    assert len(kept_files(sample)) == sample.renditions.count() == 3


def test_a_worker_that_lost_its_lease_writes_nothing_more(sample, monkeypatch):
    real = confinement.run

    def slow(job, beat):
        SampleAnalysis.objects.update(holder="another")
        return real(job, beat)

    monkeypatch.setattr(preparation, "run", slow)
    assert prepare_next()
    assert analysis_of(sample).content_hash == ""
    assert not SampleRendition.objects.exists()


@pytest.mark.parametrize(("reason", "tries"), [("died", 2), ("time", 2), ("memory", 2), ("no_sound", 1)])
def test_a_poisonous_file_is_given_up_and_the_next_one_has_its_turn(missions, reason, tries, monkeypatch):
    poison, good = stored(missions.first, 1), stored(missions.first, 2)
    real = confinement.run

    def run(job, beat):
        if job["source"] == poison.file.path:
            raise Failed(reason, for_good=reason in confinement.FOR_GOOD)
        return real(job, beat)

    monkeypatch.setattr(preparation, "run", run)
    while prepare_next():
        pass
    bad = analysis_of(poison)
    assert (bad.state, bad.reason, bad.step, bad.attempts) == (State.FAILED, reason, "measure", tries)
    assert analysis_of(good).state == State.DONE


@pytest.mark.parametrize(
    ("limit", "value", "reason"), [("AUDIO_CPU_SECONDS", 1, "time"), ("AUDIO_MEMORY_MB", 60, None)]
)
def test_the_process_keeps_to_its_limits(limit, value, reason, settings, tmp_path):
    source = str(tmp_path / "a.wav")
    # So much cannot be heard in a second.
    Path(source).write_bytes(files.silent_wav(400))
    setattr(settings, limit, value)
    with pytest.raises(Failed) as failed:
        confinement.run({"work": "measure", "source": source}, lambda: None)
    assert not failed.value.for_good
    assert reason is None or failed.value.reason == reason


def test_a_process_that_is_killed_is_noticed(tmp_path, monkeypatch):
    real = subprocess.Popen

    def killed(*args, **kwargs):
        process = real([sys.executable, "-c", "import time; time.sleep(60)"], **kwargs)
        os.kill(process.pid, signal.SIGKILL)
        return process

    monkeypatch.setattr(confinement.subprocess, "Popen", killed)
    with pytest.raises(Failed) as failed:
        confinement.run({"work": "measure"}, lambda: None)
    assert (failed.value.reason, failed.value.for_good) == ("died", False)


def test_the_scheduler_finds_what_nobody_asked_for_and_calls_once(sample):
    SampleAnalysis.objects.all().delete()
    DBTaskResult.objects.all().delete()
    look_after()
    look_after()
    call_worker()
    assert analysis_of(sample).state == State.WAITING
    assert DBTaskResult.objects.ready().count() == 1


def test_a_file_that_lies_about_its_length_has_its_real_one(missions, nearby):
    user = missions.first.editor
    sample = AudioSample(collection=missions.first.collection)
    store(sample, examine(ContentFile(files.plain("mp3", 2.0), name="a.mp3"), user), user)
    AudioSample.objects.update(duration=999)
    prepare_next()
    sample.refresh_from_db()
    assert sample.duration == pytest.approx(2, abs=0.1)


def test_each_step_has_its_own_tries(sample, nearby, monkeypatch):
    failing = {"opus-96": 1, "aac-128": 1}

    def run(job, beat):
        if failing.get(job.get("kind", ""), 0):
            failing[job["kind"]] -= 1
            raise Failed("died", for_good=False)
        return do(job)

    monkeypatch.setattr(preparation, "run", run)
    for _again in range(3):
        prepare_next()
    assert analysis_of(sample).state == State.DONE


def test_what_is_computed_is_no_use_of_the_sample(sample, nearby):
    prepare_next()
    assert AudioSample.objects.with_uses().get(pk=sample.pk).uses == 0


def square(path, level=0.2, seconds=1.0):
    """Quiet noise with square bursts: what codecs carry over the ceiling."""
    chance, half = random.Random(5), RATE // 3000
    with wave.open(str(path), "wb") as out:
        out.setparams((2, 2, RATE, 0, "NONE", ""))
        for place in range(int(RATE * seconds)):
            burst = place % (RATE // 2) < RATE // 400
            value = level * (1 if (place // half) % 2 else -1) if burst else chance.uniform(-0.004, 0.004)
            out.writeframesraw(int(value * 32767).to_bytes(2, "little", signed=True) * 2)
    return str(path)


@pytest.mark.parametrize("kind", RECIPES)
def test_what_a_codec_carries_over_the_ceiling_is_made_again_with_less_gain(kind, tmp_path):
    source, target = square(tmp_path / "a.wav"), str(tmp_path / "made")
    before = measure(source)
    gain = gain_db(before.loudness, before.true_peak)
    assert is_close(before.true_peak, gain)
    encode(source, target, RECIPES[kind], gain)
    assert measure(target).true_peak > CEILING_DBTP
    found = do({"work": "encode", "source": source, "target": target, "kind": kind, "gain_db": gain, "is_close": True})
    assert measure(target).true_peak <= CEILING_DBTP + 0.02
    assert gain - 3 < found["gain_db"] < gain


def test_words_that_are_no_text_keep_nobody_from_hearing_the_sound(tmp_path):
    # An ID3v2.3 title that says it were UTF-8 and is Windows-1251, as old programs wrote it
    words = "Дала таңы".encode("cp1251", "replace") + b"\xff\xd0"
    frame = b"TXXX" + (len(words) + 1).to_bytes(4, "big") + b"\0\0" + b"\3" + words
    tag = b"ID3\3\0\0" + bytes([0, 0, len(frame) >> 7, len(frame) & 127]) + frame
    path = tmp_path / "a.mp3"
    path.write_bytes(tag + files.plain("mp3"))
    assert measure(str(path)).duration_ms == pytest.approx(1000, abs=60)
    encode(str(path), str(tmp_path / "made"), RECIPES["opus-96"], 0.0)
