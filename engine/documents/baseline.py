"""The documents of a baseline, together: what was promised, what was seen, and how it is to be judged."""

import logging
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import TypeVar

from engine.documents import folder
from engine.documents.data_quality.constraints import Constraints, FeatureConstraints
from engine.documents.data_quality.monitoring import MonitoringConfig
from engine.documents.data_quality.statistics import FeatureStatistics, Statistics
from engine.documents.json import codec
from engine.documents.json.packed import pack_sketch
from engine.documents.json.unknown import unknown_keys
from engine.errors import DocumentError, JobError
from engine.job.definition import BaselinePaths
from engine.job.quality import MODEL_QUALITY
from engine.wording import MOST_LISTED, foreign, listed

_log = logging.getLogger(__name__)

_HALF = re.compile("[\ud800-\udfff]")

_OF_STORES = ("bucket-", "store-")
"""How the codes of a store's refusals begin, whose sentences say what to do; the document may be as it should."""

_OF_A_MODEL = " of a model-quality job (it has "
"""How a refusal says that the document is as it should be, for a run of another analysis."""

_BOOLEANS = {"True": ("True", "False"), "TRUE": ("TRUE", "FALSE")}
"""How tables spell true and false, otherwise than JSON."""

Document = TypeVar("Document", Constraints, Statistics)


@dataclass(frozen=True, slots=True)
class Baseline:
    """One of the documents may be absent. Features in `excluded` keep their place, neither counted nor checked."""

    constraints: Constraints | None
    statistics: Statistics | None
    excluded: frozenset[str] = frozenset()
    _promised: Mapping[str, FeatureConstraints] = field(init=False, repr=False, compare=False)
    _seen: Mapping[str, FeatureStatistics] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        # By name once, for there may be thousands of features.
        for name, document in (("_promised", self.constraints), ("_seen", self.statistics)):
            features = () if document is None else document.features
            object.__setattr__(self, name, {feature.name: feature for feature in features})

    def without(self, excluded: tuple[str, ...]) -> "Baseline":
        """Return this baseline with the features named *excluded* left out."""
        return replace(self, excluded=frozenset(excluded))

    @property
    def all_names(self) -> tuple[str, ...]:
        """The features in the order of the baseline's columns, those excluded among them."""
        return tuple(self._seen if self.constraints is None else self._promised)

    @property
    def names(self) -> tuple[str, ...]:
        """The features that are compared, in the order of the baseline's columns."""
        return tuple(name for name in self.all_names if name not in self.excluded)

    def constraints_of(self, feature: str) -> FeatureConstraints | None:
        """Return what is promised of *feature*, None where nothing is."""
        return self._promised.get(feature)

    def statistics_of(self, feature: str) -> FeatureStatistics | None:
        """Return what was seen of *feature*, None where nothing was."""
        return self._seen.get(feature)

    def type_of(self, feature: str) -> str | None:
        """Return the inferred type of *feature*, None where neither document has it."""
        known = self.constraints_of(feature) or self.statistics_of(feature)
        return None if known is None else known.inferred_type

    def config_of(self, feature: str, *, categorical_drift_method: str | None) -> MonitoringConfig:
        """Return the settings that hold for *feature*; *categorical_drift_method* wins where it is given."""
        general = MonitoringConfig() if self.constraints is None else self.constraints.monitoring
        own = self.constraints_of(feature)
        config = general if own is None else own.monitoring(general)
        if categorical_drift_method is None:
            return config
        distribution = replace(config.distribution, categorical_drift_method=categorical_drift_method)
        return replace(config, distribution=distribution)

    def spelled_true(self) -> dict[str, str]:
        """Return how features spell true, by name: "True" or "TRUE"; those that have it as JSON has are left out."""
        spelled = {name: _spelled_true(self._values(name)) for name in self.all_names}
        return {name: word for name, word in spelled.items() if word is not None}

    def _values(self, feature: str) -> frozenset[str]:
        """Return the values of *feature* that the documents name."""
        promised, seen = self.constraints_of(feature), self.statistics_of(feature)
        domain = () if promised is None else promised.domains or ()
        categories = () if seen is None or seen.string is None else seen.string.categories or ()
        return frozenset((*domain, *(category.value for category in categories)))

    def domains(self, pairs: Iterable[tuple[str, str]]) -> dict[str, frozenset[str]]:
        """Return the known values of columns that have some, by the columns' names; *pairs* are (column, feature)."""
        own = {name: self.constraints_of(feature) for name, feature in pairs}
        return {name: frozenset(c.domains) for name, c in own.items() if c is not None and c.domains is not None}


