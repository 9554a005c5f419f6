from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='ItemVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('slug', models.SlugField(max_length=64)),
                ('version', models.CharField(max_length=64)),
                ('content', models.JSONField()),
                ('published_at', models.DateTimeField()),
                ('withdrawn_at', models.DateTimeField(null=True)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('slug', 'version'), name='a_version_is_stored_once'), models.UniqueConstraint(condition=models.Q(('withdrawn_at__isnull', True)), fields=('slug',), name='an_item_has_one_current_version')],
            },
        ),
    ]
