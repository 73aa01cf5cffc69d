"""Telephone numbers as typed become addresses by RFC 3966."""

import pytest
from django.core.exceptions import ValidationError

from core.phone import tel_uri, validate_extension, validate_number


@pytest.mark.parametrize(
    ("number", "extension", "uri"),
    [
        ("202-232-5488", "104", "tel:202-232-5488;ext=104"),
        ("202-232-5488", "", "tel:202-232-5488"),
        ("+1 (202) 232.5488", "", "tel:+1-202-232-5488"),
        ("+7 7172 72 05 18", "9", "tel:+7-7172-72-05-18;ext=9"),
    ],
)
def test_a_number_becomes_a_uri_with_its_extension(number: str, extension: str, uri: str) -> None:
    assert tel_uri(number, extension) == uri


@pytest.mark.parametrize("value", ["call us", "12", "+", "202-232-5488 ext 104", "٢٠٢٢٣٢", "1" * 41])
def test_what_is_no_number_is_refused(value: str) -> None:
    with pytest.raises(ValidationError):
        validate_number(value)


@pytest.mark.parametrize("value", ["x104", "10 4", "", "1" * 11])
def test_what_is_no_extension_is_refused(value: str) -> None:
    with pytest.raises(ValidationError):
        validate_extension(value)


@pytest.mark.parametrize(
    ("value", "uri"), [("(202) 232-5488", "tel:202-232-5488"), ("+(7) 7172 72-01-01", "tel:+7-7172-72-01-01")]
)
def test_a_code_may_stand_in_brackets_at_the_beginning(value: str, uri: str) -> None:
    validate_number(value)
    assert tel_uri(value) == uri
