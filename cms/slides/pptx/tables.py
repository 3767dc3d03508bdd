"""Tables as DrawingML: rows and cells that stay editable, their lines drawn cell by cell."""

from __future__ import annotations

from cms.slides.pptx.shapes import MIDDLE, Cell, Edge, TableShape
from cms.slides.pptx.xml import ANCHORED, NAMESPACES, Ink, Relate, emu, frame, identity

# “No style, no grid”: what is drawn is what the cells say.
STYLE = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"


def table_shape(table: TableShape, number: int, ink: Ink, relate: Relate) -> str:
    columns = "".join(f'<a:gridCol w="{emu(width)}"/>' for width in table.columns)
    rows = "".join(
        f'<a:tr h="{emu(height)}">{"".join(_cell(cell, ink, relate) for cell in cells)}</a:tr>'
        for height, cells in table.rows
    )
    flags = 'firstRow="1" firstCol="1"' + (' lastRow="1"' if table.has_total else "")
    return (
        f"<p:graphicFrame {NAMESPACES}><p:nvGraphicFramePr>"
        f"{identity(number, table.name, alt=table.alt)}"
        '<p:cNvGraphicFramePr><a:graphicFrameLocks noGrp="1"/></p:cNvGraphicFramePr><p:nvPr/>'
        f"</p:nvGraphicFramePr>{frame(table.box, 'p:xfrm')}<a:graphic>"
        '<a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/table"><a:tbl>'
        f"<a:tblPr {flags}><a:tableStyleId>{STYLE}</a:tableStyleId></a:tblPr>"
        f"<a:tblGrid>{columns}</a:tblGrid>{rows}</a:tbl></a:graphicData></a:graphic>"
        "</p:graphicFrame>"
    )


def _cell(cell: Cell, ink: Ink, relate: Relate) -> str:
    # Lines stand where they do on paper: see `Ink.lift`.
    lift = ink.lift(cell.paragraph) * (2 if cell.anchor == MIDDLE else 1)
    above, below = max(-lift, 0.0), cell.below + max(lift, 0.0)
    fill = ink.fill(cell.ground) if cell.ground else "<a:noFill/>"
    lines = f"{_edge('L', None, ink)}{_edge('R', None, ink)}"
    lines += f"{_edge('T', cell.top, ink)}{_edge('B', cell.bottom, ink)}"
    return (
        "<a:tc><a:txBody><a:bodyPr/><a:lstStyle/>"
        f"{ink.paragraph(cell.paragraph, relate)}</a:txBody>"
        f'<a:tcPr marL="{emu(cell.before)}" marR="{emu(cell.after)}" marT="{emu(above)}" '
        f'marB="{emu(below)}" anchor="{ANCHORED.get(cell.anchor, "t")}">{lines}{fill}</a:tcPr>'
        "</a:tc>"
    )


def _edge(side: str, edge: Edge | None, ink: Ink) -> str:
    if edge is None:
        return f'<a:ln{side} w="0"><a:noFill/></a:ln{side}>'
    return f'<a:ln{side} w="{emu(edge.thickness)}">{ink.fill(edge.colour)}</a:ln{side}>'
