package org.mediafiles.schema.plan;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.OptionalInt;
import org.mediafiles.schema.version.Sql;

/** Tells the phase by which tables stand. Good enough for a plan; adopting looks closer. */
final class PhaseByTables implements PhaseRecognition {
    private static final String STANDING = """
                                           SELECT relation.relname FROM pg_catalog.pg_class relation
                                           JOIN pg_catalog.pg_namespace namespace ON namespace.oid = relation.relnamespace
                                           WHERE namespace.nspname = 'public'
                                             AND (relation.relkind IN ('r', 'p') OR relation.relname = 'series_file_order_idx')
                                           """;
    /** Phases 2 and 3 have one catalogue; Django's own row decides. */
    private static final String MIGRATED_PHOTOS = """
                                                  SELECT EXISTS (SELECT FROM public.django_migrations
                                                                 WHERE app = 'mediafiles' AND name = '0003_migrate_photos')
                                                  """;

    @Override
    public OptionalInt phase(Connection connection) throws SQLException {
        List<String> standing = Sql.texts(connection, STANDING);
        if (!standing.contains("django_migrations") || !standing.containsAll(OurTables.SHARED)) {
            return OptionalInt.empty();
        }
        List<String> ours = OurTables.SEED.stream().filter(standing::contains).toList();
        // In the order of their coming, so what stands is always the first so many.
        if (!ours.equals(OurTables.SEED.subList(0, ours.size()))) {
            return OptionalInt.empty();
        }
        return switch (ours.size()) {
            case 0, 1 -> OptionalInt.of(ours.size());
            case 2 -> OptionalInt.of(Sql.flag(connection, MIGRATED_PHOTOS) ? 3 : 2);
            case 4 -> OptionalInt.of(4);
            case 5 -> OptionalInt.of(standing.contains("series_file_order_idx") ? 6 : 5);
            default -> OptionalInt.empty();
        };
    }
}
