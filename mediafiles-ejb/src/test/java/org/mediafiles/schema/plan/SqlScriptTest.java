package org.mediafiles.schema.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.mediafiles.schema.version.VersionScripts;

class SqlScriptTest {
    private static List<String> split(String sql) {
        return SqlScript.split(sql).stream().map(SqlStatement::text).toList();
    }

    @Test
    void semicolonsInTextsNamesAndCommentsEndNothing() {
        assertEquals(List.of("SELECT 'a;''b;'", "SELECT \"a;\"\"b;\" -- c;\n FROM t", "SELECT /* a; /* b; */ c; */ 1"),
                split("SELECT 'a;''b;'; SELECT \"a;\"\"b;\" -- c;\n FROM t; SELECT /* a; /* b; */ c; */ 1"));
    }

    @Test
    void backslashEscapesOnlyInTextsThatSaySo() {
        assertEquals(List.of("SELECT E'a\\';b'", "SELECT 'a\\'", "SELECT e 'c;'"),
                split("SELECT E'a\\';b'; SELECT 'a\\'; SELECT e 'c;';"));
    }

    @Test
    void dollarQuotesAndTheirTagsHoldTogether() {
        assertEquals(List.of("DO $$ BEGIN; END; $$", "DO $a$ x; $$ y; $$ $a$", "SELECT a$1 FROM t", "SELECT $1"),
                split("DO $$ BEGIN; END; $$; DO $a$ x; $$ y; $$ $a$;SELECT a$1 FROM t;SELECT $1;"));
    }

    @Test
    void bodiesInStandardSqlHoldTogether() {
        String function = "CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT CASE WHEN true THEN 1 END; SELECT 2; END";
        assertEquals(List.of(function, "CREATE RULE r AS ON INSERT TO t DO (SELECT 1; SELECT 2)", "SELECT 3"),
                split(function + ";CREATE RULE r AS ON INSERT TO t DO (SELECT 1; SELECT 2);SELECT 3"));
    }

    @Test
    void commentsAheadAreNotTheStatements() {
        List<SqlStatement> statements = SqlScript
                .split("-- kind: expand;\n/* x; */\n\n  SELECT\n  -- why\n  1;\n-- end;\n;");
        assertEquals(1, statements.size());
        assertEquals(4, statements.get(0).line());
        assertEquals("SELECT 1", statements.get(0).summary());
    }

    @Test
    void whatIsBuiltConcurrentlyIsKnown() {
        assertTrue(new SqlStatement(1, "CREATE UNIQUE INDEX\n CONCURRENTLY IF NOT EXISTS a ON b (c)").isConcurrent());
        assertTrue(new SqlStatement(1, "drop index concurrently a").isConcurrent());
        assertFalse(new SqlStatement(1, "CREATE INDEX a ON b (concurrently)").isConcurrent());
        assertFalse(new SqlStatement(1, "DO $$ BEGIN EXECUTE 'DROP INDEX CONCURRENTLY a'; END $$").isConcurrent());
    }

    @Test
    void ourVersionsComeApart() {
        assertEquals(7, SqlScript.split(VersionScripts.ours().find(6).orElseThrow().sql()).size());
        assertEquals(6, SqlScript.split(VersionScripts.ours().find(7).orElseThrow().sql()).size());
        assertEquals(2,
                SqlScript.split(VersionScripts.ours().find(7).orElseThrow().undoPrepare().orElseThrow()).size());
    }
}
