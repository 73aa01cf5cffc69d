import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('core', '0003_day_counts'),
    ]

    operations = [
        migrations.AddField(
            model_name='missionsettings',
            name='ornament',
            field=models.TextField(blank=True, default='', editable=False, verbose_name='ornament'),
        ),
        migrations.AlterField(
            model_name='missionsettings',
            name='emblem',
            field=models.ForeignKey(blank=True, help_text='A square picture, best an SVG or PNG. Without one, a neutral sign takes its place.', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='core.missionimage', verbose_name='emblem'),
        ),
    ]
