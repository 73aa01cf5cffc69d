"""The outline of a recording."""

import pytest

from music.models import AudioSample, SampleAnalysis
from music.waveform import POINTS, peaks_of, points
from tests.music.uploading import stored


def test_each_point_is_the_greatest_of_its_part():
    assert points(bytes([1, 9, 3, 4, 200, 6]), 3) == [9, 4, 200]


def test_nothing_is_drawn_of_nothing():
    assert points(b"", 120) == []
    assert peaks_of([], 100) == b""


def test_more_points_than_peaks_keep_the_width():
    assert points(bytes([5, 250]), 4) == [5, 5, 250, 250]


@pytest.mark.parametrize("count", [1, 7, 1800, 1801, 100_000])
def test_a_recording_of_any_length_has_as_many_peaks(count):
    peaks = peaks_of([0] * (count - 1) + [100], 100)
    assert len(peaks) == POINTS
    assert peaks[-1] == 255
    assert max(points(peaks, 120)) == 255


def test_full_scale_is_the_greatest_byte_and_silence_the_least():
    assert peaks_of([0, 50, 100, 120], 100)[:: POINTS // 4] == bytes([0, 128, 255, 255])


@pytest.mark.django_db
def test_peaks_come_with_the_samples_without_a_query_of_their_own(missions, django_assert_num_queries):
    for seed in (1, 2, 3):
        SampleAnalysis.objects.update_or_create(sample=stored(missions.first, seed), defaults={"peaks": bytes([seed])})
    samples = list(AudioSample.objects.for_display().order_by("pk"))
    with django_assert_num_queries(0):
        assert [sample.peaks for sample in samples] == [b"\1", b"\2", b"\3"]


@pytest.mark.django_db
def test_a_sample_without_analysis_has_no_peaks(missions):
    sample = stored(missions.first)
    SampleAnalysis.objects.all().delete()
    assert AudioSample.objects.for_display().get(pk=sample.pk).peaks == b""
