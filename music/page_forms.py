"""Forms of the music's pages. Apart from the library's forms, which need the models loaded."""

from typing import Any

from core.forms import BasePageForm


class ProgrammePageForm(BasePageForm):
    """A translation's rows are its source's, whatever is posted."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.instance.is_source():
            self.formsets.pop("items", None)
