"""Mail: kept, sent through a real server, refused for good or for a while."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from cms.config import environment
from cms.operations import mail, notifications
from cms.operations.enums import JobState, MailState
from cms.operations.errors import MailDeliveryError
from cms.operations.models import Job, Notification, OutgoingMail
from cms.operations.periodic_tasks import send_due_mail
from cms.operations.tasks import run_job
from tests.real_parts.ports import free_port

pytestmark = pytest.mark.django_db


def write(**values) -> OutgoingMail:
    values = {"to": "rosa@almera.test", "subject": "Your page", "text": "Hello", **values}
    return mail.send(kind="test", **values)


@pytest.fixture
def server(mailbox, settings):
    settings.EMAIL_URL = mailbox.url
    return mailbox


@pytest.fixture
def no_server(settings):
    """A mail server that is set but does not answer."""
    settings.EMAIL_URL = f"smtp://127.0.0.1:{free_port()}"
    for name, value in environment.email(settings.EMAIL_URL).items():
        setattr(settings, name, value)


def run_jobs() -> list[Job]:
    for pk in Job.objects.filter(state=JobState.QUEUED).values_list("pk", flat=True):
        run_job.call(pk)
    return list(Job.objects.order_by("pk"))


def test_it_keeps_mail_where_no_server_is_set():
    written = write()
    assert written.state == MailState.KEPT
    assert not Job.objects.exists()
    assert mail.deliver(written.pk) is None


def test_it_refuses_an_address_that_is_none():
    with pytest.raises(MailDeliveryError) as caught:
        write(to="rosa at almera")
    assert caught.value.permanent
    assert not OutgoingMail.objects.exists()


def test_it_keeps_line_breaks_out_of_headers():
    written = write(subject="Your page\nBcc: all@almera.test", to_name="Rosa\r\nX: y")
    assert written.subject == "Your page Bcc: all@almera.test"
    assert written.to_name == "Rosa X: y"


def test_a_job_sends_text_and_html_through_a_real_server(server, rep):
    written = write(
        to_name="Rosa Okafor",
        html="<p>Hello</p>",
        reply_to="rep@tandem.test",
        sender=rep,
        related=rep,
    )
    (job,) = run_jobs()
    assert job.state == JobState.DONE
    written.refresh_from_db()
    assert written.state == MailState.SENT
    assert written.sent_at is not None
    assert written.related == rep
    (message,) = server.messages
    assert message["To"] == "Rosa Okafor <rosa@almera.test>"
    assert message["Reply-To"] == "rep@tandem.test"
    assert message.get_body(("plain",)).get_content().strip() == "Hello"
    assert message.get_body(("html",)).get_content().strip() == "<p>Hello</p>"


def test_it_sends_a_mail_once(server):
    written = write()
    run_jobs()
    assert mail.deliver(written.pk) is None
    assert len(server.messages) == 1


def test_it_leaves_a_mail_alone_that_another_process_is_sending(server):
    written = write()
    OutgoingMail.objects.update(next_attempt_at=timezone.now() + mail.LEASE)
    assert mail.deliver(written.pk) is None
    assert server.messages == []


def test_it_repeats_its_message_id_at_each_attempt(server):
    written = write()
    mail.hand_over(written)
    mail.hand_over(written)
    first, second = server.messages
    assert first["Message-ID"] == second["Message-ID"]


def test_it_gives_up_what_the_server_refuses_for_good(server):
    server.refusal = "550 No such user here"
    written = write()
    (job,) = run_jobs()
    written.refresh_from_db()
    assert written.state == MailState.FAILED
    assert "550 No such user here" in written.error
    assert job.state == JobState.FAILED
    assert job.error == written.error


def test_it_tries_again_what_the_server_refuses_for_a_while(server):
    server.refusal = "451 Come back later"
    written = write()
    run_jobs()
    written.refresh_from_db()
    assert (written.state, written.attempts) == (MailState.WAITING, 1)
    assert written.next_attempt_at > timezone.now() + timedelta(seconds=50)

    server.refusal = ""
    send_due_mail()
    assert Job.objects.filter(kind="operations.send_due_mail").count() == 0, "it is not due"
    OutgoingMail.objects.update(next_attempt_at=timezone.now())
    send_due_mail()
    send_due_mail()
    assert Job.objects.filter(kind="operations.send_due_mail").count() == 1
    run_jobs()
    written.refresh_from_db()
    assert (written.state, written.attempts, written.error) == (MailState.SENT, 2, "")


def test_it_gives_up_in_the_end(no_server):
    written = write()
    for _attempt in mail.RETRY_AFTER:
        mail.deliver(written.pk)
        OutgoingMail.objects.update(next_attempt_at=timezone.now())
    with pytest.raises(MailDeliveryError) as caught:
        mail.deliver(written.pk)
    assert "could not be reached" in str(caught.value)
    written.refresh_from_db()
    assert written.state == MailState.FAILED


def test_a_mail_that_was_given_up_can_be_sent_again(server):
    written = write()
    OutgoingMail.objects.update(state=MailState.FAILED, attempts=6, next_attempt_at=None)
    mail.try_again(written)
    run_jobs()
    written.refresh_from_db()
    assert written.state == MailState.SENT


def test_waiting_mail_is_kept_when_the_server_is_taken_away(settings, server):
    written = write()
    settings.EMAIL_URL = ""
    assert mail.deliver(written.pk) is None
    written.refresh_from_db()
    assert written.state == MailState.KEPT


def test_it_sends_nothing_when_the_transaction_fails(server, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks() as callbacks:
        write()
    assert len(callbacks) == 1
    assert server.messages == []


def test_a_notification_goes_by_mail_where_wanted(rep, settings):
    settings.BASE_URL = "https://tandem.test"
    notifications.notify(rep, "Rosa reads.", kind="visit", link="/admin/rooms/1/")
    notifications.notify(rep, "Rosa\nasks.", kind="visit", link="/admin/rooms/1/", by_mail=True)
    assert notifications.unread_count(rep) == 2
    written = OutgoingMail.objects.get()
    assert written.recipient == rep
    assert written.subject == "Rosa asks."
    assert "https://tandem.test/admin/rooms/1/" in written.text


def test_it_marks_only_ones_own_notifications_as_read(rep, other_rep):
    mine = notifications.notify(rep, "Mine", kind="test")
    notifications.notify(rep, "Mine too", kind="test")
    theirs = notifications.notify(other_rep, "Theirs", kind="test")
    assert notifications.mark_read(rep, theirs.pk) == 0
    assert notifications.mark_read(rep, mine.pk) == 1
    assert notifications.mark_read(rep) == 1
    assert Notification.objects.unread().get() == theirs
