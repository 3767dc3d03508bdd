"""Markdown and HTML to body blocks."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from cms.importing.documents import parse_document
from cms.importing.errors import DocumentRefused
from cms.importing.links import LinkMap
from cms.importing.mapping import DECLARED
from cms.importing.reading import SourceText, open_folder
from cms.importing.wording import plain
from tests.cms.importing.editor import as_saved

DATA = Path(__file__).resolve().parents[3].parent / "shared" / "data"
MOST_DOCUMENTS = 150  # of each, spread over the folder
SOURCES = ("sourcegraph_gtm", "jenkins_stories", "digitalgov")


def parse(text, meta=None, *, path="a.md", entries=None, images=(), page_id=lambda path: None):
    entries = {path: {}} if entries is None else entries
    links = LinkMap(entries, images, DECLARED)
    source = SourceText(path, path.endswith(".html"), text, meta or {})
    return parse_document(source, DECLARED, links, page_id)


def shape(document):
    return [(block.type, _words(block.value)) for block in document.body]


def _words(value):
    if isinstance(value, str):
        return plain(value)
    if "columns" in value:
        head = [column["heading"] for column in value["columns"]]
        return [head, *[[plain(cell) for cell in row["values"]] for row in value["rows"]]]
    return {name: plain(item) if isinstance(item, str) else item for name, item in value.items()}


def raw(document):
    return [
        {"type": block.type, "value": block.value, "id": f"b{place}"}
        for place, block in enumerate(document.body)
    ]


RICH = """# Title

