"""Makes exports of a real Baby Buddy, for tests of the import; nothing of it comes into this project.

    python -m bench.babybuddy_exports CHECKOUT --python VENV/bin/python --to FOLDER --days 250

CHECKOUT is a clone of Baby Buddy, VENV a virtual environment with its requirements. A fresh database
is migrated, filled by its own `fake` command and by a few rows around both clock changes, and exported

- `with_child_id/`: through its admin's export form, as a signed-in user with a time zone,
- `without_child_id/`: through its resources, called from code,
- `api/`: through its REST API, page by page,
- `truth.json`: how many rows each model has, and each row's id with its instants in UTC.

`KINHOLD_BABYBUDDY=FOLDER pytest tests/functional/test_a_real_babybuddy.py` then imports them.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from pathlib import Path

INSIDE = r"""
import json, os, sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
import django
django.setup()
from django.apps import apps
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.test import Client
from django.test.utils import setup_test_environment
from django.utils import timezone

OUT, DAYS, CHILDREN, ZONE = Path(sys.argv[1]), sys.argv[2], sys.argv[3], sys.argv[4]
call_command("migrate", verbosity=0)
from core import admin, models
from faker import Faker
import random
Faker.seed(7); random.seed(7)
call_command("fake", children=int(CHILDREN), days=int(DAYS), verbosity=0)

child = models.Child.objects.order_by("id").first()
def at(text):
    return datetime.fromisoformat(text).replace(tzinfo=UTC)
models.Sleep.objects.filter(child=child, start__lt=at("2026-03-29T03:00"), end__gt=at("2026-03-28T23:00")).delete()
models.Sleep.objects.filter(child=child, start__lt=at("2026-10-25T03:00"), end__gt=at("2026-10-24T23:00")).delete()
for start, end in (("2026-03-29T00:30", "2026-03-29T02:30"), ("2026-10-25T00:10", "2026-10-25T00:40"),
                   ("2026-10-25T00:50", "2026-10-25T01:20"), ("2026-10-25T01:30", "2026-10-25T02:10")):
    models.Sleep.objects.create(child=child, start=at(start), end=at(end), nap=False, notes="=1+1\nclock, \"change\"")
models.Note.objects.create(child=child, note="+not a formula\r\n\u00e9\u4e2d\U0001f37c", time=at("2026-06-01T10:00:01.250000"))

NAMES = ("Child", "BMI", "DiaperChange", "Feeding", "HeadCircumference", "Height", "Medication", "Note",
         "Pumping", "Sleep", "Temperature", "TummyTime", "Weight", "Tag")
User = get_user_model()
user = User.objects.get(username="admin")
user.settings.timezone = ZONE
user.settings.save()
setup_test_environment()
client = Client()
client.force_login(user)
truth = {}
for folder in ("with_child_id", "without_child_id", "api"):
    (OUT / folder).mkdir(parents=True, exist_ok=True)
for name in NAMES:
    model = getattr(models, name)
    low = name.lower()
    with timezone.override(ZONE):
        data = getattr(admin, name + "ImportExportResource")().export()
    (OUT / "without_child_id" / f"{low}.csv").write_text(data.csv, encoding="utf-8", newline="")
    page = client.get(f"/admin/core/{low}/export/")
    form = page.context["form"]
    sent = {"format": "0"}
    for field in form.fields:
        if field == "resource":
            sent[field] = "0"
        elif field != "format" and form.fields[field].__class__.__name__ == "BooleanField":
            sent[field] = "on"
    answer = client.post(f"/admin/core/{low}/export/", sent)
    assert answer["Content-Type"] == "text/csv", (name, answer["Content-Type"], form.fields.keys())
    (OUT / "with_child_id" / f"{low}.csv").write_bytes(answer.content)
    rows = []
    fields = {f.name for f in model._meta.get_fields()}
    for one in model.objects.order_by("id"):
        row = {"id": one.id}
        for key in ("start", "end", "time"):
            if key in fields:
                row[key] = getattr(one, key).astimezone(UTC).isoformat()
        if "date" in fields:
            row["date"] = one.date.isoformat()
        if "child" in fields:
            row["child"] = one.child.first_name
        rows.append(row)
    truth[low] = rows
PATHS = {"bmi": "BMI", "changes": "DiaperChange", "children": "Child", "feedings": "Feeding",
         "head-circumference": "", "height": "", "medication": "", "notes": "", "pumping": "", "sleep": "",
         "tags": "", "temperature": "", "tummy-times": "", "weight": "", "timers": ""}
for path in PATHS:
    offset, number = 0, 1
    while True:
        answer = client.get(f"/api/{path}/?limit=1000&offset={offset}")
        assert answer.status_code == 200, (path, answer.status_code)
        (OUT / "api" / f"{path}-{number}.json").write_bytes(answer.content)
        offset, number = offset + 1000, number + 1
        if not answer.json()["next"]:
            break
(OUT / "truth.json").write_text(json.dumps({"zone": ZONE, "models": truth}))
print({name: len(rows) for name, rows in truth.items()})
"""


def main() -> None:
    """Run Baby Buddy in its own environment and keep what it exports."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("checkout", type=Path)
    parser.add_argument("--python", type=Path, required=True)
    parser.add_argument("--to", type=Path, required=True)
    parser.add_argument("--days", default="250")
    parser.add_argument("--children", default="2")
    parser.add_argument("--zone", default="Europe/London")
    given = parser.parse_args()
    folder = given.to.resolve()
    folder.mkdir(parents=True, exist_ok=True)
    database = folder / "db.sqlite3"
    database.unlink(missing_ok=True)
    environment = os.environ | {
        "SECRET_KEY": "only for this run",
        "DJANGO_SETTINGS_MODULE": "babybuddy.settings.base",
        "DB_NAME": str(database),
        "ALLOWED_HOSTS": "*",
    }
    done = subprocess.run(
        [
            str(given.python.absolute()),
            "-c",
            INSIDE,
            str(folder),
            given.days,
            given.children,
            given.zone,
        ],
        cwd=given.checkout,
        env=environment,
        check=False,
    )
    sys.exit(done.returncode)


if __name__ == "__main__":
    main()
