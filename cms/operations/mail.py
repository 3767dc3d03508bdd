"""Mail: written with the change that it tells of, handed over by a job afterwards."""

from __future__ import annotations

import smtplib
from datetime import datetime, timedelta
from email.utils import formataddr
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.core.mail import EmailMultiAlternatives
from django.core.validators import validate_email
from django.db import models
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from cms.operations import jobs
from cms.operations.enums import MailState, Queue
from cms.operations.errors import MailDeliveryError
from cms.operations.models import OutgoingMail

if TYPE_CHECKING:
    from django.contrib.auth.models import User

# Waits after the first, second, ... attempt that failed for a while; then it is given up.
RETRY_AFTER = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=8),
)
# One attempt takes less; another process leaves the mail alone for as long.
LEASE = timedelta(minutes=5)


def send(
    *,
    to: str,
    subject: str,
    text: str,
    kind: str,
    html: str = "",
    to_name: str = "",
    reply_to: str = "",
    sender: User | None = None,
    recipient: User | None = None,
    related: models.Model | None = None,
) -> OutgoingMail:
    """Write a mail in the caller's transaction; a job sends it after the commit.

    Without EMAIL_URL it is kept for the admin's mail page and never sent, also not later.
    `sender` is the user on whose behalf it goes, `recipient` the user who receives it,
    `related` what it is about. Raises MailDeliveryError for an address that is none.
    """
    try:
        validate_email(to)
        if reply_to:
            validate_email(reply_to)
    except ValidationError:
        raise MailDeliveryError(
            _("“%(address)s” is not a mail address.") % {"address": to}, permanent=True
        ) from None
    now = timezone.now()
    is_sent = bool(settings.EMAIL_URL)
    mail = OutgoingMail.objects.create(
        to=to,
        to_name=_one_line(to_name),
        reply_to=reply_to,
        subject=_one_line(subject)[:255],
        text=text,
        html=html,
        kind=kind,
        sender=sender,
        recipient=recipient,
        related_type=ContentType.objects.get_for_model(related) if related else None,
        related_id=str(related.pk) if related else "",
        state=MailState.WAITING if is_sent else MailState.KEPT,
        next_attempt_at=now if is_sent else None,
    )
    if is_sent:
        _start_job(mail)
    return mail


def try_again(mail: OutgoingMail) -> None:
    """Put a mail that was given up back in line. Does nothing for one in another state.

    Raises MailDeliveryError where no mail server is set.
    """
    if not settings.EMAIL_URL:
        raise MailDeliveryError(_("No mail server is set (EMAIL_URL)."), permanent=False)
    again = OutgoingMail.objects.filter(pk=mail.pk, state=MailState.FAILED).update(
        state=MailState.WAITING, attempts=0, error="", next_attempt_at=timezone.now()
    )
    if again:
        _start_job(mail)


def deliver(mail_id: int) -> MailState | None:
    """Hand one mail to the mail server, and return its state afterwards.

    None where there is nothing to do: it is gone, sent, or in another process's hands.
    Raises MailDeliveryError where it was given up.
    """
    now = timezone.now()
    if not settings.EMAIL_URL:  # taken away while mail waited
        OutgoingMail.objects.due(now).filter(pk=mail_id).update(
            state=MailState.KEPT, next_attempt_at=None
        )
        return None
    taken = (
        OutgoingMail.objects.due(now)
        .filter(pk=mail_id)
        .update(attempts=F("attempts") + 1, next_attempt_at=now + LEASE)
    )
    mail = OutgoingMail.objects.filter(pk=mail_id).first()
    if not taken or mail is None:
        return None
    try:
        hand_over(mail)
    except MailDeliveryError as error:
        return _failed(mail, error, now)
    OutgoingMail.objects.filter(pk=mail.pk).update(
        state=MailState.SENT, sent_at=timezone.now(), next_attempt_at=None, error=""
    )
    return MailState.SENT


def hand_over(mail: OutgoingMail) -> None:
    """Give a mail to the mail server. Raises MailDeliveryError."""
    host = urlsplit(settings.BASE_URL).hostname or "localhost"
    message = EmailMultiAlternatives(
        subject=mail.subject,
        body=mail.text,
        to=[formataddr((mail.to_name, mail.to)) if mail.to_name else mail.to],
        reply_to=[mail.reply_to] if mail.reply_to else None,
        # The same at each attempt, so that a mail server can tell a repetition.
        headers={"Message-ID": f"<tandem-{mail.pk}-{mail.created_at:%Y%m%d%H%M%S%f}@{host}>"},
    )
    if mail.html:
        message.attach_alternative(mail.html, "text/html")
    try:
        message.send()
    except smtplib.SMTPRecipientsRefused as error:
        code, reply = next(iter(error.recipients.values()), (0, b""))
        raise _refusal(code, reply, permanent=code >= 500) from error
    except smtplib.SMTPAuthenticationError as error:
        # The operator's to mend; the mail itself is sound.
        raise _refusal(error.smtp_code, error.smtp_error, permanent=False) from error
    except smtplib.SMTPResponseException as error:
        permanent = error.smtp_code >= 500
        raise _refusal(error.smtp_code, error.smtp_error, permanent=permanent) from error
    except (smtplib.SMTPException, OSError) as error:
        reason = _("The mail server could not be reached: %(error)s") % {"error": error}
        raise MailDeliveryError(reason, permanent=False) from error


def _refusal(code: int, reply: bytes | str, *, permanent: bool) -> MailDeliveryError:
    words = reply.decode("utf-8", "replace") if isinstance(reply, bytes) else reply
    reason = _("The mail server refused it: %(code)d %(words)s") % {"code": code, "words": words}
    return MailDeliveryError(reason, permanent=permanent)


def _failed(mail: OutgoingMail, error: MailDeliveryError, now: datetime) -> MailState:
    row = OutgoingMail.objects.filter(pk=mail.pk)
    if not error.permanent and mail.attempts <= len(RETRY_AFTER):
        row.update(error=str(error), next_attempt_at=now + RETRY_AFTER[mail.attempts - 1])
        return MailState.WAITING
    row.update(state=MailState.FAILED, error=str(error), next_attempt_at=None)
    raise error


def _start_job(mail: OutgoingMail) -> None:
    jobs.start(
        "operations.send_mail",
        owner=None,
        args={"mail_id": mail.pk},
        queue=Queue.INTERACTIVE,
        label=_("Send “%(subject)s”") % {"subject": mail.subject},
    )


def _one_line(text: str) -> str:
    """Without line breaks, which a mail header must not hold."""
    return " ".join(text.split())
