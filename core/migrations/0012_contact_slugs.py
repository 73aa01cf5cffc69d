"""Contacts get an address, a lasting name and a way to be withdrawn; those that there are get a slug of their name."""

import uuid
from collections import defaultdict

from django.db import migrations, models

from core.contact_slugs import slug_from


def name_contacts(apps, schema_editor):
    taken = defaultdict(set)
    for contact in apps.get_model("core", "Contact").objects.order_by("pk"):
        contact.slug = slug_from(contact.name, taken[contact.site_id])
        contact.uid = uuid.uuid4()
        taken[contact.site_id].add(contact.slug)
        contact.save(update_fields=["slug", "uid"])


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0011_alerts"),
        ("wagtailcore", "0098_apitoken"),
    ]

    operations = [
        migrations.AddField(
            model_name="contact",
            name="changed_at",
            field=models.DateTimeField(auto_now=True),
        ),
        migrations.AddField(
            model_name="contact",
            name="slug",
            field=models.SlugField(
                blank=True,
                help_text="The word in the web address of the card. Left empty, it is made from the name.",
                max_length=80,
                verbose_name="address",
            ),
        ),
        migrations.AddField(
            model_name="contact",
            name="uid",
            field=models.UUIDField(default=uuid.uuid4, editable=False),
        ),
        migrations.AddField(
            model_name="contact",
            name="withdrawn_at",
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.RunPython(name_contacts, migrations.RunPython.noop, elidable=True),
        migrations.AlterField(
            model_name="contact",
            name="uid",
            field=models.UUIDField(default=uuid.uuid4, editable=False, unique=True),
        ),
        migrations.AddConstraint(
            model_name="contact",
            constraint=models.UniqueConstraint(
                fields=("site", "slug"),
                name="core_contact_slug_once",
                violation_error_message="This address is already taken. Choose another word.",
            ),
        ),
    ]
