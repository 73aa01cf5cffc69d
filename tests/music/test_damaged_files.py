"""Damaged files through the editor's upload and the worker; many more of them in benchmarks/audio.py."""

import pytest

from music.models import AudioSample, SampleAnalysis, State
from music.preparation import TRIES, prepare_next
from tests.music import audio_files as files
from tests.music.damage import damaged
from tests.music.uploading import MANY, stored, upload_of

pytestmark = pytest.mark.django_db
EACH = 12


@pytest.mark.parametrize("kind", files.KINDS)
def test_no_damaged_file_breaks_the_upload_or_stays_in_the_worker(kind, missions, editor_client):
    for number in range(EACH):
        form = {"collection": missions.first.collection.pk, "recordings": upload_of(damaged(kind, number), f"a.{kind}")}
        response = editor_client.post(MANY, form, headers={"Accept": "application/json"})
        assert response.status_code == 200
        assert response.json()["outcomes"][0]["sentence"]
    taken = AudioSample.objects.count()
    # The one that was taken first is enough for the worker, whose turn takes longest; a whole file comes last.
    AudioSample.objects.filter(pk__in=AudioSample.objects.order_by("pk").values("pk")[1:]).delete()
    assert taken <= EACH
    whole = stored(missions.first, 99)
    rounds = 0
    while prepare_next():
        rounds += 1
    assert rounds <= 2 * TRIES
    assert not SampleAnalysis.objects.exclude(state__in=[State.DONE, State.FAILED]).exists()
    assert SampleAnalysis.objects.get(sample=whole).state == State.DONE
    for failed in SampleAnalysis.objects.filter(state=State.FAILED):
        assert failed.reason
