"""Settings from environment variables: what is understood, and errors that name the variable."""

from __future__ import annotations

import pytest
from django.core.exceptions import ImproperlyConfigured

from cms.config import environment


class TestFlag:
    @pytest.mark.parametrize("value", ["1", "true", "Yes", "on"])
    def test_it_is_on(self, value):
        assert environment.flag("DEBUG", value) is True

    @pytest.mark.parametrize("value", ["", "0", "False", "no", "off"])
    def test_it_is_off(self, value):
        assert environment.flag("DEBUG", value) is False

    @pytest.mark.parametrize("value", ["maybe", "2", "ja"])
    def test_it_refuses_what_it_does_not_know(self, value):
        with pytest.raises(ImproperlyConfigured, match="DEBUG"):
            environment.flag("DEBUG", value)


class TestNames:
    def test_it_knows_time_zones(self):
        assert environment.time_zone("Europe/Berlin") == "Europe/Berlin"

    @pytest.mark.parametrize("value", ["Mars/Base", "", "/etc/passwd"])
    def test_it_refuses_an_unknown_time_zone(self, value):
        with pytest.raises(ImproperlyConfigured, match="TIME_ZONE"):
            environment.time_zone(value)

    def test_it_knows_levels_of_the_log(self):
        assert environment.log_level("info") == "INFO"

    def test_it_refuses_an_unknown_level(self):
        with pytest.raises(ImproperlyConfigured, match="LOG_LEVEL"):
            environment.log_level("LOUD")


class TestDatabase:
    def test_it_reads_a_postgresql_server(self):
        found = environment.database("postgresql://me:p%40ss@db:5433/tandem?sslmode=require")
        assert found["ENGINE"] == "django.db.backends.postgresql"
        assert (found["HOST"], found["PORT"], found["NAME"]) == ("db", 5433, "tandem")
        assert (found["USER"], found["PASSWORD"]) == ("me", "p@ss")
        assert found["OPTIONS"] == {"sslmode": "require"}

    def test_it_reads_a_file(self):
        found = environment.database("sqlite:////srv/tandem.sqlite3")
        assert found["ENGINE"] == "django.db.backends.sqlite3"
        assert found["NAME"] == "/srv/tandem.sqlite3"

    @pytest.mark.parametrize(
        "url",
        [
            "postgres",
            "mysql://host/name",
            "postgres://u:p@host:x/name",
            "postgres://host",
            "sqlite://",
        ],
    )
    def test_it_refuses_what_it_does_not_know(self, url):
        with pytest.raises(ImproperlyConfigured, match="DATABASE_URL"):
            environment.database(url)


class TestBaseUrl:
    @pytest.mark.parametrize(
        ("value", "kept"),
        [
            ("http://localhost:8000", "http://localhost:8000"),
            ("https://tandem.example.com/", "https://tandem.example.com"),
        ],
    )
    def test_it_keeps_scheme_host_and_port(self, value, kept):
        assert environment.base_url(value) == kept

    @pytest.mark.parametrize(
        "value", ["", "tandem.example.com", "ftp://example.com", "https://", "https://a.com/path"]
    )
    def test_it_refuses_what_is_not_an_absolute_address(self, value):
        with pytest.raises(ImproperlyConfigured, match="BASE_URL"):
            environment.base_url(value)


