"""Where originals lie: pictures, documents and audio that no address leads to. Delivery asks for permission and
opens the file itself.
"""

from django.core.files.storage import FileSystemStorage
from django.utils.deconstruct import deconstructible


@deconstructible(path="core.storage.PrivateStorage")
class PrivateStorage(FileSystemStorage):
    """Files on disk without an address."""

    def url(self, name: str | None) -> str:
        raise NotImplementedError("A private file has no address; link to the view that delivers it.")
