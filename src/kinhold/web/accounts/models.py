"""What is kept beside the sessions. Nothing of the household is here, and no address of a machine."""

from __future__ import annotations

from django.db import models


class Device(models.Model):
    """A browser that signed in.

    Attributes:
        name: what she calls it.
        session_key: its session; empty once it was signed out.
        since, used: days of her own calendar: when it signed in and when it was last used.
        shared: other people use it too, so it closes sooner.
        pin: a hash; empty where none was set.
        leave_read: what *Leave this page* does was read on it.
    """

    name = models.CharField(max_length=40)
    session_key = models.CharField(max_length=40, blank=True, db_index=True)
    since = models.DateField()
    used = models.DateField()
    shared = models.BooleanField(default=False)
    pin = models.CharField(max_length=128, blank=True)
    leave_read = models.BooleanField(default=False)

    def __str__(self) -> str:
        return self.name


class Opened(models.Model):
    """A part of the planner was opened from a device on a day."""

    device = models.ForeignKey(Device, on_delete=models.CASCADE)
    area = models.CharField(max_length=20)
    day = models.DateField(db_index=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["device", "area", "day"], name="once_a_day"),
        ]

    def __str__(self) -> str:
        return f"{self.area}, {self.day}"
