"""Small picture files of every awkward kind, made as they are needed, and pictures of a mission's library."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from django.core.files.images import ImageFile
from PIL import ExifTags, Image, ImageCms

from core.models import MissionImage
from tests.missions import TestMission

SIZE = (900, 600)


def as_file(picture: Image.Image, form: str, **options: Any) -> bytes:
    out = BytesIO()
    picture.save(out, form, **options)
    return out.getvalue()


def quarters(size: tuple[int, int] = SIZE, mode: str = "RGB") -> Image.Image:
    """Red and green above, blue and white below, so that one sees what was turned or cut."""
    picture = Image.new("RGB", size, "white")
    across, down = size[0] // 2, size[1] // 2
    picture.paste("red", (0, 0, across, down))
    picture.paste("lime", (across, 0, size[0], down))
    picture.paste("blue", (0, down, across, size[1]))
    return picture.convert(mode)


def jpeg(size: tuple[int, int] = SIZE) -> bytes:
    return as_file(quarters(size), "JPEG", quality=92)


def photograph(orientation: int = 1, size: tuple[int, int] = SIZE) -> bytes:
    """A JPEG as a telephone writes it: with the place, the owner, a comment, and how the telephone was held."""
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = orientation
    exif[ExifTags.Base.Artist] = "Secret Owner"
    exif.get_ifd(ExifTags.IFD.GPSInfo).update(
        {
            ExifTags.GPS.GPSLatitudeRef: "N", ExifTags.GPS.GPSLatitude: (51.0, 8.0, 0.0),
            ExifTags.GPS.GPSLongitudeRef: "E", ExifTags.GPS.GPSLongitude: (71.0, 26.0, 0.0),
        }
    )  # fmt: skip
    return as_file(quarters(size), "JPEG", quality=92, exif=exif, comment=b"Secret Comment")


def see_through() -> bytes:
    picture = quarters(mode="RGBA")
    picture.putalpha(Image.linear_gradient("L").resize(SIZE))
    return as_file(picture, "PNG")


def animation(form: str = "GIF", frames: int = 4) -> bytes:
    pictures = [Image.new("RGB", (300, 200), (60 * number, 20, 90)) for number in range(frames)]
    return as_file(pictures[0], form, save_all=True, append_images=pictures[1:], duration=80, loop=0)


def with_profile() -> bytes:
    """A JPEG that brings a colour profile."""
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    return as_file(quarters(), "JPEG", icc_profile=profile)


def picture_of(
    mission: TestMission, data: bytes | None = None, name: str = "horses.jpg", **fields: Any
) -> MissionImage:
    """A picture in the mission's collection, as an upload would leave it before anything is made of it."""
    image = MissionImage(
        title=fields.pop("title", "Horses"),
        description=fields.pop("description", "Horses on the steppe."),
        collection=mission.collection,
        file=ImageFile(BytesIO(jpeg() if data is None else data), name=name),
        **fields,
    )
    image._set_image_file_metadata()
    image.save()
    return image


def bytes_of(stored: Any) -> bytes:
    with stored.storage.open(stored.name) as file:
        return bytes(file.read())


def opened(data: Any) -> Image.Image:
    """The picture in bytes or in a stored file, with its pixels read."""
    picture = Image.open(BytesIO(data if isinstance(data, bytes) else bytes_of(data)))
    picture.load()
    return picture
