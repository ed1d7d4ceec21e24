"""The texts of documents that several people write, each in the log of its document."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Layout',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('digest', models.CharField(max_length=64, unique=True)),
                ('content', models.JSONField()),
            ],
        ),
        migrations.CreateModel(
            name='Log',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
            ],
        ),
        migrations.CreateModel(
            name='PersonalText',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('path', models.CharField(max_length=120)),
                ('text', models.TextField(null=True)),
                ('state', models.CharField(choices=[('stood', 'Stood'), ('waiting', 'Waiting'), ('aside', 'Aside')], default='stood', max_length=8)),
                ('version', models.PositiveIntegerField()),
                ('screen', models.CharField(blank=True, max_length=36)),
                ('at', models.DateTimeField()),
                ('person', models.UUIDField(db_index=True)),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('log', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='drafts.log')),
            ],
            options={
                'abstract': False,
                'indexes': [models.Index(fields=['log', 'path', '-id'], name='drafts_pers_log_id_b70cad_idx')],
            },
        ),
        migrations.CreateModel(
            name='Text',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('path', models.CharField(max_length=120)),
                ('text', models.TextField(null=True)),
                ('state', models.CharField(choices=[('stood', 'Stood'), ('waiting', 'Waiting'), ('aside', 'Aside')], default='stood', max_length=8)),
                ('version', models.PositiveIntegerField()),
                ('screen', models.CharField(blank=True, max_length=36)),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('log', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='drafts.log')),
            ],
            options={
                'abstract': False,
                'indexes': [models.Index(fields=['log', 'path', '-id'], name='drafts_text_log_id_237c1e_idx')],
            },
        ),
    ]
