"""Forms of the music's pages. Apart from the library's forms, which need the models loaded."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from core.forms import BasePageForm
from core.square_card import SIDE


class PodcastPageForm(BasePageForm):
    """Refuses a picture that podcast directories would refuse."""

    def clean_podcast_picture(self) -> Any:
        picture = self.cleaned_data.get("podcast_picture")
        if picture is None:
            return None
        if picture.is_svg() or min(picture.width, picture.height) < SIDE:
            raise ValidationError(
                _("Choose a photograph or PNG of at least %(side)d pixels a side; this one is too small, or a drawing.")
                % {"side": SIDE}
            )
        return picture


class ProgrammePageForm(PodcastPageForm):
    """A translation's rows are its source's, whatever is posted."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.instance.is_source():
            self.formsets.pop("items", None)
