"""Links between the pages of the documentation lead somewhere."""

from pathlib import Path

import pytest
from pages.links import PAGES, ROOT, anchors_of, links_of


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_each_link_leads_to_a_file_and_a_place_in_it(page: Path) -> None:
    """To one of this repository, at an anchor that it has."""
    for target in links_of(page):
        path, _, anchor = target.partition("#")
        file = (page.parent / path).resolve() if path else page
        assert file.exists(), f"{target} leads to no file"
        assert file.is_relative_to(ROOT), f"{target} leads out of the repository"
        assert not anchor or anchor in anchors_of(file), f"{target} leads to no heading of its page"


def test_each_page_of_docs_can_be_reached() -> None:
    """From the README, over the links of pages."""
    seen, ahead = set(), [ROOT / "README.md"]
    while ahead:
        page = ahead.pop()
        if page not in seen and page.suffix == ".md":
            seen.add(page)
            ahead += [
                (page.parent / target.partition("#")[0]).resolve() for target in links_of(page) if target[0] != "#"
            ]
    assert {page for page in PAGES if page.parent == ROOT / "docs"} <= seen


def test_links_are_found_in_prose_alone(tmp_path: Path) -> None:
    """Not in code; and headings have the anchors that GitHub gives them."""
    page = tmp_path / "page.md"
    page.write_text(
        "# A `b_c`: *d*?\n## Twice\n## Twice\n[x](y.md#z) ![p](q.svg) [s](https://t)\n```sh\n[no](no.md)\n```\n"
    )
    assert list(links_of(page)) == ["y.md#z", "q.svg"]
    assert {"a-b_c-d", "twice", "twice-1"} <= anchors_of(page)
