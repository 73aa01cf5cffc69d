"""What tests of the list have in common."""

import pytest
from django.test import Client

from tests.missions import Missions
from tests.newsletter.ground import browser


@pytest.fixture
def reader(missions: Missions) -> Client:
    """The browser of a stranger on the first mission's site."""
    return browser(missions.first)
