"""A note in the editor of an asset: which question it is written for, and who asked."""

from __future__ import annotations

from typing import Any

from django.utils.functional import cached_property
from wagtail.admin.panels import Panel

from cms.library.models import Question, QuestionState


class QuestionPanel(Panel):
    """Shown while a draft is written for a question; one query, two where there is one."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "cms/library/question_panel.html"

        def is_shown(self) -> bool:
            return super().is_shown() and bool(self.questions)

        @cached_property
        def questions(self) -> list[Any]:
            if not self.instance.pk:
                return []
            waiting = Question.objects.filter(answer=self.instance.pk, state=QuestionState.WRITING)
            return list(waiting.prefetch_related("askings__user"))