class TestStorage:
    def test_it_keeps_files_in_a_folder_by_default(self, tmp_path):
        found = environment.storage("", tmp_path)
        assert found["OPTIONS"]["base_url"] == "/media/"
        assert found["OPTIONS"]["location"] == str(tmp_path)

    def test_it_reads_keys_bucket_prefix_and_options(self, tmp_path):
        url = "s3://key:se%2Fcret@bucket/some/prefix?region=eu-west-1&endpoint=http://s3:9000&style=path"
        found = environment.storage(url, tmp_path)
        assert found["OPTIONS"] == {
            "bucket_name": "bucket",
            "location": "some/prefix",
            "default_acl": None,
            "querystring_auth": True,
            "file_overwrite": False,
            "access_key": "key",
            "secret_key": "se/cret",
            "region_name": "eu-west-1",
            "endpoint_url": "http://s3:9000",
            "addressing_style": "path",
        }

    def test_it_leaves_keys_to_the_machine_where_none_are_given(self, tmp_path):
        assert "access_key" not in environment.storage("s3://bucket", tmp_path)["OPTIONS"]

    @pytest.mark.parametrize(
        "url",
        [
            "/srv/media",
            "gs://bucket",
            "s3://",
            "s3://bucket?acl=public",
            "s3://key@bucket",
            "s3://bucket?style=sideways",
        ],
    )
    def test_it_refuses_what_it_does_not_know(self, url, tmp_path):
        with pytest.raises(ImproperlyConfigured, match="STORAGE_URL"):
            environment.storage(url, tmp_path)


class TestEmail:
    def test_it_keeps_mail_in_the_app_without_a_server(self):
        assert environment.email("") == {
            "EMAIL_BACKEND": "django.core.mail.backends.dummy.EmailBackend"
        }

    @pytest.mark.parametrize(
        ("url", "port", "tls", "ssl"),
        [
            ("smtp://mail.example.com", 25, False, False),
            ("smtp+tls://mail.example.com", 587, True, False),
            ("smtp+ssl://mail.example.com", 465, False, True),
            ("smtp+tls://mail.example.com:2525", 2525, True, False),
        ],
    )
    def test_it_reads_how_to_connect(self, url, port, tls, ssl):
        found = environment.email(url)
        assert (found["EMAIL_HOST"], found["EMAIL_PORT"]) == ("mail.example.com", port)
        assert (found["EMAIL_USE_TLS"], found["EMAIL_USE_SSL"]) == (tls, ssl)

    def test_it_reads_who_logs_in(self):
        found = environment.email("smtp+tls://me%40example.com:p%3Ass@mail.example.com")
        assert found["EMAIL_HOST_USER"] == "me@example.com"
        assert found["EMAIL_HOST_PASSWORD"] == "p:ss"

    @pytest.mark.parametrize(
        "url", ["mail.example.com", "imap://mail.example.com", "smtp://", "smtp://host:port"]
    )
    def test_it_refuses_what_it_does_not_know(self, url):
        with pytest.raises(ImproperlyConfigured, match="EMAIL_URL"):
            environment.email(url)


class TestElasticsearch:
    def test_none_is_needed(self):
        assert environment.elasticsearch("") == {}

    def test_it_reads_an_address(self):
        found = environment.elasticsearch("https://me:p%40ss@search:9243/site?ca=/etc/ca.pem")
        assert found == {
            "url": "https://search:9243", "prefix": "site", "user": "me", "password": "p@ss",
            "ca": "/etc/ca.pem",
        }  # fmt: skip

    def test_what_is_left_out_is_usual(self):
        found = environment.elasticsearch("http://localhost?api_key=abc")
        assert (found["url"], found["prefix"]) == ("http://localhost:9200", "tandem")
        assert (found["api_key"], found["user"]) == ("abc", "")
        assert environment.elasticsearch("https://host")["url"] == "https://host:443"
        assert environment.elasticsearch("http://[::1]:9200")["url"] == "http://[::1]:9200"

    @pytest.mark.parametrize(
        "url",
        ["search:9200", "ftp://search", "http://", "http://me@search", "http://search/A B",
         "http://search/-x", "http://search?what=1", "http://search:port",
         "http://search?ca=/etc/ca.pem", "https://me:secret@search?api_key=abc"],
    )  # fmt: skip
    def test_it_refuses_what_it_does_not_understand(self, url):
        with pytest.raises(ImproperlyConfigured, match="ELASTICSEARCH_URL"):
            environment.elasticsearch(url)
