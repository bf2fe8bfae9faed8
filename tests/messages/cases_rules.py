"""What may be wrong with the user's own rules."""

import json

from messages.case import BASELINE, COMMAND_LINE, Case

_WORDS = ("baseline", "{folder}/data", "-o", "{folder}/out", "--rules", "{folder}/rules.dqdl")


def _rules(code: str, wrong: str, says: str, text: str | None) -> Case:
    """A file of rules, as both doors take it; None for none."""
    files = {} if text is None else {"rules.dqdl": text}
    return Case(
        code=code,
        wrong=wrong,
        says=f"<path>/rules.dqdl: {says}",
        files=files,
        settings={"rules_path": "{folder}/rules.dqdl"},
        words=_WORDS,
    )


CASES = (
    _rules(
        "document-not-found",
        "The file of rules is not there",
        "expected a document, found no file; name a file of rules in DQDL",
        None,
    ),
    _rules(
        "rules-not-dqdl",
        "The rules are not in the language of rules",
        "line 2, column 20: expected rules in DQDL, found what is none at <the text there>; mend it there or just before",
        'Rules = [\n  IsComplete "id" >> 3\n]\n',
    ),
    _rules(
        "rule-not-dqdl",
        "A rule is of no type that the language has",
        "line 2, column 3: expected a rule of DQDL, found one that the language does not have: <the rule> (<reason of the "
        "language's parser>); mend the rule",
        'Rules = [\n  IsComplte "id"\n]\n',
    ),
    _rules(
        "rules-empty",
        "There is no rule",
        "expected rules, found none; write them as Rules = [ ... ], with commas between",
        "Rules = []\n",
    ),
    _rules(
        "rules-with-analyzers",
        "The rules have a section of analyzers",
        "expected rules alone, found the section Analyzers, which asks for metrics and judges nothing; take it out",
        "Rules = [ RowCount > 0 ]\nAnalyzers = [ RowCount ]\n",
    ),
    Case(
        code="reference-invalid",
        wrong="A further dataset has no name",
        says="--reference '<word>' is expected to be NAME=PATH, with a name of letters, digits and underscores that no other "
        "has, and is not primary, which is the run's own data",
        words=(*_WORDS, "--reference", "{folder}/data"),
        doors=(COMMAND_LINE,),
    ),
    Case(
        code="reference-without-records",
        wrong="A further dataset has no record",
        says="<path>: the dataset that rules call yesterday has no record; check the path and the format",
        files={"rules.dqdl": "Rules = [ RowCount > 0 ]", "none.csv": "id,city\n"},
        words=(*_WORDS, "--reference", "yesterday={folder}/none.csv"),
        doors=(COMMAND_LINE,),
    ),
    Case(
        code="rule-not-dqdl",
        wrong="A rule in the constraints is of no type that the language has",
        says="<path>/constraints.json: monitoring_config.rules[1]: line 1, column 1: expected a rule of DQDL, found one that the "
        "language does not have: <the rule> (<reason of the language's parser>); mend the rule",
        files={
            "baseline/constraints.json": json.dumps(
                {
                    "version": 0.0,
                    "features": [
                        {"name": "id", "inferred_type": "Integral"},
                        {"name": "city", "inferred_type": "String"},
                    ],
                    "monitoring_config": {"rules": ["RowCount > 0", "RowCont > 0"]},
                }
            )
        },
        settings=BASELINE,
    ),
)
