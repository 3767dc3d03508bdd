"""Cut the static fonts of the slides from variable ones.

    python cms/slides/fonts/cut_fonts.py FOLDER

FOLDER holds the unpacked npm packages `@fontsource-variable/<family>` of the families named
below, each in a folder of its own name. One file a weight comes out, Latin and Latin Extended
merged: WeasyPrint takes weights in hundreds only from a variable font, and draws wrong glyphs
when one family name has two files. A TrueType file serves the PDF and the charts, a WOFF2 file
of the same outlines the screen. The families are renamed, as the Open Font License asks for
changed versions.
"""

from __future__ import annotations

import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from fontTools import merge, subset
from fontTools.ttLib import TTFont
from fontTools.varLib import instancer

HERE = Path(__file__).resolve().parent
WEB = HERE.parents[1] / "static" / "cms" / "fonts"
FEATURES = ["kern", "mark", "mkmk", "ccmp", "locl", "liga", "tnum", "pnum", "lnum", "rvrn"]

# name of the cut: (source family, files' axis set, axes, family and weight named inside)
CUTS: dict[str, tuple[str, str, dict[str, float], str, int]] = {
    "folio-display": ("newsreader", "opsz", {"opsz": 72, "wght": 370}, "Folio Display", 400),
    "folio-text": ("instrument-sans", "wght", {"wght": 400}, "Folio Text", 400),
    "folio-text-strong": ("instrument-sans", "wght", {"wght": 620}, "Folio Text", 600),
    "vector-display": ("schibsted-grotesk", "wght", {"wght": 600}, "Vector Display", 400),
    "vector-text": ("geist", "wght", {"wght": 400}, "Vector Text", 400),
    "vector-text-strong": ("geist", "wght", {"wght": 600}, "Vector Text", 600),
}


def instance(
    source: Path, family: str, script: str, axis_set: str, axes: dict[str, float]
) -> TTFont:
    path = source / family / "files" / f"{family}-{script}-{axis_set}-normal.woff2"
    font = TTFont(path)
    fixed = {axis.axisTag: axes.get(axis.axisTag, axis.defaultValue) for axis in font["fvar"].axes}
    cut = instancer.instantiateVariableFont(font, fixed, inplace=True)
    cut.flavor = None
    for table in ("STAT", "DSIG", "MVAR", "fpgm", "prep", "cvt ", "gasp"):
        if table in cut:
            del cut[table]
    return cut


def rename(font: TTFont, family: str, weight: int) -> None:
    style = {400: "Regular", 600: "SemiBold"}[weight]
    names = font["name"]
    legal = {n.nameID: n.toUnicode() for n in names.names if n.nameID in (0, 8, 9, 11, 13, 14)}
    names.names = []
    postscript = f"{family.replace(' ', '')}-{style}"
    full = f"{family} {style}"
    for number, value in {
        **legal,
        1: family if weight == 400 else full,
        2: "Regular",
        3: f"{postscript};tandem",
        4: full,
        5: "Version 1.000",
        6: postscript,
        16: family,
        17: style,
    }.items():
        names.setName(value, number, 3, 1, 0x409)
    font["OS/2"].usWeightClass = weight
    font["head"].macStyle = 0
    font["OS/2"].fsSelection = (font["OS/2"].fsSelection & ~0b100001) | 0b1000000


def cut(source: Path, name: str) -> None:
    family, axis_set, axes, inside, weight = CUTS[name]
    with TemporaryDirectory() as folder:
        parts = []
        for script in ("latin", "latin-ext"):
            part = Path(folder) / f"{script}.ttf"
            instance(source, family, script, axis_set, axes).save(part)
            parts.append(str(part))
        font = merge.Merger(merge.Options(drop_tables=["vmtx", "vhea", "meta"])).merge(parts)
    options = subset.Options(
        layout_features=FEATURES,
        name_IDs=["*"],
        hinting=False,
        notdef_outline=True,
        recalc_timestamp=False,
    )
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=font.getBestCmap())
    subsetter.subset(font)
    rename(font, inside, weight)
    font["head"].created = font["head"].modified = 3_800_000_000
    font.recalcTimestamp = False
    font.save(HERE / f"{name}.ttf")
    font.flavor = "woff2"
    font.save(WEB / f"{name}.woff2")


def main(source: Path) -> None:
    for name in CUTS:
        cut(source, name)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
