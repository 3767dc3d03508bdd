"""The quick databases of the suite: whole after migrations, and put back after each test."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Group, Permission
from django.db import connection
from wagtail.models import Page, Site


@pytest.mark.django_db
def test_it_has_the_data_of_the_migrations():
    assert Page.objects.filter(depth=1).exists()
    assert Permission.objects.filter(content_type__app_label="cms").exists()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("turn", [1, 2])
def test_it_puts_back_what_a_test_committed(turn):
    assert not Group.objects.filter(name="Left behind").exists()
    assert Site.objects.count() == 1
    Group.objects.create(name="Left behind")
    Site.objects.all().delete()


@pytest.mark.django_db(transaction=True)
def test_it_gives_other_processes_the_address_of_the_database(database_url):
    assert connection.settings_dict["NAME"].rsplit("/")[-1] in database_url
