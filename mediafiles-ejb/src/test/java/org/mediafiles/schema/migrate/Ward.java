package org.mediafiles.schema.migrate;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;
import javax.sql.DataSource;
import org.mediafiles.TestServer;
import org.mediafiles.config.SchemaConfig;
import org.mediafiles.config.SchemaConfig.Backup;
import org.mediafiles.config.SchemaConfig.OnStartup;
import org.mediafiles.config.ToolConfig;
import org.mediafiles.schema.version.Door;
import org.mediafiles.schema.version.Initiator;
import org.mediafiles.schema.version.SchemaSite;
import org.mediafiles.schema.version.Sql;
import org.mediafiles.schema.version.VersionScript;
import org.mediafiles.schema.version.VersionScripts;

/** A database of a test's own, with what is said while it is worked on. */
final class Ward {
    static final int LATEST = VersionScripts.ours().latest();
    /** All of ours, ascending. */
    static final List<Integer> VERSIONS = VersionScripts.ours().all().stream().map(VersionScript::version).toList();
    static final String MEDIA_FILE = """
                                     insert into public.mediafiles_mediafile (id, file_path, original_filename, file_size, mime_type, file_type,
                                         metadata, created_at, updated_at) values (gen_random_uuid(), gen_random_uuid()::text, 'a', 1, 'image/jpeg',
                                         'image', '{}', now(), now());""";

    private static final Map<Integer, String> TEMPLATES = new ConcurrentHashMap<>();

    final String name;
    final DataSource database;
    final List<String> said = Collections.synchronizedList(new ArrayList<>());

    Ward(String name) {
        this.name = name;
        this.database = TestServer.dataSource(name);
    }

    static Ward empty() {
        return new Ward(TestServer.newDatabase(null));
    }

    /** @return a copy of a database that was migrated to that version once */
    static Ward at(int version) {
        return new Ward(TestServer.newDatabase(TEMPLATES.computeIfAbsent(version, Ward::template)));
    }

    private static String template(int version) {
        Ward ward = empty();
        MigrateReport report = ward.migrate().run(OptionalInt.of(version), MigrateOptions.DEFAULTS);
        if (!report.isDone()) {
            throw new IllegalStateException(report.toString());
        }
        return ward.name;
    }

    static SchemaConfig config(Duration lockWait, Duration statementTimeout) {
        return new SchemaConfig(OnStartup.VALIDATE, false, Backup.OFF, Optional.empty(), 5, Optional.empty(),
                Optional.empty(), false, lockWait, statementTimeout);
    }

    SchemaSite site(Optional<String> runner, Duration lockWait, Duration statementTimeout) {
        return new SchemaSite(database, runner, Optional.empty(), config(lockWait, statementTimeout),
                ToolConfig.DEFAULTS, new Initiator("ada", Door.COMMAND), said::add);
    }

    SchemaSite site() {
        return site(Optional.empty(), Duration.ofSeconds(30), Duration.ofSeconds(30));
    }

    Migrate migrate() {
        return new Migrate(site(), Guards.NONE);
    }

    MigrateReport run() {
        return migrate().run(OptionalInt.empty(), MigrateOptions.DEFAULTS);
    }

    void execute(String sql) {
        TestServer.execute(name, sql);
    }

    List<String> query(String sql) throws SQLException {
        try (Connection connection = database.getConnection()) {
            return Sql.texts(connection, sql);
        }
    }

    String text(String sql) throws SQLException {
        return query(sql).get(0);
    }

    List<String> applied() throws SQLException {
        return query("select version from mediafiles_ops.schema_history where version is not null and success"
                + " order by installed_rank");
    }

    /** Every relation of ours with its columns, constraints and indexes, but for what outlives the versions. */
    List<String> catalogue() throws SQLException {
        return query(
                """
                select n.nspname || '.' || c.relname || ' ' || c.relkind::text || ' ' || coalesce(string_agg(a.attname || ' '
                    || format_type(a.atttypid, a.atttypmod) || a.attnotnull, ',' order by a.attnum), '')
                    || coalesce((select string_agg(conname || pg_get_constraintdef(k.oid) || convalidated, ',' order by conname)
                                 from pg_constraint k where k.conrelid = c.oid), '')
                    || coalesce((select indisvalid::text from pg_index where indexrelid = c.oid), '')
                from pg_class c join pg_namespace n on n.oid = c.relnamespace
                left join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
                where n.nspname in ('public', 'mediafiles_ops') and c.relname not like 'schema\\_%'
                group by n.nspname, c.relname, c.relkind, c.oid order by 1""");
    }
}
