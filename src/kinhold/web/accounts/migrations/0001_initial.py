"""Devices, and what was opened from them."""

from __future__ import annotations

from django.db import migrations, models
from django.db.models.deletion import CASCADE

KEY = models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")


class Migration(migrations.Migration):
    initial = True
    dependencies = []
    operations = [
        migrations.CreateModel(
            name="Device",
            fields=[
                ("id", KEY),
                ("name", models.CharField(max_length=40)),
                ("session_key", models.CharField(blank=True, db_index=True, max_length=40)),
                ("since", models.DateField()),
                ("used", models.DateField()),
                ("shared", models.BooleanField(default=False)),
                ("pin", models.CharField(blank=True, max_length=128)),
                ("leave_read", models.BooleanField(default=False)),
            ],
        ),
        migrations.CreateModel(
            name="Opened",
            fields=[
                ("id", KEY.clone()),
                ("area", models.CharField(max_length=20)),
                ("day", models.DateField(db_index=True)),
                ("device", models.ForeignKey(on_delete=CASCADE, to="accounts.device")),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=["device", "area", "day"], name="once_a_day"),
                ],
            },
        ),
    ]
