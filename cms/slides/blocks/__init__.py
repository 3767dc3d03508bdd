"""The blocks that can stand on a deck; see `SlidesBlock`."""

from wagtail.blocks import StreamBlock

from cms.slides.blocks import proof, words


class SlidesBlock(StreamBlock):
    """The slides of an asset, or a rep's own. A block's id is the identity of its slide."""

    title = words.TitleBlock()
    agenda = words.AgendaBlock()
    call_to_action = words.CallToActionBlock()
    statement = words.StatementBlock()
    bullets = words.BulletsBlock()
    two_columns = words.TwoColumnsBlock()
    quote = words.QuoteBlock()
    picture = proof.PictureBlock()
    figures = proof.FiguresBlock()
    chart = proof.ChartBlock()
    table = proof.TableBlock()
    comparison = proof.ComparisonBlock()
    timeline = proof.TimelineBlock()
    logos = proof.LogosBlock()

    class Meta:
        block_counts: dict[str, dict[str, int]] = {}
        collapsed = True
        required = False


__all__ = ["SlidesBlock"]
