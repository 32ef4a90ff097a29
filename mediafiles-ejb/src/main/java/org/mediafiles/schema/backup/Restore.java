package org.mediafiles.schema.backup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mediafiles.problem.MediaFilesException;
import org.mediafiles.problem.ProblemCode;
import org.mediafiles.schema.version.BackupMeans;
import org.mediafiles.schema.version.FileTrouble;
import org.mediafiles.schema.version.Progress;
import org.mediafiles.schema.version.SchemaSite;
import org.mediafiles.schema.version.Sql;

/**
 * A dump back into an empty database that is not the one it came from. What the program restores is for rehearsals; a whole
 * archive is restored by the runbook's words, as PostgreSQL's superuser.
 */
public final class Restore {
    private static final int SHOWN = 5;
    /** Anything that a person or a program made, but for what an extension brought. */
    private static final String STRANGERS = """
                                            SELECT format('%I.%I', namespace.nspname, relation.relname)
                                            FROM pg_class relation JOIN pg_namespace namespace ON namespace.oid = relation.relnamespace
                                            WHERE namespace.nspname !~ '^pg_' AND namespace.nspname <> 'information_schema'
                                              AND relation.relkind IN ('r', 'p', 'v', 'm', 'f', 'S')
                                              AND NOT EXISTS (SELECT FROM pg_depend dependency
                                                              WHERE dependency.classid = 'pg_class'::regclass
                                                                AND dependency.objid = relation.oid AND dependency.deptype = 'e')
                                            UNION ALL
                                            SELECT 'schema ' || nspname FROM pg_namespace
                                            WHERE nspname !~ '^pg_' AND nspname NOT IN ('information_schema', 'public')
                                            LIMIT 5""";

    private final Certificate certificate;
    private final SavedDump dump;

    private Restore(Certificate certificate) {
        this.certificate = certificate;
        this.dump = certificate.dump()
                .orElseThrow(
                        () -> refusal(certificate.file() + " is no dump's certificate: nothing can be restored from"
                                + " it here."));
    }

    /**
     * @param site whose newest dump is taken
     * @param from a dump or its certificate; empty for the newest of the site's own database
     * @throws MediaFilesException where there is none, or it is not what its certificate says
     */
    public static Restore of(SchemaSite site, Optional<Path> from) throws SQLException {
        try {
            Restore restore = new Restore(from.isPresent() ? named(from.get()) : newest(site));
            restore.requireUnchanged();
            return restore;
        } catch (IOException unreadable) {
            throw new MediaFilesException(ProblemCode.NOT_READY, "The backups cannot be read: "
                    + FileTrouble.of(unreadable) + ".",
                    unreadable);
        }
    }

    private static Certificate named(Path from) {
        String name = from.getFileName().toString();
        Path file = name.endsWith(BackupFolder.DUMP)
                ? from.resolveSibling(
                        name.substring(0, name.length() - BackupFolder.DUMP.length()) + Certificate.SUFFIX)
                : from;
        return Certificate.read(file).orElseThrow(() -> refusal("There is no certificate at " + file
                + ": what was not finished, or was not made by this program, is no backup here."));
    }

    private static Certificate newest(SchemaSite site) throws SQLException, IOException {
        BackupFolder folder = BackupFolder.of(site);
        try (Connection connection = site.owner().getConnection()) {
            ServerFacts facts = ServerFacts.of(connection);
            return folder.dumpsOf(facts.system(), facts.database()).stream().findFirst()
                    .orElseThrow(() -> refusal("There is no dump of " + facts.database() + " in " + folder.path()
                            + ": make one with schema.sh backup, or name one with --from."));
        }
    }

    private void requireUnchanged() throws IOException {
        if (!Files.isRegularFile(dump.file()) || Files.size(dump.file()) != dump.bytes()
                || !DatabaseDump.sha256(dump.file()).equals(dump.sha256())) {
            throw refusal(
                    "The dump " + dump.file() + " is not there, or not what its certificate says: it was cut short or"
                            + " changed. Take another one.");
        }
    }

    public Certificate certificate() {
        return certificate;
    }

    /** @return where the dump lies */
    public Path file() {
        return dump.file();
    }

    /** @throws MediaFilesException where the target is the source, or holds anything */
    public void requireEmptyElsewhere(Connection target) throws SQLException {
        ServerFacts facts = ServerFacts.of(target);
        if (facts.system().equals(certificate.system()) && facts.database().equals(certificate.database())) {
            throw refusal(
                    "The target " + facts.database() + " is the database that the backup was made of, or a copy of its"
                            + " cluster: name another one.");
        }
        List<String> strangers = Sql.texts(target, STRANGERS);
        if (!strangers.isEmpty()) {
            throw refusal("The target " + facts.database() + " is not empty ("
                    + String.join(", ", strangers.subList(0, Math.min(SHOWN, strangers.size())))
                    + "): name an empty database, for example one that createdb has just made.");
        }
    }

    /**
     * Without owners and rights, which the target's roles need not know: everything belongs to who restores.
     *
     * @throws MediaFilesException where it fails; what had come until then stays in the target
     */
    public void into(Connection target, BackupMeans means, PgTools tools, Progress progress) throws SQLException {
        progress.says("restore: " + dump.file() + " (" + (dump.bytes() >> 20) + " MiB)");
        ToolConnection tool = ToolConnection.of(target, means);
        tools.restore(tool, List.of("--no-owner", "--no-privileges", "--exit-on-error", "--no-password",
                "--dbname=" + tool.environment().get("PGDATABASE"), dump.file().toString()),
                () -> !progress.isStopAsked());
    }

    /** @return one sentence for each table that has not the rows that it had when it was saved */
    public List<String> differences(Connection target, boolean alsoRecord) throws SQLException {
        Map<String, Long> now = ServerFacts.rows(target);
        List<String> differences = new ArrayList<>();
        certificate.rows().forEach((table, rows) -> {
            Long found = now.get(table);
            boolean record = table.startsWith("mediafiles_ops.schema_") || table.endsWith(".audit_event");
            if (!rows.equals(found) && (alsoRecord || !record)) {
                differences
                        .add(table + " had " + rows + " rows, and has " + (found == null ? "no table" : found) + ".");
            }
        });
        return differences;
    }

    private static MediaFilesException refusal(String sentence) {
        return new MediaFilesException(ProblemCode.NOT_READY, sentence);
    }
}
