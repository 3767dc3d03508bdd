"""The demo's team, personas, stages, accounts, people and deals. What is there already stays."""

from __future__ import annotations

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from wagtail.models import Locale

from personas.access.roles import Role
from personas.accounts.models import Account
from personas.deals import services as deals
from personas.deals.models import Deal
from personas.journey.models import JourneyStage
from personas.persona.models import Persona
from personas.prospects.models import Prospect
from personas.team.models import ContactCard
from pitch_builder.demo.loading.shelf import Shelf
from pitch_builder.demo.people import Deal as DemoDeal

PASSWORD = "tandem-demo"  # noqa: S105  printed by `make demo`; the demo holds no real data

ROLES = {
    "marketer": (Role.MARKETING,),
    "marketing_lead": (Role.MARKETING, Role.MARKETING_LEADS),
    "rep": (Role.SALES,),
    "sales_lead": (Role.SALES, Role.SALES_LEADS),
}


def load_team(shelf: Shelf) -> None:
    model = get_user_model()
    for member in shelf.content.team:
        user = model.objects.filter(username=member.username).first()
        if user is None:
            user = model.objects.create_user(
                member.username,
                member.email,
                PASSWORD,
                first_name=member.first_name,
                last_name=member.last_name,
            )
            user.groups.set(Group.objects.filter(name__in=ROLES[member.role]))
            ContactCard.objects.create(
                user=user,
                job_title=member.title,
                phone=member.phone,
                booking_url=member.booking_url,
                photo=shelf.image(member.portrait),
            )
            shelf.made += 1
        shelf.users[member.username] = user
    if not model.objects.filter(is_superuser=True).exists():
        model.objects.create_superuser("admin", "admin@tarnwell.example", PASSWORD)
        shelf.made += 1


def load_personas(shelf: Shelf) -> None:
    for row in shelf.content.personas:
        persona = Persona.objects.filter(slug=row.slug).first()
        if persona is None:
            persona = Persona(
                **{
                    name: getattr(row, name)
                    for name in (
                        "slug",
                        "name",
                        "role",
                        "goals",
                        "pains",
                        "objections",
                        "trusted_sources",
                        "biggest_challenge",
                        "buying_authority",
                        "buying_notes",
                        "evidence",
                    )
                },
                owner=shelf.users.get(row.owner),
                photo=shelf.image(row.photo),
            )
            persona.full_clean()
            persona.save()
            persona.save_revision().publish()
            shelf.made += 1
        shelf.personas[row.slug] = persona
    for order, stage in enumerate(shelf.content.stages):
        found, made = JourneyStage.objects.get_or_create(
            slug=stage.slug,
            defaults={
                "name": stage.name,
                "order": order,
                "buyer_question": stage.buyer_question,
                "key_moment": stage.key_moment,
                "conversion_goal": stage.conversion_goal,
                "exit_criteria": stage.exit_criteria,
            },
        )
        shelf.made += made
        shelf.stages[stage.slug] = found


def load_accounts(shelf: Shelf) -> None:
    for row in shelf.content.accounts:
        account, made = Account.objects.get_or_create(
            domain=row.domain,
            defaults={
                "name": row.name,
                "industry": shelf.industries[row.industry].name,
                "size": row.size,
                "turnover": row.turnover,
                "region": row.region,
                "current_supplier": row.current_supplier,
                "owner": shelf.users.get(row.owner),
                "notes": row.notes,
            },
        )
        shelf.made += made
        shelf.accounts[row.slug] = account
    for person in shelf.content.prospects:
        prospect = Prospect.objects.filter(email__iexact=person.email).first()
        if prospect is None:
            prospect = Prospect.objects.create(
                first_name=person.first_name,
                last_name=person.last_name,
                email=person.email,
                phone=person.phone,
                title=person.title,
                account=shelf.accounts[person.account],
                persona=shelf.personas[person.persona],
                persona_reason=person.persona_reason,
                stage=shelf.stages[person.stage],
                owner=shelf.users[person.owner],
                source=person.source,
                consent=person.consent,
                consent_at=(
                    None if person.consent_day is None else shelf.moment(person.consent_day)
                ),
                lifecycle=person.lifecycle,
                notes=person.notes,
            )
            Prospect.objects.filter(pk=prospect.pk).update(
                created_at=shelf.moment(person.added_day)
            )
            shelf.made += 1
        shelf.prospects[person.slug] = prospect


def load_deals(shelf: Shelf) -> None:
    for row in shelf.content.deals:
        deal = Deal.objects.filter(reference=row.reference).first()
        if deal is None:
            deal = _make_deal(row, shelf)
            shelf.made += 1
        shelf.deals[row.slug] = deal


def _make_deal(row: DemoDeal, shelf: Shelf) -> Deal:
    """Through the services, so that who is involved in a won deal is a customer."""
    owner = shelf.users[row.owner]
    deal = deals.create_deal(
        user=owner,
        name=row.name,
        account=shelf.accounts[row.account],
        prospects=[shelf.prospects[slug] for slug in row.prospects],
        owner=owner,
        value=row.value,
        currency=row.currency,
        expected_close=None if row.expected_day is None else shelf.day(row.expected_day),
        competitor=row.competitor,
        reference=row.reference,
        notes=row.notes,
    )
    Deal.objects.filter(pk=deal.pk).update(created_at=shelf.moment(row.added_day))
    if row.closed_day is not None:
        on = shelf.day(row.closed_day)
        if row.state == "won":
            return deals.win_deal(deal, user=owner, on=on).deal
        return deals.lose_deal(deal, user=owner, on=on, reason=row.lost_reason)
    return deal


def locale() -> Locale:
    return Locale.get_default()
