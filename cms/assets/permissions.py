"""What the four groups may do with content: models, pages, files, approval."""

from __future__ import annotations

from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from wagtail.models import (
    Collection,
    GroupApprovalTask,
    GroupCollectionPermission,
    GroupPagePermission,
    Workflow,
    WorkflowContentType,
    WorkflowPage,
    WorkflowTask,
)

from cms.facts.models import Fact
from cms.site.models import LibraryPage
from cms.site.setup import ensure_library
from personas.access.grants import declare
from personas.access.roles import Role
from personas.persona.models import Persona

APPROVAL = "Approval by a marketing lead"

PAGE_PERMISSIONS = {
    Role.MARKETING: ("add_page", "change_page"),
    Role.MARKETING_LEADS: (
        "add_page",
        "change_page",
        "publish_page",
        "bulk_delete_page",
        "lock_page",
        "unlock_page",
    ),
}
FILE_PERMISSIONS = {
    Role.MARKETING: (
        "add_image",
        "change_image",
        "choose_image",
        "add_document",
        "change_document",
        "choose_document",
    ),
    Role.MARKETING_LEADS: (
        "add_image",
        "change_image",
        "choose_image",
        "add_document",
        "change_document",
        "choose_document",
        "delete_image",
        "delete_document",
    ),
    Role.SALES: ("choose_image",),
    Role.SALES_LEADS: ("choose_image",),
}


def declare_permissions() -> None:
    """Declare the model permissions; `ensure_content_access` adds those that go by place."""
    for role in Role:
        declare(role, "cms.view_fact", "cms.view_industry", "cms.view_product")
    for model in ("fact", "industry", "product"):
        declare(Role.MARKETING, f"cms.add_{model}", f"cms.change_{model}")
        declare(Role.MARKETING_LEADS, f"cms.delete_{model}")
    # Best bets of Find content.
    for action in ("add", "change", "delete"):
        declare(Role.MARKETING, f"wagtailsearchpromotions.{action}_searchpromotion")
    declare(Role.MARKETING_LEADS, "cms.change_brand")
    declare(Role.MARKETING_LEADS, "cms.publish_fact", "cms.lock_fact", "cms.unlock_fact")


def ensure_content_access() -> None:
    """Grant pages under the library, files and the approval workflow; idempotent."""
    ensure_library()
    library = LibraryPage.objects.first()
    if library is None:
        return
    groups = {role: Group.objects.get(name=role.value) for role in Role}
    for role, names in PAGE_PERMISSIONS.items():
        for permission in _permissions(names):
            GroupPagePermission.objects.get_or_create(
                group=groups[role], page=library.page_ptr, permission=permission
            )
    root = Collection.get_first_root_node()
    for role, names in FILE_PERMISSIONS.items():
        for permission in _permissions(names):
            GroupCollectionPermission.objects.get_or_create(
                group=groups[role], collection=root, permission=permission
            )
    _ensure_workflow(library, groups[Role.MARKETING_LEADS])


def _permissions(codenames: tuple[str, ...]) -> list[Permission]:
    return list(
        Permission.objects.filter(
            codename__in=codenames,
            content_type__app_label__in=["wagtailcore", "wagtailimages", "wagtaildocs"],
        )
    )


def _ensure_workflow(library: LibraryPage, leads: Group) -> None:
    workflow, made = Workflow.objects.get_or_create(name=APPROVAL)
    if made:
        task = GroupApprovalTask.objects.create(name=APPROVAL)
        WorkflowTask.objects.create(workflow=workflow, task=task.task_ptr, sort_order=0)
    for task in GroupApprovalTask.objects.filter(name=APPROVAL, groups=None):
        task.groups.add(leads)  # new, or its group was deleted: nobody could approve
    if not WorkflowPage.objects.filter(page=library.page_ptr).exists():
        WorkflowPage.objects.create(page=library.page_ptr, workflow=workflow)
    for model in (Fact, Persona):
        WorkflowContentType.objects.get_or_create(
            content_type=ContentType.objects.get_for_model(model),
            defaults={"workflow": workflow},
        )
