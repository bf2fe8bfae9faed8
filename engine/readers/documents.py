"""Documents of a run that lie among the data: they are no data."""

import json
import re
from collections.abc import Callable, Iterable, Mapping

from engine.documents.folder import CONSTRAINTS, REPORT, SEGMENTS, STATISTICS, SUGGESTIONS, VIOLATIONS
from engine.documents.model_quality.constraints import CONSTRAINTS as QUALITY_CONSTRAINTS
from engine.documents.model_quality.statistics import METRICS

HEAD_BYTES = 4096
"""So many bytes of a file show whether it may be a document."""

_BEGIN = re.compile(rb'(\xef\xbb\xbf)?\s*\{\s*"(version|dataset|features|monitoring_config|violations)"\s*:')


_PAGE = re.compile(rb'<!doctype html>[^?]{0,200}?<meta name="generator" content="model-monitor-engine')
"""How report.html begins."""


def may_be_document(head: bytes) -> bool:
    """Whether a file that begins with *head* may be a document of a run."""
    return _BEGIN.match(head) is not None or _PAGE.match(head) is not None


def is_document(name: str, content: bytes) -> bool:
    """Whether a file called *name* is a document of a run, of this engine's or of the official container's.

    Its name and what is in it must both say so: a user's own file that has only the name is data.
    """
    if name == REPORT:
        return _PAGE.match(content) is not None
    try:
        found = json.loads(content.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        return False
    return isinstance(found, dict) and name in _DOCUMENTS and _DOCUMENTS[name](found)


def _all_have(key: str, items: object) -> bool:
    return isinstance(items, list) and all(isinstance(item, dict) and key in item for item in items)


def _is_statistics(found: Mapping[str, object]) -> bool:
    if "version" not in found or not isinstance(found.get("dataset"), dict):
        return False
    return _has_one_of(METRICS.values(), found) or _all_have("name", found.get("features"))


def _is_constraints(found: Mapping[str, object]) -> bool:
    if "version" not in found:
        return False
    return _has_one_of(QUALITY_CONSTRAINTS.values(), found) or _all_have("name", found.get("features"))


def _is_segments(found: Mapping[str, object]) -> bool:
    return "version" in found and _all_have("segment", found.get("segments"))


def _has_one_of(keys: Iterable[str], found: Mapping[str, object]) -> bool:
    return any(isinstance(found.get(key), dict) for key in keys)


def _is_violations(found: Mapping[str, object]) -> bool:
    return _all_have("constraint_check_type", found.get("violations"))


def _is_suggestions(found: Mapping[str, object]) -> bool:
    return "version" in found and _all_have("suggestions", found.get("features"))


_DOCUMENTS: Mapping[str, Callable[[Mapping[str, object]], bool]] = {
    STATISTICS: _is_statistics,
    CONSTRAINTS: _is_constraints,
    VIOLATIONS: _is_violations,
    SUGGESTIONS: _is_suggestions,
    SEGMENTS: _is_segments,
}
