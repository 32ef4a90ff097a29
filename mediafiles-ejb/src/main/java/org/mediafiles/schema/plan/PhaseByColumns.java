package org.mediafiles.schema.plan;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.mediafiles.schema.version.ClinicalTables;
import org.mediafiles.schema.version.Sql;

/**
 * Tells the phase by the columns of the five tables and the names of the indexes. Adopting looks closer, at constraints and
 * definitions; printing those opens the tables, which a plan does not.
 */
final class PhaseByColumns implements PhaseRecognition {
    private static final String REFERENCE = "/db/reference/django.txt";
    private static final int LAST_PHASE = 6;
    private static final String TABLES = """
                                         SELECT relation.relname FROM pg_catalog.pg_class relation
                                         JOIN pg_catalog.pg_namespace namespace ON namespace.oid = relation.relnamespace
                                         WHERE namespace.nspname = 'public' AND relation.relkind IN ('r', 'p')
                                         """;
    private static final String FACTS = """
                                        WITH mine AS (
                                            SELECT relation.* FROM pg_catalog.pg_class relation
                                            JOIN pg_catalog.pg_namespace namespace ON namespace.oid = relation.relnamespace
                                            WHERE namespace.nspname = 'public' AND relation.relname IN ('%s'))
                                        SELECT relname || ' column ' || attname || ' ' || pg_catalog.format_type(atttypid, atttypmod)
                                            || CASE WHEN attnotnull THEN ' not null' ELSE '' END
                                        FROM mine JOIN pg_catalog.pg_attribute ON attrelid = mine.oid AND attnum > 0 AND NOT attisdropped
                                        UNION ALL
                                        SELECT mine.relname || ' index ' || index_class.relname
                                        FROM mine JOIN pg_catalog.pg_index ON indrelid = mine.oid
                                        JOIN pg_catalog.pg_class index_class ON index_class.oid = indexrelid
                                        """;
    /** Phases 2 and 3 have one catalogue; Django's own row decides. */
    private static final String MIGRATED_PHOTOS = """
                                                  SELECT EXISTS (SELECT FROM public.django_migrations
                                                                 WHERE app = 'mediafiles' AND name = '0003_migrate_photos')
                                                  """;

    @Override
    public OptionalInt phase(Connection connection) throws SQLException {
        List<String> tables = Sql.texts(connection, TABLES);
        boolean history = tables.contains("django_migrations");
        if (!tables.containsAll(ClinicalTables.SHARED)) {
            return OptionalInt.empty();
        }
        Set<String> found = new TreeSet<>(
                Sql.texts(connection, FACTS.formatted(String.join("', '", ClinicalTables.OURS))));
        // Without one of the five, nothing but Django's history tells its database from another system's.
        for (int phase = history ? 0 : 1; phase <= LAST_PHASE; phase++) {
            if (found.equals(reference(phase))) {
                boolean counted = phase == 2 && history && Sql.flag(connection, MIGRATED_PHOTOS);
                return OptionalInt.of(counted ? 3 : phase);
            }
        }
        return OptionalInt.empty();
    }

    private static Set<String> reference(int phase) {
        try (InputStream file = PhaseByColumns.class.getResourceAsStream(REFERENCE)) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8).lines().filter(line -> !line.startsWith("#"))
                    .filter(line -> line.charAt(0) - '0' <= phase).map(line -> line.substring(2))
                    .filter(line -> line.startsWith("mediafiles_")).map(PhaseByColumns::fact)
                    .filter(line -> !line.isEmpty()).collect(Collectors.toCollection(TreeSet::new));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** @return the line without a column's number, and of an index only the name; empty for anything else */
    private static String fact(String line) {
        String[] words = line.split(" ", 4);
        if (words[1].equals("column")) {
            return words[0] + " column " + words[3];
        }
        if (words[1].equals("index")) {
            return words[0] + " index " + line.replaceFirst(".* INDEX ", "").split(" ")[0];
        }
        return "";
    }
}
