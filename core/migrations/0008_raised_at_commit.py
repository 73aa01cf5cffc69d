"""PostgreSQL: the content version rises as the last thing that a transaction does.

Whoever raises it holds its one row until the end. If others' rows were taken after it, two editors could wait for each
other for ever, one with the version's row and one with a page's; so the row is taken when nothing else will be.
SQLite has one writer at a time, and nothing of this.
"""

from django.db import migrations

MAKE = """
CREATE TABLE core_contentchange (id bigserial PRIMARY KEY);
CREATE FUNCTION core_raise_content_version() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO core_contentversion AS version (id, value)
    VALUES (1, (extract(epoch FROM clock_timestamp()) * 1000000)::bigint)
    ON CONFLICT (id) DO UPDATE SET value = greatest(version.value + 1, excluded.value);
    DELETE FROM core_contentchange WHERE id = new.id;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER core_contentchange_raise AFTER INSERT ON core_contentchange
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION core_raise_content_version();
"""
REMOVE = """
DROP TABLE core_contentchange;
DROP FUNCTION core_raise_content_version();
"""


def make(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(MAKE)


def remove(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(REMOVE)


class Migration(migrations.Migration):

    dependencies = [
        ('core', '0007_heartbeats'),
    ]

    operations = [
        migrations.RunPython(make, remove),
    ]
