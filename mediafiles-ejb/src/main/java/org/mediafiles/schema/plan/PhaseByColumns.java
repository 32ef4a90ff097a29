package org.mediafiles.schema.plan;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.mediafiles.schema.version.ClinicalTables;
import org.mediafiles.schema.version.Sql;

/**
 * Tells the phase by everything that the catalogue says of the tables without opening one: columns, the names and kinds of
 * constraints, the names of indexes and whether they are unique and valid, triggers, rules; of the shared tables, the columns that
 * every phase has. Adopting looks closer, at definitions; printing those opens the tables, which a plan does not.
 */
final class PhaseByColumns implements PhaseRecognition {
    private static final String REFERENCE = "/db/reference/django.txt";
    private static final String DEFAULT = " default";
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
                                        SELECT relname || ' table ' || relkind::text || relpersistence::text
                                            || CASE WHEN relrowsecurity THEN ' row security' ELSE '' END FROM mine
                                        UNION ALL
                                        SELECT relname || ' column ' || attname || ' ' || pg_catalog.format_type(atttypid, atttypmod)
                                            || CASE WHEN attnotnull THEN ' not null' ELSE '' END
                                            || CASE WHEN atthasdef OR attidentity <> '' THEN ' default' ELSE '' END
                                        FROM mine JOIN pg_catalog.pg_attribute ON attrelid = mine.oid AND attnum > 0 AND NOT attisdropped
                                        UNION ALL
                                        SELECT relname || ' constraint ' || pg_catalog.quote_ident(conname) || ' '
                                            || CASE contype WHEN 'p' THEN 'PRIMARY' WHEN 'u' THEN 'UNIQUE' WHEN 'f' THEN 'FOREIGN' WHEN 'c' THEN 'CHECK'
                                                ELSE contype::text END
                                        FROM mine JOIN pg_catalog.pg_constraint con ON con.conrelid = mine.oid WHERE contype NOT IN ('n', 't')
                                        UNION ALL
                                        SELECT mine.relname || ' index ' || CASE WHEN indisunique THEN 'UNIQUE ' ELSE '' END || index_class.relname
                                            || CASE WHEN indisvalid THEN '' ELSE ' INVALID' END
                                        FROM mine JOIN pg_catalog.pg_index ON indrelid = mine.oid
                                        JOIN pg_catalog.pg_class index_class ON index_class.oid = indexrelid
                                        UNION ALL
                                        SELECT relname || ' trigger ' || tgname FROM mine JOIN pg_catalog.pg_trigger ON tgrelid = mine.oid
                                        WHERE NOT tgisinternal
                                        UNION ALL
                                        SELECT relname || ' rule ' || rulename FROM mine JOIN pg_catalog.pg_rewrite ON ev_class = mine.oid
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
        if (!facts(connection, ClinicalTables.SHARED).containsAll(shared())) {
            return OptionalInt.empty();
        }
        Set<String> found = facts(connection, ClinicalTables.OURS);
        // Without one of the five, nothing but Django's history tells its database from another system's.
        for (int phase = history ? 0 : 1; phase <= LAST_PHASE; phase++) {
            if (found.equals(reference(phase))) {
                boolean counted = phase == 2 && history && Sql.flag(connection, MIGRATED_PHOTOS);
                return OptionalInt.of(counted ? 3 : phase);
            }
        }
        return OptionalInt.empty();
    }

    /** A shared table's further columns, and how a number is made, are its owner's. */
    private static Set<String> shared() {
        return lines(0).filter(line -> ClinicalTables.SHARED.contains(line.split(" ")[0]))
                .filter(line -> line.split(" ")[1].equals("column")).map(PhaseByColumns::fact)
                .map(PhaseByColumns::withoutDefault).collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> facts(Connection connection, Collection<String> tables) throws SQLException {
        Set<String> facts = new TreeSet<>(Sql.texts(connection, FACTS.formatted(String.join("', '", tables))));
        return tables == ClinicalTables.SHARED
                ? facts.stream().map(PhaseByColumns::withoutDefault).collect(Collectors.toCollection(TreeSet::new))
                : facts;
    }

    private static String withoutDefault(String fact) {
        return fact.endsWith(DEFAULT) ? fact.substring(0, fact.length() - DEFAULT.length()) : fact;
    }

    private static Set<String> reference(int phase) {
        return lines(phase).filter(line -> line.startsWith("mediafiles_")).map(PhaseByColumns::fact)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Stream<String> lines(int phase) {
        try (InputStream file = PhaseByColumns.class.getResourceAsStream(REFERENCE)) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8).lines().filter(line -> !line.startsWith("#"))
                    .filter(line -> line.charAt(0) - '0' <= phase).map(line -> line.substring(2)).toList().stream();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** @return what of the reference's line is known without opening the table */
    private static String fact(String line) {
        String[] words = line.split(" ", 4);
        return switch (words[1]) {
            case "column" -> words[0] + " column " + words[3].replaceAll(" (default|identity) .*", DEFAULT);
            case "constraint" -> words[0] + " constraint " + words[2] + " " + words[3].split(" ")[0];
            case "index" -> words[0] + " index " + (line.contains(" UNIQUE INDEX ") ? "UNIQUE " : "")
                    + line.replaceFirst(".* INDEX ", "").split(" ")[0];
            default -> line;
        };
    }
}
