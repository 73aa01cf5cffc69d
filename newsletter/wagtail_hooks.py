"""Registration of the e-mail list in the admin."""

from wagtail_modeladmin.options import modeladmin_register

from newsletter.admin import SubscriberAdmin

modeladmin_register(SubscriberAdmin)