def _spelled_true(values: frozenset[str]) -> str | None:
    spelled = (word for word, both in _BOOLEANS.items() if not values.isdisjoint(both))
    return None if not values.isdisjoint(("true", "false")) else next(spelled, None)


def documents_in(name: str) -> BaselinePaths:
    """Return where the documents of the baseline in the folder *name* are; JobError where there is none."""
    place = folder.folder_at(name)
    present = {
        document: folder.document_in(name, document)
        for document in (folder.STATISTICS, folder.CONSTRAINTS)
        if place.has(document)
    }
    if not present:
        raise JobError(
            f"{name}: neither {folder.STATISTICS} nor {folder.CONSTRAINTS} is there; name the output folder of a baseline run",
            code="baseline-not-found",
        )
    return BaselinePaths(present.get(folder.STATISTICS), present.get(folder.CONSTRAINTS))


def read_baseline(paths: BaselinePaths) -> Baseline:
    """Read the documents at *paths*; raises DocumentError where one is not what it should be."""
    constraints = None if paths.constraints is None else _read(Constraints, paths.constraints)
    statistics = None if paths.statistics is None else _read(Statistics, paths.statistics)
    if constraints is None:
        _log.info("No constraints were given: only drift is checked, with the default thresholds")
    if statistics is None:
        _log.info("No baseline statistics were given: drift is not checked")
    return Baseline(constraints, statistics)


def _read(document: type[Document], path: str) -> Document:
    try:
        read = document.from_json(codec.loads(folder.read(path), source=path, packing=pack_sketch), source=path)
    except DocumentError as error:
        if error.code.startswith(_OF_STORES):
            raise
        raise DocumentError(
            f"{error}; {_advice(error)}, or name the {document.__name__.lower()} of a baseline run", code=error.code
        ) from error
    repeated = [name for name, times in Counter(feature.name for feature in read.features).items() if times > 1]
    if repeated:
        found = f"found {len(repeated)} repeated; keep one entry of each"
        raise DocumentError(f"{path}: features: expected each name once, {found}", code="feature-repeated")
    _refuse_half_characters(path, read)
    _tell_unknown(path, unknown_keys(read, most=MOST_LISTED + 1))
    return read


def _advice(error: DocumentError) -> str:
    if error.code == "document-not-found":
        return "bring it back"
    if error.code == "document-of-another-kind" and _OF_A_MODEL in str(error):
        return f"give it to a run with analysis_type={MODEL_QUALITY} (--analysis-type {MODEL_QUALITY})"
    return "mend it"


def _refuse_half_characters(path: str, read: Document) -> None:
    """Raise DocumentError for a name that no data can have, and no column either: columns without names take these."""
    for place, feature in enumerate(read.features):
        if _HALF.search(feature.name):
            raise DocumentError(
                f"{path}: features[{place}].name: expected whole characters, found half of a surrogate pair; mend the name",
                code="feature-name-not-text",
            )


def _tell_unknown(path: str, keys: tuple[str, ...]) -> None:
    """Name what was kept aside, for it may be a setting that somebody misspelled; one line a document."""
    if keys:
        more = ", and more" if len(keys) > MOST_LISTED else ""
        _log.warning("%s: unknown keys have no effect: %s%s", foreign(path), listed(keys[:MOST_LISTED]), more)
