"""The nonce as a tag that every template knows, for inline scripts of the admin."""

from django import template

from core.nonces import script_nonce

register = template.Library()
register.simple_tag(script_nonce, name="script_nonce")
