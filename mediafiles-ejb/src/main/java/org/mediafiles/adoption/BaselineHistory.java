package org.mediafiles.adoption;

import java.sql.Connection;
import java.sql.SQLException;
import org.mediafiles.schema.version.Sql;

/**
 * Flyway's history as Flyway itself would begin it with a baseline. Flyway does so on connections of its own, and refuses a
 * history that stands empty as after {@code unadopt}; here it is part of the transaction that takes a database over.
 */
final class BaselineHistory {
    /** To the letter what Flyway makes on PostgreSQL; a test compares. */
    private static final String TABLE = """
                                        CREATE TABLE IF NOT EXISTS mediafiles_ops.schema_history (
                                            installed_rank integer NOT NULL,
                                            version varchar(50),
                                            description varchar(200) NOT NULL,
                                            type varchar(20) NOT NULL,
                                            script varchar(1000) NOT NULL,
                                            checksum integer,
                                            installed_by varchar(100) NOT NULL,
                                            installed_on timestamp DEFAULT now() NOT NULL,
                                            execution_time integer NOT NULL,
                                            success boolean NOT NULL,
                                            CONSTRAINT schema_history_pk PRIMARY KEY (installed_rank)
                                        );
                                        CREATE INDEX IF NOT EXISTS schema_history_s_idx ON mediafiles_ops.schema_history (success);
                                        """;
    private static final String ROW = """
                                      INSERT INTO mediafiles_ops.schema_history (installed_rank, version, description, type, script, installed_by,
                                          execution_time, success)
                                      SELECT coalesce(max(installed_rank), 0) + 1, '%d', '<< Flyway Baseline >>', 'BASELINE',
                                          '<< Flyway Baseline >>', current_user, 0, true FROM mediafiles_ops.schema_history""";
    /** As V0 makes it, with what V0 would note; a test compares. */
    private static final String SHARED = """
                                         CREATE TABLE mediafiles_ops.shared_table (
                                             table_name varchar(63) NOT NULL,
                                             created_here boolean NOT NULL,
                                             noted_at timestamp with time zone DEFAULT now() NOT NULL,
                                             CONSTRAINT shared_table_pkey PRIMARY KEY (table_name)
                                         );
                                         COMMENT ON TABLE mediafiles_ops.shared_table IS 'Which of the shared tables this program made, and which stood before it';
                                         INSERT INTO mediafiles_ops.shared_table (table_name, created_here)
                                         VALUES ('accounts_eqmduser', false), ('patients_patient', false), ('events_event', false);
                                         """;

    private BaselineHistory() {}

    /** Writes what a database at that version has of ours when every table of it stood before us. */
    static void write(Connection connection, int version) throws SQLException {
        Sql.run(connection, TABLE);
        Sql.update(connection, ROW.formatted(version));
        Sql.run(connection, SHARED);
    }
}
