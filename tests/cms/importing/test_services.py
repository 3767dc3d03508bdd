"""Importing a folder, once and again."""

from __future__ import annotations

import json
from io import BytesIO, StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from PIL import Image
from wagtail.images import get_image_model

from cms.assets.models import Asset
from cms.assets.services import save_asset
from cms.errors import NotAllowed
from cms.importing.models import ImportedAsset
from cms.importing.services import import_folder
from cms.taxonomy.models import Industry

pytestmark = pytest.mark.django_db

ARTICLE = "---\ntitle: {title}\ndescription: What it says.\n---\n{body}\n"


def png(colour: str = "teal") -> bytes:
    out = BytesIO()
    Image.new("RGB", (40, 30), colour).save(out, "PNG")
    return out.getvalue()


def article(title="Cold doors", body="## Part\n\nOne.\n\nTwo words more."):
    return ARTICLE.format(title=title, body=body)


def the(path: str) -> Asset:
    return Asset.objects.get(import_key=f"handbook/{path}").specific


def body_of(asset: Asset) -> list[dict]:
    return asset.get_latest_revision_as_object().body.get_prep_value()


def test_documents_become_drafts_with_a_revision(library, folder, write, marketer):
    write("a.md", article())
    report = import_folder(folder, user=marketer)
    asset = the("a.md")
    assert report.counts["created"] == 1
    assert (asset.title, asset.kind, asset.live) == ("Cold doors", "article", False)
    assert asset.latest_revision is not None
    assert asset.owner == marketer
    assert [block["type"] for block in body_of(asset)] == ["heading", "paragraph", "paragraph"]
    assert all(block["id"] for block in body_of(asset))


def test_publishing_publishes_what_is_complete_and_names_the_rest(library, folder, write):
    write("a.md", article())
    write("b.md", "---\nkind: case_study\ntitle: Story\n---\nOnly this.")
    report = import_folder(folder, publish=True)
    assert the("a.md").live
    assert not the("b.md").live
    assert report.published == 1
    assert "solution" in report.unfinished[0].why


def test_importing_again_changes_nothing(library, folder, write):
    write("a.md", article())
    import_folder(folder)
    before = the("a.md").latest_revision_id
    report = import_folder(folder)
    assert report.counts["unchanged"] == 1
    assert Asset.objects.count() == 1
    assert the("a.md").latest_revision_id == before


def test_a_changed_document_updates_its_asset_and_keeps_block_ids(library, folder, write):
    write("a.md", article())
    import_folder(folder)
    before = [block["id"] for block in body_of(the("a.md"))]
    write("a.md", article(body="Intro.\n\n## Part\n\nOne.\n\nTwo words more and more."))
    report = import_folder(folder)
    after = body_of(the("a.md"))
    assert report.counts["updated"] == 1
    assert [block["id"] for block in after[1:]] == before
    assert after[0]["id"] not in before


def test_a_live_asset_keeps_its_published_text_until_it_is_published(library, folder, write):
    write("a.md", article())
    import_folder(folder, publish=True)
    write("a.md", article(title="New title"))
    import_folder(folder)
    asset = the("a.md")
    assert (asset.title, asset.has_unpublished_changes) == ("Cold doors", True)
    import_folder(folder, publish=True)


def test_what_was_edited_in_tandem_stays_and_the_report_says_so(library, folder, write, marketer):
    write("a.md", article())
    import_folder(folder)
    draft = the("a.md").get_latest_revision_as_object()
    draft.title = "Marketing's title"
    save_asset(draft, user=marketer)
    write("a.md", article(title="The folder's title", body="New text."))
    report = import_folder(folder)
    draft = the("a.md").get_latest_revision_as_object()
    assert draft.title == "Marketing's title"
    assert [block["value"]["text"] if block["type"] == "heading" else block["type"]
            for block in draft.body.get_prep_value()] == ["paragraph"]  # fmt: skip
    assert report.counts["edited"] == 1
    assert "title" in report.conflicts[0].why
    # Said again, until the two agree.
    assert import_folder(folder).counts["edited"] == 1
    write("a.md", article(title="Marketing's title", body="New text."))
    assert import_folder(folder).conflicts == []


def test_an_edit_alone_is_no_conflict(library, folder, write, marketer):
    write("a.md", article())
    import_folder(folder)
    draft = the("a.md").get_latest_revision_as_object()
    draft.title = "Marketing's title"
    save_asset(draft, user=marketer)
    write("a.md", article(body="New text."))
    report = import_folder(folder)
    draft = the("a.md").get_latest_revision_as_object()
    assert draft.title == "Marketing's title"
    assert len(draft.body) == 1
    assert report.conflicts == []


