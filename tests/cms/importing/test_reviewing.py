"""Work on many drafts while other processes write."""

from __future__ import annotations

import threading

import pytest
from django.db import connection

from cms.assets.models import Asset
from cms.importing.reviewing import BATCH, tag_assets
from cms.importing.services import import_folder
from personas.persona.models import Persona
from tests.factories.personas import PersonaFactory


@pytest.mark.django_db(transaction=True)
def test_others_may_write_between_two_assets(library, folder, write):
    persona = PersonaFactory()
    for number in range(BATCH + 4):
        write(f"{number}.md", f"# Text {number}\n\nWords of {number}.")
    import_folder(folder)
    ids = list(Asset.objects.values_list("pk", flat=True))

    def elsewhere():
        try:
            Persona.objects.filter(pk=persona.pk).update(goals="Others write.")
        finally:
            connection.close()

    def progress(done, total, message):
        other = threading.Thread(target=elsewhere)
        other.start()
        other.join()

    report = tag_assets(ids, user=None, personas=[persona.pk], progress=progress)
    assert not report["problems"]
    assert not Asset.objects.filter(personas=None).exists()
