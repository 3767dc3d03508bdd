"""What an approval publishes. No models here: Wagtail imports it while it loads its own."""

from __future__ import annotations

from typing import Any


def publish_approved(workflow_state: Any, user: Any = None) -> None:
    """Publish what was approved, when the last task of a workflow is done.

    Wagtail publishes the newest revision, also one that came after what was submitted: an
    import that ran in the meantime would go live unread. Here the newest goes live only where
    whoever wrote it may approve it; otherwise the submitted one does, and the rest stays a
    draft.
    """
    content = workflow_state.content_object
    newest = content.get_latest_revision()
    task_state = workflow_state.current_task_state
    submitted = task_state.revision
    if submitted is not None and submitted.pk != newest.pk:
        task = task_state.task.specific
        if newest.user is None or not task.get_actions(content, newest.user):
            newest = submitted
    newest.publish(user=user)
