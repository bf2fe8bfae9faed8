"""What set-up prepares, where it lies, and what is said where it is missing or cannot be had."""

import logging
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from engine.errors import JobError
from engine.spark import trust
from engine.spark.home import engine_home, jar_place, put, shared_classes
from engine.spark.jvm.java import JavaHome, find_java
from engine.spark.provision import class_archive, deequ_jar
from engine.spark.resolver import fetch_deequ
from engine.spark.trust import PASSWORD, trust_options

LOG = logging.getLogger(__name__)


@pytest.fixture
def jar() -> Path:
    """Give the Deequ jar of this machine; to be asked for before the empty home."""
    return deequ_jar()


@pytest.fixture
def home(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Give an engine's home that is empty."""
    folder = tmp_path / "home"
    folder.mkdir()
    monkeypatch.setenv("MODEL_MONITOR_HOME", str(folder))
    return folder


def test_without_the_jar_the_command_is_named(home):
    """Nothing is fetched at run time: the sentence says what to run."""
    with pytest.raises(JobError, match="run `model-monitor setup` once"):
        deequ_jar()


def test_a_damaged_jar_is_not_used(home):
    """A file that only has the jar's name is refused."""
    jar_place().write_bytes(b"half a jar")
    with pytest.raises(JobError, match="is not the jar of com"):
        deequ_jar()


def test_without_an_archive_java_gets_no_option(home):
    """A class-data archive is a convenience: without it a session starts, slower."""
    assert class_archive() is None
    assert shared_classes(find_java()) == ()


def test_another_java_has_another_archive(home):
    """An archive of Java 17.0.9 is not offered to Java 17.0.1."""
    (home / "spark-3.5.9-java-17.0.9.jsa").touch()
    assert shared_classes(JavaHome(home=Path("/jdk"), version="17.0.1")) == ()


def test_the_home_belongs_to_this_python(monkeypatch, tmp_path):
    """Without MODEL_MONITOR_HOME the home is in the environment that the engine is installed in."""
    monkeypatch.delenv("MODEL_MONITOR_HOME", raising=False)
    monkeypatch.setattr(sys, "prefix", str(tmp_path))
    assert engine_home() == tmp_path / "share" / "model-monitor"


def test_a_python_that_cannot_be_written_leaves_it_to_the_user(monkeypatch, tmp_path):
    """Where this Python's folder cannot be written the home is the user's."""
    monkeypatch.delenv("MODEL_MONITOR_HOME", raising=False)
    monkeypatch.setattr(sys, "prefix", "/proc/self")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    assert engine_home() == tmp_path / "model-monitor"


def test_a_file_is_put_whole(tmp_path):
    """Only the file itself is in the folder afterwards, nothing half-written beside it."""
    (tmp_path / "made").write_text("content")
    (tmp_path / "folder").mkdir()
    put(tmp_path / "made", tmp_path / "folder" / "kept")
    assert {path.name: path.read_text() for path in (tmp_path / "folder").iterdir()} == {"kept": "content"}


def test_workers_find_the_kernels_where_the_driver_keeps_them(home):
    """Before numba is imported, its cache is put in the home, for this process and those it starts."""
    asked = "from engine.spark import home; home.share_kernel_cache(); import numba; print(numba.config.CACHE_DIR)"
    environment = {name: value for name, value in os.environ.items() if name != "NUMBA_CACHE_DIR"}
    done = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, env=environment, check=True)
    assert Path(done.stdout.strip()).parent == home / "kernels"


def test_a_download_that_fails_says_which_and_what_to_do(home, monkeypatch):
    """Behind a proxy that does not answer, the sentence names the jar, the reason and the place for it."""
    monkeypatch.setenv("https_proxy", "http://127.0.0.1:9")
    with pytest.raises(JobError) as raised:
        fetch_deequ(find_java(), LOG)
    said = str(raised.value)
    assert said.startswith("com.amazon.deequ:deequ:2.1.0-spark-3.5 could not be fetched from Maven Central: ")
    assert "Connection refused" in said
    assert str(home) in said