Intro with **bold**, *italic*, `code`, ~~old~~, [a link](https://x.org/?a=1&b=2) and H~2~O.

## Part one

- one
- two **bold** text
    - deeper

1. first
   - mixed
2. second

### Deeper

| Name | Value |
|------|------:|
| a | 1 **b** |
| c |  |

> To be or not.
>
> — W. S., poet

```python
    def f():
        return "<b>"
```

Line one\\
line two

Term
: Its meaning

Note[^1].

[^1]: A footnote.
"""


def test_it_makes_typed_blocks():
    document = parse(RICH)
    assert document.title == "Title"
    assert [block.type for block in document.body] == [
        "paragraph", "heading", "list", "list", "heading", "table", "quote", "code", "paragraph",
        "paragraph", "paragraph", "paragraph", "list",
    ]  # fmt: skip
    assert shape(document)[6] == (
        "quote",
        {"quote": "To be or not.", "attribution": "W. S., poet"},
    )
    assert document.body[7].value["code"] == '    def f():\n        return "<b>"'
    assert [b.value["level"] for b in document.body if b.type == "heading"] == ["h2", "h3"]


def test_opening_and_saving_leaves_it_unchanged(db):
    blocks = raw(parse(RICH))
    assert as_saved(blocks) == blocks


def test_scripts_handlers_frames_and_unsafe_links_are_gone():
    document = parse(
        '<p onclick="x()">Hi <script>alert(1)</script><a href="javascript:alert(1)">go</a>'
        '<a href="data:text/html,x">d</a><img src="x.png" onerror="x()"></p>'
        '<style>p{}</style><iframe src="https://evil.example/x"></iframe><svg onload=x()></svg>'
        '<form action="https://evil.example"><input name="pw"><button>Send</button></form>'
    )
    text = json.dumps([block.value for block in document.body])
    for bad in ("script", "onclick", "onerror", "javascript", "data:text", "<iframe", "<style",
                "<svg", "<form", "<input", "alert"):  # fmt: skip
        assert bad not in text
    assert "Hi" in text
    assert 'href=\\"https://evil.example/x\\"' in text  # the frame's address, as a link


def test_heading_levels_start_at_two_and_skip_none():
    document = parse("# T\n\n### A\n\nx\n\n##### B\n\ny\n\n###### C\n\nz", {"title": "T"})
    levels = [block.value["level"] for block in document.body if block.type == "heading"]
    assert levels == ["h2", "h3", "h4"]


@pytest.mark.parametrize(
    ("text", "path", "title"),
    [
        ("# From the *heading*\n\nx", "a.md", "From the heading"),
        ("just text that says something", "notes/my_first-page.md", "My first page"),
        ("text", "guides/cold-chain/index.md", "Cold chain"),
        ("<title>From &amp; head</title><p>x</p>", "a.html", "From & head"),
    ],
)
def test_a_title_comes_from_the_best_place(text, path, title):
    assert parse(text, path=path).title == title


def test_links_between_documents_are_page_links_where_the_page_is_there():
    entries = {
        "docs/a.md": {"source": "content/sales/a.md"},
        "docs/b.md": {"source": "content/sales/sub/index.md"},
    }
    text = "[one](b.md), [two](sub/index.md#top) [gone](../gone.md) [here](#x)"
    known = parse(text, path="docs/a.md", entries=entries, page_id={"docs/b.md": 7}.get)
    assert known.body[0].value.count('<a linktype="page" id="7">') == 2
    assert "<a" not in plain(known.body[0].value)
    waiting = parse(text, path="docs/a.md", entries=entries)
    assert waiting.targets == {"docs/b.md"}
    assert "<a" not in waiting.body[0].value
    assert len(waiting.notes) == 2


def test_pictures_of_the_folder_are_blocks_and_others_are_links():
    text = "Before ![A chart](img/a.png) after ![](https://x.org/far.png)"
    document = parse(text, images=["img/a.png"])
    assert [block.type for block in document.body] == ["paragraph", "image", "paragraph"]
    assert document.body[1].value == {"image": "img/a.png", "alt": "A chart", "caption": ""}
    assert "Picture: far.png" in document.body[2].value


def test_a_picture_outside_the_folder_is_not_taken():
    document = parse("Words ![x](../../etc/passwd.png)", images=["img/a.png"])
    assert document.pictures == frozenset()


def test_a_layout_table_is_walked_and_wide_cells_leave_gaps():
    layout = parse("<table><tr><td><h2>Part</h2><p>Text</p></td><td>More</td></tr></table>")
    assert [block.type for block in layout.body] == ["paragraph", "paragraph"]
    wide = parse("<table><tr><th colspan=2>A</th><th>B</th></tr>"
                 "<tr><td rowspan=2>t</td><td>1</td><td>2</td></tr><tr><td>3</td><td>4</td></tr>"
                 "</table>")  # fmt: skip
    assert shape(wide)[0][1] == [["A", "", "B"], ["t", "1", "2"], ["t", "3", "4"]]


def test_a_list_that_starts_later_keeps_its_numbers():
    document = parse("3. three\n4. four")
    assert [text for _type, text in shape(document)] == ["3. three", "4. four"]


def test_a_case_study_is_filled_from_what_the_document_says():
    document = parse(
        "Lead.\n\n**Background:** Doors stood open too long on every one of the docks.\n\n"
        "**Solution & Results:** Sensors on 40 doors.\n",
        {
            "kind": "case_study",
            "title": "T",
            "organization": "Kelvane Ltd, <https://kelvane.example>",
        },
    )
    assert document.fields["customer"] == "Kelvane Ltd"
    assert document.fields["challenge"].startswith("Doors stood open")
    assert document.fields["solution"] == "Sensors on 40 doors."
    assert document.missing == []
    bare = parse("Only a line.", {"kind": "case_study", "title": "T"})
    assert bare.missing == ["customer", "challenge", "solution"]


@pytest.mark.parametrize("text", ["", "   \n", "<script>x</script>"])
def test_a_document_without_text_is_refused(text):
    with pytest.raises(DocumentRefused):
        parse(text)


@pytest.mark.parametrize(
    "text",
    ["<div>" * 5000 + "x", "[" * 3000, "> " * 2000 + "x", "*" * 20000, "<b>" * 3000 + "x",
     "- " * 500 + "x", "|" * 3000 + "\n" + "|-" * 3000, "\x00\x0b\ufeff text"],
)  # fmt: skip
def test_absurd_markup_ends_in_blocks_or_a_clear_refusal(text):
    try:
        parse(text)
    except DocumentRefused as error:
        assert str(error)


@pytest.mark.shared_data
@pytest.mark.django_db
@pytest.mark.parametrize("name", SOURCES)
def test_real_documents_survive_opening_and_saving(name):
    found = open_folder(DATA / name)
    links = LinkMap(found.entries, found.images, DECLARED)
    paths = list(found)
    for path in paths[:: max(1, len(paths) // MOST_DOCUMENTS)]:
        blocks = raw(parse_document(found.read(path), DECLARED, links))
        assert as_saved(blocks) == blocks, path
