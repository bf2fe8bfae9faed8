"""Documents of DQDL, parsed by the language's own parser: each rule as it is written, where it stands, and as Deequ takes it."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pyspark.sql import SparkSession

from engine.deequ.scala_values import members_of
from engine.documents.rule_texts import RuleText
from engine.errors import DocumentError
from engine.spark.jvm.artifacts import dqdl_jar
from engine.spark.jvm.doorway import JavaObject, JVMView, class_finder, java_class, jvm_of
from engine.spark.jvm.said import JVM_ERRORS, said
from engine.wording import quoted

_PLACE = re.compile(r"line (\d+):(\d+) ")
_HEAD = "Parsing Error: "
_SHOWN = 30


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule as the user has written it, where (`place`, for a sentence), and as Deequ's own object `parsed`."""

    text: str
    place: str
    parsed: JavaObject


def parse(spark: SparkSession, texts: Sequence[RuleText]) -> tuple[Rule, ...]:
    """Return the rules of all *texts*, in order. Raises DocumentError for one that is no document of rules alone.

    Raises JobError where set-up has not fetched the language.
    """
    if not texts:
        return ()
    dqdl_jar()
    jvm = jvm_of(spark)
    _load_quietly(jvm)
    return tuple(rule for text in texts for rule in _rules_of(jvm, text))


def _load_quietly(jvm: JVMView) -> None:
    """Load the parser, whose classes print that they were made with an older ANTLR than Spark's; it reads them all the same."""
    system = jvm.java.lang.System
    error = system.err
    system.setErr(jvm.java.io.PrintStream(jvm.java.io.OutputStream.nullOutputStream()))
    try:
        for name in ("Lexer", "Parser"):
            class_finder(jvm)(f"software.amazon.glue.dqdl.DataQualityDefinitionLanguage{name}")
    finally:
        system.setErr(error)


def _rules_of(jvm: JVMView, text: RuleText) -> Iterator[Rule]:
    # The language knows neither carriage returns nor a comment at the end of a file.
    document = text.text.replace("\r\n", "\n").replace("\r", "\n") + "\n"
    parsed, wrong = _parsed(jvm, document)
    if wrong is not None:
        _refuse_syntax(text, document, wrong)
    elif parsed is not None and not parsed.getAnalyzers().isEmpty():
        raise DocumentError(
            f"{text.source}: expected rules alone, found the section Analyzers, which asks for metrics and judges nothing; "
            f"take it out",
            code="rules-with-analyzers",
        )
    sections = _tree(jvm, document).rulesOrAnalyzers().rules()
    written = None if sections is None else sections.dqRules()
    if written is None:
        raise DocumentError(
            f"{text.source}: expected rules, found none; write them as Rules = [ ... ], with commas between",
            code="rules-empty",
        )
    before = document[: sections.getStart().getStartIndex()]
    for node in members_of(written.topLevelRule()):
        yield _rule(jvm, text, document, before, node)


def _parsed(jvm: JVMView, document: str) -> tuple[JavaObject | None, str | None]:
    """Return what the language's parser makes of *document*, or what it has against it."""
    try:
        return java_class(jvm, "software.amazon.glue.dqdl.parser.DQDLParser")().parse(document), None
    except JVM_ERRORS as error:
        return None, said(error)


def _refuse_syntax(text: RuleText, document: str, wrong: str) -> None:
    """Raise DocumentError where the parser's complaint has a place; others are about one rule, which is found later."""
    found = _PLACE.search(wrong)
    if found is None:
        return
    line, column = int(found[1]), int(found[2])
    rest = document.split("\n")[line - 1][column:]
    raise DocumentError(
        f"{_place(text, line, column)}: expected rules in DQDL, found what is none at "
        f"{quoted(rest[:_SHOWN]) if rest.strip() else 'the end of the line'}; mend it there or just before",
        code="rules-not-dqdl",
    )


def _tree(jvm: JVMView, document: str) -> JavaObject:
    """Return the tree of a *document* that is well formed; it alone knows where things stand."""
    language, runtime = jvm.software.amazon.glue.dqdl, jvm.org.antlr.v4.runtime
    lexer = language.DataQualityDefinitionLanguageLexer(runtime.CharStreams.fromString(document))
    lexer.removeErrorListeners()
    parser = language.DataQualityDefinitionLanguageParser(runtime.CommonTokenStream(lexer))
    parser.removeErrorListeners()
    return parser.document()


def _rule(jvm: JVMView, text: RuleText, document: str, before: str, node: JavaObject) -> Rule:
    """Return the rule at *node*; what stands *before* the rules may name values that it uses."""
    start = node.getStart()
    written = document[start.getStartIndex() : node.getStop().getStopIndex() + 1]
    place = _place(text, start.getLine(), start.getCharPositionInLine())
    parsed, wrong = _parsed(jvm, f"{before}Rules = [ {written}\n]\n")
    if parsed is None:
        raise DocumentError(
            f"{place}: expected a rule of DQDL, found one that the language does not have: "
            f"{quoted(written)} ({str(wrong).removeprefix(_HEAD)}); mend the rule",
            code="rule-not-dqdl",
        )
    return Rule(written, place, parsed.getRules().get(0))


def _place(text: RuleText, line: int, column: int) -> str:
    """Return a place as editors count, both from 1."""
    return f"{text.source}: line {max(1, line - text.lines_before)}, column {column + 1}"
