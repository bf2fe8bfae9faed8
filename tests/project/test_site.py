"""The documentation as a site: every page is in it, its links lead somewhere, and it fetches nothing from anywhere else."""

import functools
import http.server
import re
import runpy
import shutil
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
MKDOCS = ROOT / ".venv" / "docs" / "bin" / "mkdocs"
SETTINGS = (ROOT / "website" / "mkdocs.yml").read_text()
MOVED = runpy.run_path(str(ROOT / "website" / "pages.py"))["_moved"]
CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)


def test_every_page_is_in_the_navigation() -> None:
    """Those of docs/ and of the root, once each."""
    named = re.findall(r"^ +- (?:[^:\n]+: )?([\w]+\.md)$", SETTINGS, flags=re.MULTILINE)
    pages = {path.name for path in (ROOT / "docs").glob("*.md")}
    assert sorted(named) == sorted(
        {*pages, "index.md", "contributing.md", "security.md", "changelog.md", "measuring.md"}
    )


def test_links_lead_to_where_the_site_has_what_they_name() -> None:
    """Pages to pages, and files of the repository to copies; code and other sites stay."""
    text = "[a](docs/s3.md#x) [b](NOTICE) [c](https://d.e/f) [g](#h)\n```sh\n[i](docs/j.md)\n```\n"
    assert MOVED("README.md", text) == text.replace("(docs/s3.md", "(s3.md").replace("(NOTICE", "(files/NOTICE")
    page = "[a](../README.md#x) [b](s3.md) [c](../examples/d.ipynb)"
    assert MOVED("docs/e.md", page) == "[a](index.md#x) [b](s3.md) [c](files/examples/d.ipynb)"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the site, in which whatever is doubtful is an error."""
    if not MKDOCS.exists():
        pytest.skip("MkDocs is not in .venv/docs: make test-slow installs it")
    folder = tmp_path_factory.mktemp("site")
    words = [MKDOCS, "build", "--strict", "-f", ROOT / "website" / "mkdocs.yml", "-d", folder]
    done = subprocess.run(words, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return folder


@pytest.fixture(scope="module")
def served(site: Path) -> Iterator[str]:
    """Give the address at which the site is served."""
    handler = functools.partial(_Quiet, directory=str(site))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name of the base class
        pass


@pytest.mark.slow
def test_nothing_is_loaded_from_elsewhere(site: Path) -> None:
    """No font, no script, no picture of another host: the site reads behind any firewall."""
    for page in site.rglob("*.html"):
        loaded = re.findall(
            r"<(?:link|script|img|iframe)\b[^>]*?(?:href|src)=\"?(?:https?:)?//[^\" >]*", page.read_text()
        )
        assert loaded == [], page.name


@pytest.mark.slow
@pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium on the PATH")
def test_a_browser_finds_a_setting_by_searching(served: str) -> None:
    """Nothing is asked of another host meanwhile, and no script fails."""
    playwright = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed")
    asked: list[str] = []
    failed: list[str] = []
    with (
        playwright.sync_playwright() as started,
        started.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"]) as browser,
    ):
        page = browser.new_page(viewport={"width": 1280, "height": 900})
        page.on("request", lambda request: asked.append(request.url))
        page.on("pageerror", lambda error: failed.append(str(error)))
        page.goto(f"{served}/index.html")
        # The search listens to keys, and a text that is filled in at once comes without one.
        page.locator("input.md-search__input").press_sequentially("exclude_features_attribute")
        page.locator(".md-search-result__item").first.wait_for()
        found = page.locator(".md-search-result__link").first.get_attribute("href")
    assert "settings.html" in (found or "")
    assert [url for url in asked if not url.startswith((served, "data:", "blob:"))] == []
    assert failed == []
