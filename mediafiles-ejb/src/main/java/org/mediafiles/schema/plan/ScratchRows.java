package org.mediafiles.schema.plan;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.mediafiles.schema.plan.Relations.Relation;
import org.mediafiles.schema.version.Sql;

/**
 * Invented rows for every table, so that a statement that reads or writes a whole table can be told from one that does not.
 * {@code db/locks/rows.sql} holds one {@code INSERT INTO} for each table, in the order of their keys.
 */
final class ScratchRows {
    private static final String RESOURCE = "/db/locks/rows.sql";
    private static final Pattern TARGET = Pattern.compile("^INSERT INTO ([a-z_.0-9]+)", Pattern.CASE_INSENSITIVE);
    /** V0 writes it itself, and U0 reads it. */
    private static final Set<String> FILLED_BY_VERSIONS = Set.of("mediafiles_ops.shared_table");

    private ScratchRows() {}

    /** Fills every table that stands and is empty, where a row for it is known. */
    static void fill(Connection scratch) throws SQLException {
        for (SqlStatement insert : SqlScript.split(text())) {
            Matcher target = TARGET.matcher(insert.text());
            if (!target.find()) {
                throw new IllegalStateException(RESOURCE + " line " + insert.line() + ": only INSERT INTO stands here");
            }
            if (Sql.flag(scratch, "SELECT to_regclass('" + target.group(1) + "') IS NOT NULL")
                    && isEmpty(scratch, target.group(1))) {
                Sql.run(scratch, insert.text());
            }
        }
        // The planner then chooses by what is there, not by when autovacuum came by.
        Sql.run(scratch, "ANALYZE");
    }

    /** @return tables that stand without a row, sorted: for them a whole reading cannot be seen */
    static List<String> emptyTables(Connection scratch) throws SQLException {
        List<String> empty = new ArrayList<>();
        for (Relation table : Relations.read(scratch).tables()) {
            if (!FILLED_BY_VERSIONS.contains(table.name()) && isEmpty(scratch, table.name())) {
                empty.add(table.name());
            }
        }
        return empty;
    }

    /** Takes the rows of the tables that V0 made, without which U0 does nothing. */
    static void clearShared(Connection scratch) throws SQLException {
        Sql.run(scratch, "TRUNCATE public.events_event, public.patients_patient, public.accounts_eqmduser");
    }

    private static boolean isEmpty(Connection scratch, String table) throws SQLException {
        return Sql.flag(scratch, "SELECT NOT EXISTS (SELECT FROM " + table + ")");
    }

    private static String text() {
        try (InputStream in = ScratchRows.class.getResourceAsStream(RESOURCE)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
