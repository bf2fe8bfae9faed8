"""What set-up does to have the Deequ jar: from a real repository behind HTTPS on loopback, and without one."""

import logging
import shutil
from pathlib import Path

import loopback
import pytest
from loopback import HIDDEN, Repository

from engine.errors import JobError
from engine.setup import authorities
from engine.setup.download import fetch, fetch_deequ
from engine.spark.jvm.artifacts import DQDL, deequ_jar, dqdl_jar, is_deequ, jar_place

LOG = logging.getLogger(__name__)
PLACE = "com/amazon/deequ/deequ/2.1.0-spark-3.5/deequ-2.1.0-spark-3.5.jar"
PROXIES = ("http_proxy", "https_proxy", "all_proxy", "no_proxy")
AUTHORITIES = ("SSL_CERT_FILE", "SSL_CERT_DIR", "PIP_CERT", "REQUESTS_CA_BUNDLE")


@pytest.fixture(scope="module")
def jar() -> Path:
    """Give the Deequ jar of this machine; to be asked for before the empty home."""
    return deequ_jar()


@pytest.fixture(scope="module")
def dqdl() -> Path:
    """Give the DQDL jar of this machine; to be asked for before the empty home."""
    return dqdl_jar()


@pytest.fixture
def home(jar: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Give an empty home on a machine without proxies and authorities of its own."""
    for name in (*PROXIES, *AUTHORITIES):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)
    monkeypatch.setattr(authorities, "LOCAL_AUTHORITIES", tmp_path / "local")
    folder = tmp_path / "home"
    folder.mkdir()
    monkeypatch.setenv("MODEL_MONITOR_HOME", str(folder))
    return folder


@pytest.fixture(scope="module")
def repository(jar: Path, tmp_path_factory: pytest.TempPathFactory):
    """Give a repository behind HTTPS that has the jar in its place."""
    folder = tmp_path_factory.mktemp("served")
    place = folder / "maven2" / PLACE
    place.parent.mkdir(parents=True)
    shutil.copyfile(jar, place)
    with loopback.repository(folder, tmp_path_factory.mktemp("keys")) as repository:
        yield repository


@pytest.fixture
def mirror(home: Path, repository: Repository, monkeypatch: pytest.MonkeyPatch) -> Repository:
    """Give that repository as the one to fetch from, with its authority trusted by no means yet."""
    monkeypatch.setenv("DEFAULT_ARTIFACT_REPOSITORY", repository.address)
    repository.asked.clear()
    return repository


def test_the_jar_is_fetched_from_its_place(mirror, monkeypatch):
    """A repository is asked once, for the one file, at the place that Maven's layout gives it."""
    monkeypatch.setenv("SSL_CERT_FILE", str(mirror.authority))
    fetch_deequ(LOG)
    assert is_deequ(deequ_jar())
    assert mirror.asked == [f"/maven2/{PLACE}"]


def test_a_jar_that_is_there_is_not_fetched(mirror, jar):
    """With the right jar at hand nothing is asked of the network, so that set-up works without one."""
    shutil.copyfile(jar, jar_place())
    fetch_deequ(LOG)
    assert mirror.asked == []


def test_a_damaged_jar_is_replaced(mirror, monkeypatch):
    """A file that only has the jar's name makes way for the jar, and this same process then uses it."""
    monkeypatch.setenv("SSL_CERT_FILE", str(mirror.authority))
    jar_place().write_bytes(b"half a jar")
    fetch_deequ(LOG)
    assert deequ_jar() == jar_place()


def test_another_file_is_refused(home, monkeypatch, tmp_path):
    """What the repository has in the jar's place is held against its SHA-256, and never put into the home."""
    place = tmp_path / "folder" / PLACE
    place.parent.mkdir(parents=True)
    place.write_bytes(b"another jar")
    monkeypatch.setenv("DEFAULT_ARTIFACT_REPOSITORY", (tmp_path / "folder").as_uri())
    with pytest.raises(JobError, match="is another file: its SHA-256 is not ab902814"):
        fetch_deequ(LOG)
    assert list(home.iterdir()) == []


def test_a_folder_serves_as_a_repository(home, jar, monkeypatch, tmp_path):
    """Without a network, the address of a folder in Maven's layout is one, such as of ~/.m2/repository."""
    place = tmp_path / "folder" / PLACE
    place.parent.mkdir(parents=True)
    shutil.copyfile(jar, place)
    monkeypatch.setenv("DEFAULT_ARTIFACT_REPOSITORY", (tmp_path / "folder").as_uri())
    fetch_deequ(LOG)
    assert is_deequ(jar_place())


def test_the_jar_of_rules_is_fetched_from_a_place_of_its_own(dqdl, home, monkeypatch, tmp_path):
    """DQDL is another project's: its group and version are in its place."""
    place = tmp_path / "folder" / "software/amazon/glue/dqdl/1.0.0/dqdl-1.0.0.jar"
    place.parent.mkdir(parents=True)
    shutil.copyfile(dqdl, place)
    monkeypatch.setenv("DEFAULT_ARTIFACT_REPOSITORY", (tmp_path / "folder").as_uri())
    fetch(DQDL, LOG)
    assert dqdl_jar() == jar_place(DQDL)


def test_an_authority_that_nobody_trusts_is_refused(mirror):
    """A certificate of an unknown authority is the reason, and the sentence says which variable names one."""
    with pytest.raises(JobError, match=r"certificate verify failed.*\(SSL_CERT_FILE\)"):
        fetch_deequ(LOG)
    assert mirror.asked == []


@pytest.mark.parametrize("name", ["SSL_CERT_FILE", "PIP_CERT", "REQUESTS_CA_BUNDLE"])
def test_a_bundle_that_a_variable_names_is_trusted(mirror, monkeypatch, name):
    """OpenSSL's variable counts, and those of pip and requests."""
    monkeypatch.setenv(name, str(mirror.authority))
    fetch_deequ(LOG)
    assert is_deequ(jar_place())


def test_an_authority_in_the_local_folder_is_trusted(mirror, tmp_path):
    """A company's authority counts before the system's bundle is made anew; a file without one does no harm."""
    (tmp_path / "local").mkdir()
    (tmp_path / "local" / "absent.crt").write_text("no certificate")
    shutil.copyfile(mirror.authority, tmp_path / "local" / "company.crt")
    fetch_deequ(LOG)
    assert is_deequ(jar_place())


def test_bundles_that_are_not_there_leave_the_public_authorities(home, monkeypatch):
    """A Python whose OpenSSL finds nothing trusts what boto3 brings: more than a hundred authorities."""
    for name in AUTHORITIES:
        monkeypatch.setenv(name, "/absent")
    assert len(authorities.trusting_context().get_ca_certs()) > 100


def test_the_proxy_is_gone_through_with_name_and_password(mirror, monkeypatch):
    """HTTPS_PROXY leads to a repository whose name this machine cannot resolve."""
    monkeypatch.setenv("SSL_CERT_FILE", str(mirror.authority))
    monkeypatch.setenv("DEFAULT_ARTIFACT_REPOSITORY", mirror.hidden_address)
    with loopback.proxy() as proxy:
        monkeypatch.setenv("HTTPS_PROXY", f"http://me:SECRETKEY@127.0.0.1:{proxy.port}")
        fetch_deequ(LOG)
    assert proxy.asked == [f"me:SECRETKEY {HIDDEN}:{mirror.port}"]
    assert is_deequ(jar_place())


def test_hosts_of_no_proxy_are_reached_directly(mirror, monkeypatch):
    """NO_PROXY names the repository, so the proxy, which does not answer, is left alone."""
    monkeypatch.setenv("SSL_CERT_FILE", str(mirror.authority))
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    fetch_deequ(LOG)
    assert is_deequ(jar_place())


def test_a_download_that_fails_says_which_and_what_to_do(home, monkeypatch):
    """Behind a proxy that does not answer, the sentence names the jar, the reason and the place for it."""
    monkeypatch.delenv("DEFAULT_ARTIFACT_REPOSITORY", raising=False)
    monkeypatch.setenv("https_proxy", "http://127.0.0.1:9")
    with pytest.raises(JobError) as raised:
        fetch_deequ(LOG)
    said = str(raised.value)
    assert said.startswith("com.amazon.deequ:deequ:2.1.0-spark-3.5 could not be fetched from Maven Central: ")
    assert "Connection refused" in said
    assert str(home) in said


def test_a_repository_without_the_jar_is_told_from_maven_central(mirror, monkeypatch):
    """The sentence says whose answer it was, and what the answer was."""
    monkeypatch.setenv("SSL_CERT_FILE", str(mirror.authority))
    monkeypatch.setenv("DEFAULT_ARTIFACT_REPOSITORY", f"{mirror.address}absent")
    with pytest.raises(JobError, match="the repository that DEFAULT_ARTIFACT_REPOSITORY names: HTTP Error 404"):
        fetch_deequ(LOG)


@pytest.mark.parametrize(
    ("name", "address"),
    [
        ("DEFAULT_ARTIFACT_REPOSITORY", "https://me:SECRETKEY@127.0.0.1/maven2"),
        ("DEFAULT_ARTIFACT_REPOSITORY", "me/SECRETKEY"),
        ("https_proxy", "http://me@127.0.0.1:SECRETKEY"),
    ],
)
def test_an_address_that_is_none_is_not_repeated(mirror, monkeypatch, name, address):
    """What was meant for a password stays out of the sentence, wherever it stands."""
    monkeypatch.setenv(name, address)
    with pytest.raises(JobError, match="the address of the repository or of the proxy is none") as raised:
        fetch_deequ(LOG)
    assert "SECRET" not in str(raised.value)


def test_a_download_that_breaks_off_is_no_other_file(home, monkeypatch):
    """A connection that ends early is told as that, and not as a wrong SHA-256."""
    with loopback.breaking_off() as address:
        monkeypatch.setenv("DEFAULT_ARTIFACT_REPOSITORY", address)
        with pytest.raises(JobError, match=r"IncompleteRead\(4 bytes read, 96 more expected\)"):
            fetch_deequ(LOG)
