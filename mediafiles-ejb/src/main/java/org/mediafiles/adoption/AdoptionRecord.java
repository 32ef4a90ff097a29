package org.mediafiles.adoption;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.mediafiles.schema.version.Sql;

/**
 * What was found when a Django database was taken over: which phase, how many rows, whose rights, and every row of the five
 * tables as it stood. Bootstrap, outside the versions, so that no rollback loses what {@code unadopt} needs. A database is
 * adopted once at a time; what was given back stays on record.
 */
final class AdoptionRecord {
    /** Of the newest adoption; the server opens in {@link #ADOPTED} only. */
    enum State {
        /** There never was one. */
        NONE,
        /** Ours by the history, but rows, keys or versions are still to come. */
        BEGUN, ADOPTED,
        /** On the way back. */
        LEAVING,
        /** Given back to Django. */
        LEFT;

        String code() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * The newest adoption.
     *
     * @param id    {@code null} for {@link State#NONE}
     * @param phase 0…6; -1 for {@link State#NONE}
     */
    record Standing(UUID id, State state, int phase) {}

    private static final String TABLES = """
                                         CREATE TABLE IF NOT EXISTS mediafiles_ops.adoption (
                                             id uuid NOT NULL,
                                             phase integer NOT NULL,
                                             state varchar(10) NOT NULL,
                                             initiator varchar(200) NOT NULL,
                                             row_counts jsonb NOT NULL,
                                             foreign_keys jsonb NOT NULL,
                                             rights jsonb NOT NULL,
                                             rows_kept_at timestamp with time zone,
                                             history jsonb,
                                             begun_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
                                             adopted_at timestamp with time zone,
                                             left_at timestamp with time zone,
                                             CONSTRAINT adoption_pkey PRIMARY KEY (id),
                                             CONSTRAINT adoption_phase_check CHECK (phase BETWEEN 0 AND 6),
                                             CONSTRAINT adoption_state_check CHECK (state IN ('begun', 'adopted', 'leaving', 'left'))
                                         );
                                         CREATE UNIQUE INDEX IF NOT EXISTS adoption_standing_key ON mediafiles_ops.adoption ((true)) WHERE state <> 'left';
                                         CREATE TABLE IF NOT EXISTS mediafiles_ops.adopted_row (
                                             table_name varchar(63) NOT NULL,
                                             row_id uuid NOT NULL,
                                             before_values jsonb,
                                             CONSTRAINT adopted_row_pkey PRIMARY KEY (table_name, row_id)
                                         );
                                         COMMENT ON TABLE mediafiles_ops.adoption IS 'When and how a Django database was taken over and given back';
                                         COMMENT ON TABLE mediafiles_ops.adopted_row IS 'Rows that stood then, as they stood; of events their id alone';
                                         """;

    private AdoptionRecord() {}

    static Standing standing(Connection connection) throws SQLException {
        if (!Sql.flag(connection, "SELECT to_regclass('mediafiles_ops.adoption') IS NOT NULL")) {
            return new Standing(null, State.NONE, -1);
        }
        try (PreparedStatement newest = connection.prepareStatement(
                "SELECT id, state, phase FROM mediafiles_ops.adoption ORDER BY begun_at DESC LIMIT 1");
                ResultSet row = newest.executeQuery()) {
            return row.next()
                    ? new Standing(row.getObject("id", UUID.class),
                            State.valueOf(row.getString("state").toUpperCase(Locale.ROOT)), row.getInt("phase"))
                    : new Standing(null, State.NONE, -1);
        }
    }

    /** Makes the tables where they are missing and notes what stands; in the transaction that takes over. */
    static UUID begin(Connection connection, int phase, String initiator, String counts) throws SQLException {
        Sql.run(connection, TABLES);
        // A rollback below the baseline leaves an adoption behind of which nothing stands any more.
        Sql.update(connection,
                "UPDATE mediafiles_ops.adoption SET state = 'left', left_at = clock_timestamp() WHERE state <> 'left'");
        Sql.run(connection, "TRUNCATE mediafiles_ops.adopted_row");
        UUID id = UUID.randomUUID();
        try (PreparedStatement insert = connection.prepareStatement(
                """
                INSERT INTO mediafiles_ops.adoption (id, phase, state, initiator, row_counts, foreign_keys, rights)
                VALUES (?, ?, 'begun', ?, cast(? AS jsonb),
                    (SELECT coalesce(jsonb_object_agg(con.conname, pg_get_constraintdef(con.oid)), '{}')
                     FROM pg_constraint con JOIN pg_class child ON child.oid = con.conrelid
                     WHERE con.contype = 'f' AND child.relnamespace = 'public'::regnamespace AND child.relname IN (%s)),
                    (SELECT coalesce(jsonb_object_agg(relname, relacl::text[]), '{}') FROM pg_class
                     WHERE relnamespace = 'public'::regnamespace AND relname IN (%s)))""".formatted(
                        quoted(SeedTables.OWN), quoted(SeedTables.SHARED) + ", " + quoted(SeedTables.OWN)))) {
            insert.setObject(1, id);
            insert.setInt(2, phase);
            insert.setString(3, initiator);
            insert.setString(4, counts);
            insert.executeUpdate();
        }
        return id;
    }

    static boolean areRowsKept(Connection connection, UUID id) throws SQLException {
        return Sql.flag(connection,
                "SELECT rows_kept_at IS NOT NULL FROM mediafiles_ops.adoption WHERE id = '" + id + "'");
    }

    static void rowsKept(Connection connection, UUID id) throws SQLException {
        Sql.update(connection,
                "UPDATE mediafiles_ops.adoption SET rows_kept_at = clock_timestamp() WHERE id = '" + id + "'");
    }

    /** @param state {@link State#ADOPTED} or {@link State#LEAVING} */
    static void move(Connection connection, UUID id, State state) throws SQLException {
        try (PreparedStatement update = connection
                .prepareStatement("""
                                  UPDATE mediafiles_ops.adoption SET state = ?,
                                      adopted_at = coalesce(adopted_at, clock_timestamp())
                                  WHERE id = ?""")) {
            update.setString(1, state.code());
            update.setObject(2, id);
            update.executeUpdate();
        }
    }

    /**
     * What the server's login was given on the eight tables since; whoever had it before keeps it.
     *
     * @return a statement each
     */
    static List<String> rightsGivenSince(Connection connection, UUID id) throws SQLException {
        return Sql.texts(connection,
                """
                SELECT format('REVOKE %%s ON public.%%I FROM %%I', now.privilege_type, rel.relname, pg_get_userbyid(now.grantee))
                FROM mediafiles_ops.adoption a, pg_class rel, aclexplode(rel.relacl) now
                WHERE a.id = '%s' AND rel.relnamespace = 'public'::regnamespace AND rel.relname IN (%s)
                  AND now.grantee NOT IN (0, rel.relowner) AND has_schema_privilege(now.grantee, 'mediafiles_ops', 'USAGE')
                  AND NOT EXISTS (
                      SELECT FROM jsonb_array_elements_text(CASE jsonb_typeof(a.rights -> rel.relname) WHEN 'array'
                          THEN a.rights -> rel.relname ELSE '[]' END) item, aclexplode(ARRAY[item::aclitem]) then_
                      WHERE then_.grantee = now.grantee AND then_.privilege_type = now.privilege_type)
                ORDER BY 1"""
                        .formatted(id, quoted(SeedTables.SHARED) + ", " + quoted(SeedTables.OWN)));
    }

    /** Keeps Flyway's rows with the record, takes them out of the history and forgets the rows; in one transaction. */
    static void leave(Connection connection, UUID id) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(
                """
                UPDATE mediafiles_ops.adoption SET state = 'left', left_at = clock_timestamp(),
                    history = (SELECT jsonb_agg(to_jsonb(h) ORDER BY installed_rank) FROM mediafiles_ops.schema_history h)
                WHERE id = ?""")) {
            update.setObject(1, id);
            update.executeUpdate();
        }
        Sql.run(connection, "DELETE FROM mediafiles_ops.schema_history");
        Sql.run(connection, "DROP TABLE mediafiles_ops.adopted_row");
    }

    private static String quoted(List<String> tables) {
        return "'" + String.join("', '", tables) + "'";
    }
}
