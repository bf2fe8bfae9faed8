"""SQL in rules: what it may read, and under which names."""

import pytest

from engine.deequ.dqdl.column_names import names_for
from engine.deequ.dqdl.sql import RefusedSqlError, SqlReader


@pytest.fixture
def sql(spark):
    """Give the reader of SQL over the columns id, x.y and 😀."""
    names = names_for(("id", "x.y", "😀"), words=())
    return SqlReader(spark, names, names)


@pytest.mark.parametrize(
    ("query", "read"),
    [
        ("select count(*) from primary", "select count(*) from primary"),
        ("select count(*) from Primary where id > 1", "select count(*) from Primary where id > 1"),
        (
            "select `x.y` from primary where `😀` = 'é' or p.id=1",
            "select renamed1 from primary where renamed2 = 'é' or p.id=1",
        ),
        ("select p.`x.y` as `x.y` from primary p", "select `p`.renamed1 as `x.y` from primary p"),
        (
            "select max(`x.y`) over (partition by id) from primary",
            "select max(renamed1) over (partition by id) from primary",
        ),
        (
            "with q as (select `x.y` from primary) select count(*) from q where `x.y` in (select `x.y` from primary)",
            "with q as (select renamed1 from primary) select count(*) from q where renamed1 in (select renamed1 from primary)",
        ),
        (
            "select id from primary group by id having count(*) > 1",
            "select id from primary group by id having count(*) > 1",
        ),
        ("select id from primary union all select 1", "select id from primary union all select 1"),
    ],
)
def test_a_query_of_the_data_gets_the_names_for_deequ(sql, query, read):
    """In every place of a query, and nowhere else: a name that the query gives itself stays."""
    assert sql.query(query) == read


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("select * from csv.`/etc/passwd`", "may read primary only, and names 'csv./etc/passwd'"),
        ("select * from parquet.`s3://bucket/key`", "may read primary only, and names 'parquet.s3://bucket/key'"),
        ("select * from other", "may read primary only, and names 'other'"),
        ("select * from spark_catalog.default.primary", "names 'spark_catalog.default.primary'"),
        ("table other", "names 'other'"),
        ("select (select max(value) from text.`/etc/passwd`) from primary", "names 'text./etc/passwd'"),
        ("select 1 from primary where exists (select 1 from other)", "names 'other'"),
        ("with q as (select * from other) select 1 from q", "names 'other'"),
        ("select * from (with x as (select 1) select * from x) join x", "names 'x'"),
        ("with primary as (select * from other) select count(*) from primary", "names 'other'"),
        ("select * from identifier('other')", "is or holds PlanWithUnresolvedIdentifier"),
        ("select id from primary union select id from other", "names 'other'"),
        ("select * from range(1000000000000)", "is or holds UnresolvedTableValuedFunction"),
        ("select transform(id) using 'cat /etc/passwd' as (b) from primary", "is or holds ScriptTransformation"),
        ("insert into t select id from primary", "is or holds InsertIntoStatement"),
        ("insert overwrite directory '/tmp/x' using csv select id from primary", "is or holds InsertIntoDir"),
        ("create table t as select 1", "is or holds CreateTableAsSelect"),
        ("create temporary view primary as select 1", "is or holds CreateViewCommand"),
        ("drop table t", "is or holds DropTable"),
        ("set spark.sql.ansi.enabled=true", "is or holds SetCommand"),
        ("add jar '/tmp/x.jar'", "is or holds AddJarsCommand"),
        ("create function f as 'x.Y' using jar '/tmp/x.jar'", "is or holds CreateFunction"),
        ("show tables", "is or holds ShowTables"),
        ("cache table primary", "is or holds CacheTable"),
        ("select reflect('java.lang.System', 'exit', 1) from primary", "may not call 'reflect'"),
        ("select java_method('java.lang.System', 'getenv', 'HOME') from primary", "may not call 'java_method'"),
        ("select Reflect('a', 'b') from primary", "may not call 'Reflect'"),
        ("select identifier('reflect')('a', 'b') from primary", "may not put together a name with IDENTIFIER"),
        ("select xpath('<a/>', 'a') from primary", "may not call 'xpath'"),
        ("select db.f(id) from primary", "may not call 'db.f'"),
        ("selec 1", "is not what Spark understands"),
    ],
)
def test_whatever_reaches_out_of_the_data_is_refused(sql, query, sentence):
    """Files, other tables and catalogues, scripts, methods of Java's, and everything that writes or sets."""
    with pytest.raises(RefusedSqlError) as raised:
        sql.query(query)
    assert sentence in str(raised.value)


@pytest.mark.parametrize(
    ("condition", "sentence"),
    [
        ("(select count(*) from csv.`/etc/passwd`) > 1", "names 'csv./etc/passwd'"),
        ("id in (select id from other)", "names 'other'"),
        ("reflect('java.lang.System', 'getenv', 'HOME') = 'x'", "may not call 'reflect'"),
        ("id >", "is not what Spark understands"),
    ],
)
def test_a_condition_reads_no_more_than_a_query(sql, condition, sentence):
    """What stands behind `where` is SQL as well."""
    with pytest.raises(RefusedSqlError) as raised:
        sql.condition(condition)
    assert sentence in str(raised.value)


def test_a_condition_gets_the_names_for_deequ(sql):
    """As a query does."""
    assert sql.condition("`x.y` > 3 and id = 1") == "renamed1 > 3 and id = 1"
