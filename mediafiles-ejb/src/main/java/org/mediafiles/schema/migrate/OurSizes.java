package org.mediafiles.schema.migrate;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.mediafiles.schema.version.ClinicalTables;
import org.mediafiles.schema.version.Sql;

/** What our tables take, indexes and TOAST included. The shared tables are not counted: no version changes them. */
final class OurSizes {
    private OurSizes() {}

    /**
     * @param work   one of {@link WorkConnections}
     * @param oneTry how long to wait for a table that somebody holds
     * @return bytes; {@code null} where they could not be read at once
     */
    static Long read(DataSource work, Duration oneTry) {
        String names = ClinicalTables.OURS.stream().map(name -> "'" + name + "'").collect(Collectors.joining(", "));
        try (Connection connection = work.getConnection()) {
            Sql.run(connection, "SET lock_timeout TO " + oneTry.toMillis());
            return Long.valueOf(
                    Sql.text(connection, """
                                         SELECT coalesce(sum(pg_total_relation_size(relation.oid)), 0)
                                         FROM pg_class relation
                                         JOIN pg_namespace namespace ON namespace.oid = relation.relnamespace
                                         WHERE relation.relkind = 'r' AND (namespace.nspname = 'mediafiles_ops'
                                             OR namespace.nspname = 'public' AND relation.relname IN (""" + names
                            + "))"));
        } catch (SQLException busy) {
            return null;
        }
    }
}
