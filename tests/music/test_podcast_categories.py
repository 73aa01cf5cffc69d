"""The categories of podcasts: Apple's names for directories, the editor's language for editors."""

from django.utils.functional import Promise

from music.models.podcasts import CATEGORIES, category_choices


def test_what_is_stored_is_apples_and_what_editors_read_is_translated():
    assert [(value, str(label)) for value, label in category_choices()] == [(name, name) for name in CATEGORIES]
    assert all(isinstance(label, Promise) for _value, label in category_choices())
