"""From the page's values to its markup: templates with autoescape, and a policy that lets nothing else in."""

import base64
import hashlib
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from engine.page.view import Page

_TEMPLATES = Path(__file__).parent / "templates"


def render(page: Page) -> str:
    """Return *page* as one file of HTML that needs nothing else; the same page gives the same text."""
    style, script = _source("page.css"), _source("page.js")
    return (
        templates_in(_TEMPLATES)
        .get_template("page.html")
        .render(page=page, style=Markup(style), script=Markup(script), policy=_policy(style, script))  # noqa: S704 - ours
    )


@cache
def templates_in(folder: Path) -> Environment:
    """Return the templates of HTML in *folder*: what they are given is text, and what they ask for has to be there."""
    return Environment(
        loader=FileSystemLoader(folder),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


@cache
def _source(name: str) -> str:
    return (_TEMPLATES / name).read_text(encoding="utf-8")


def _policy(style: str, script: str) -> str:
    """Return the content security policy under which only this style and this script work, and nothing is fetched."""
    return f"default-src 'none'; style-src '{_hash(style)}'; script-src '{_hash(script)}'; base-uri 'none'; form-action 'none'"


def _hash(text: str) -> str:
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"
