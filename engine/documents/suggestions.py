"""suggestions.json: constraints that Deequ's rules suggest for the data of a baseline, for a person to choose from."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

VERSION = 0.0


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One constraint for one feature.

    `rule` is the name of Deequ's rule and `rule_description` why it suggests something, `current_value` what it has seen,
    `description` what it suggests. `pydeequ` is a call on a PyDeequ `Check` and `dqdl` a rule of Glue's Data Quality
    Definition Language: None where neither can say it of a column of that name or of such values.
    """

    feature: str
    rule: str
    rule_description: str
    current_value: str
    description: str
    pydeequ: str | None
    dqdl: str | None

    def to_json(self) -> dict[str, object]:
        members = {
            "rule": self.rule,
            "rule_description": self.rule_description,
            "current_value": self.current_value,
            "description": self.description,
            "pydeequ": self.pydeequ,
            "dqdl": self.dqdl,
        }
        return {name: value for name, value in members.items() if value is not None}


@dataclass(frozen=True, slots=True)
class Suggestions:
    """The whole document: the features for which there are some, in the dataset's order."""

    suggestions: Sequence[Suggestion]

    def to_json(self) -> dict[str, object]:
        features = [
            {"name": name, "suggestions": [each.to_json() for each in of_feature]}
            for name, of_feature in groupby(self.suggestions, key=lambda each: each.feature)
        ]
        return {"version": VERSION, "features": features}
