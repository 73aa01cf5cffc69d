"""The shared models. None of them names a content app."""

from core.models.users import User  # isort: skip  # the account model comes first: others refer to it
from core.models.alerts import Alert
from core.models.contacts import Contact, ContactWords
from core.models.heartbeats import Heartbeat
from core.models.hours import OpeningHours, Service, SpecialDay
from core.models.limits import DayCount
from core.models.media import MissionDocument, MissionImage, MissionRendition
from core.models.missions import MissionSettings, MissionWords
from core.models.named import Named
from core.models.outbox import OutboxMessage
from core.models.ownership import MissionOwned
from core.models.pages import BasePage
from core.models.pictures import Pictured
from core.models.schedule import ScheduledJob
from core.models.versions import ContentVersion

__all__ = [
    "Alert",
    "BasePage",
    "Contact",
    "ContactWords",
    "ContentVersion",
    "DayCount",
    "Heartbeat",
    "MissionDocument",
    "MissionImage",
    "MissionOwned",
    "MissionRendition",
    "MissionSettings",
    "MissionWords",
    "Named",
    "OpeningHours",
    "OutboxMessage",
    "Pictured",
    "ScheduledJob",
    "Service",
    "SpecialDay",
    "User",
]