@pytest.mark.slow
def test_a_second_set_up_changes_nothing(jar, home):
    """With the jar at hand, set-up needs no network; it makes the archive once and finds it the next time."""
    shutil.copyfile(jar, jar_place())
    set_up()
    first = {path: path.stat().st_mtime_ns for path in home.glob("*.*")}
    assert class_archive() in first
    set_up()
    assert {path: path.stat().st_mtime_ns for path in home.glob("*.*")} == first


def set_up() -> None:
    """Run set-up in a process of its own, which settles where kernels are kept for as long as it lives."""
    program = "import logging; from engine.spark.provision import provision; provision(logging.getLogger())"
    subprocess.run([sys.executable, "-c", program], check=True)


@pytest.fixture
def authority(tmp_path: Path) -> Path:
    """Give a new certificate authority as a file in PEM."""
    keytool, store, file = find_java().home / "bin" / "keytool", tmp_path / "keys", tmp_path / "authority.pem"
    common = ("-keystore", store, "-storepass", PASSWORD, "-alias", "a")
    made, written = ("-genkeypair", "-keyalg", "EC", "-dname", "CN=Test"), ("-exportcert", "-rfc", "-file", file)
    for words in (made, written):
        subprocess.run([keytool, *words, *common], capture_output=True, check=True)
    return file


def trusted(options: tuple[str, ...]) -> str:
    """Return all that keytool lists of the store that the JVM *options* name, the certificates in PEM."""
    store = options[0].removeprefix("-Djavax.net.ssl.trustStore=")
    listed = [find_java().home / "bin" / "keytool", "-list", "-rfc", "-keystore", store, "-storepass", PASSWORD]
    return subprocess.run(listed, capture_output=True, text=True, check=True).stdout


@pytest.fixture
def no_system_store(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> pytest.MonkeyPatch:
    """Give a machine without a Java trust store, without authorities and bundles of its own."""
    monkeypatch.setattr(trust, "SYSTEM_STORE", tmp_path / "absent")
    monkeypatch.setattr(trust, "LOCAL_AUTHORITIES", tmp_path / "local")
    for name in trust.BUNDLE_VARIABLES:
        monkeypatch.delenv(name, raising=False)
    return monkeypatch


def test_a_machine_without_authorities_of_its_own_needs_nothing(no_system_store, tmp_path):
    """Java's own trust store serves."""
    assert trust_options(find_java(), tmp_path) == ()


def test_the_store_of_the_system_serves_as_it_is(monkeypatch, tmp_path):
    """Where the system has a Java trust store it is named, and nothing is made."""
    (tmp_path / "system").touch()
    monkeypatch.setattr(trust, "SYSTEM_STORE", tmp_path / "system")
    assert f"-Djavax.net.ssl.trustStore={tmp_path / 'system'}" in trust_options(find_java(), tmp_path / "scratch")


def test_an_authority_of_the_machine_joins_a_copy(no_system_store, authority, tmp_path):
    """A file in the folder of local authorities is trusted besides Java's own."""
    (tmp_path / "local").mkdir()
    shutil.copy(authority, tmp_path / "local" / "company.crt")
    assert authority.read_text().splitlines()[1] in trusted(trust_options(find_java(), tmp_path))


def test_what_java_trusts_itself_stays_trusted(no_system_store, authority, tmp_path):
    """The store holds Java's own authorities and the one more."""
    no_system_store.setenv("SSL_CERT_FILE", str(authority))
    own = trusted((f"-Djavax.net.ssl.trustStore={find_java().home / 'lib' / 'security' / 'cacerts'}",))
    both = trusted(trust_options(find_java(), tmp_path))
    assert both.count("BEGIN CERTIFICATE") == own.count("BEGIN CERTIFICATE") + 1


def test_an_authority_of_a_bundle_joins_a_copy(no_system_store, authority, tmp_path):
    """Without such a folder the bundle that SSL_CERT_FILE names is taken."""
    no_system_store.setenv("SSL_CERT_FILE", str(authority))
    assert authority.read_text().splitlines()[1] in trusted(trust_options(find_java(), tmp_path))