def test_links_reach_documents_that_come_later(library, folder, write):
    write("a.md", article(body="See [the other](b.md)."))
    write("b.md", article(title="Other", body="Back to [the first](a.md)."))
    import_folder(folder)
    assert f'id="{the("b.md").pk}"' in body_of(the("a.md"))[0]["value"]
    assert f'id="{the("a.md").pk}"' in body_of(the("b.md"))[0]["value"]
    assert import_folder(folder).counts["unchanged"] == 2


def test_a_link_to_a_document_of_a_later_import_becomes_one_then(library, folder, write):
    write("a.md", article(body="See [the other](b.md)."))
    import_folder(folder)
    write("b.md", article(title="Other", body="Words."))
    import_folder(folder)
    assert f'id="{the("b.md").pk}"' in body_of(the("a.md"))[0]["value"]


def test_pictures_are_taken_once_and_false_ones_are_reported(library, folder, write):
    write("img/a.png", png())
    write("img/same.png", png())
    write("img/false.png", b"<html>no picture</html>")
    write("a.md", article(body="![One](img/a.png)\n\n![Two](img/same.png)\n\n![](img/false.png)"))
    report = import_folder(folder)
    assert get_image_model().objects.count() == 1
    assert [block["type"] for block in body_of(the("a.md"))] == ["image", "image"]
    assert report.refused[0].path == "img/false.png"
    assert "no picture" in report.refused[0].why


def test_equal_titles_get_addresses_of_their_own(library, folder, write):
    for number in range(3):
        write(f"{number}.md", article())
    assert import_folder(folder).counts["created"] == 3
    assert len(set(Asset.objects.values_list("slug", flat=True))) == 3


def test_a_bad_file_is_reported_and_the_rest_goes_on(library, folder, write):
    write("a.md", "---\ntitle: [x\n---\nText.")
    write("b.md", b"\x00\x01\x02")
    write("c.md", article())
    write("d.html", "<p>Words of some length.</p><script>alert(1)</script>")
    report = import_folder(folder)
    assert report.counts == {
        "created": 2, "updated": 0, "unchanged": 0, "edited": 0, "refused": 2,
    }  # fmt: skip
    assert {remark.path for remark in report.refused} == {"a.md", "b.md"}
    assert "alert" not in json.dumps(body_of(the("d.html")))


def test_an_unexpected_error_stays_with_its_document(library, folder, write, monkeypatch):
    from cms.importing import importer

    parse = importer.parse_document

    def broken(source, *args):
        if source.path == "a.md":
            raise ZeroDivisionError("a parser's own")
        return parse(source, *args)

    monkeypatch.setattr(importer, "parse_document", broken)
    write("a.md", article())
    write("b.md", article())
    report = import_folder(folder)
    assert report.counts["created"] == report.counts["refused"] == 1
    assert "ZeroDivisionError" in report.refused[0].why


def test_topics_become_industries_once(library, folder, write):
    Industry.objects.create(name="Open Data", slug="opendata")
    write("a.md", "---\ntitle: A\ntopics: [open-data, mobile]\n---\nWords.")
    write("b.md", "---\ntitle: B\ntopics: [Mobile]\n---\nWords.")
    import_folder(folder)
    assert sorted(Industry.objects.values_list("name", flat=True)) == ["Mobile", "Open Data"]
    assert the("a.md").industries.count() == 2


def test_a_trial_writes_nothing(library, folder, write):
    write("a.md", article())
    report = import_folder(folder, dry_run=True)
    assert report.counts["created"] == 1
    assert not Asset.objects.exists()
    assert not ImportedAsset.objects.exists()


def test_sales_may_not_import_and_marketing_may_not_publish(library, folder, write, rep, marketer):
    write("a.md", article())
    with pytest.raises(NotAllowed):
        import_folder(folder, user=rep)
    with pytest.raises(NotAllowed):
        import_folder(folder, user=marketer, publish=True)
    assert not Asset.objects.exists()


def test_a_lead_may_publish(library, folder, write, marketing_lead):
    write("a.md", article())
    assert import_folder(folder, user=marketing_lead, publish=True).published == 1


def test_the_queries_a_document_do_not_grow_with_their_number(
    library, folder, write, django_assert_max_num_queries
):
    for number in range(20):
        write(f"{number:02}.md", article(title=f"Title {number}"))
    with django_assert_max_num_queries(20 * 65):
        import_folder(folder)


def test_the_command_prints_a_report_for_machines(library, folder, write):
    write("a.md", article())
    out = StringIO()
    call_command("import_content", str(folder), "--json", stdout=out)
    assert json.loads(out.getvalue())["counts"]["created"] == 1
    with pytest.raises(CommandError):
        call_command("import_content", str(Path(folder) / "none"))
