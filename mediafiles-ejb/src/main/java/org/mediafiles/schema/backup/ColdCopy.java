package org.mediafiles.schema.backup;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import org.mediafiles.problem.MediaFilesException;
import org.mediafiles.problem.ProblemCode;
import org.mediafiles.schema.version.Door;
import org.mediafiles.schema.version.FileTrouble;
import org.mediafiles.schema.version.SchemaSite;

/** The copy of the stopped cluster that the launcher makes before it starts the embedded database. */
final class ColdCopy {
    /** What happens later is no start any more. */
    private static final Duration AT_START = Duration.ofHours(1);

    private ColdCopy() {}

    /**
     * @return the copy, which is of this very cluster and was made before this start of it
     * @throws MediaFilesException where there is none that serves, with what to do
     */
    static Path require(Connection connection, SchemaSite site, ServerFacts facts) throws SQLException {
        if (site.initiator().door() != Door.STARTUP) {
            throw refusal(
                    "A cold copy is made while the embedded database is stopped and serves what is done at the start"
                            + " that it was made for, before anybody has written.");
        }
        Optional<Path> named = site.means().coldCopy();
        if (named.isEmpty()) {
            throw refusal("The launcher made no copy of the database for this start. Start again with"
                    + " -Dmediafiles.launcher.cold-copy=true, so that it makes one;");
        }
        Path control = named.get().resolve("global").resolve("pg_control");
        if (!Files.isRegularFile(control) || !Files.isRegularFile(named.get().resolve("PG_VERSION"))) {
            throw refusal("There is no copy of a cluster in " + named.get() + ".");
        }
        try {
            if (!system(control).equals(facts.system())) {
                throw refusal("The copy in " + named.get() + " is of another cluster.");
            }
            Instant started = startOf(connection);
            if (Files.getLastModifiedTime(named.get()).toInstant().isAfter(started)) {
                throw refusal("The copy in " + named.get() + " was made after the database had started.");
            }
            if (started.isBefore(Instant.now().minus(AT_START))) {
                throw refusal("The database has run for more than " + AT_START.toMinutes()
                        + " minutes since the copy in " + named.get() + " was made.");
            }
        } catch (IOException unreadable) {
            throw refusal("The copy in " + named.get() + " cannot be read (" + FileTrouble.of(unreadable) + ").");
        }
        return named.get();
    }

    private static Instant startOf(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT pg_postmaster_start_time()")) {
            row.next();
            return row.getObject(1, OffsetDateTime.class).toInstant();
        }
    }

    /** The first eight bytes of the control file, in the machine's own order, in every version of PostgreSQL. */
    private static String system(Path control) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.nativeOrder());
        try (FileChannel channel = FileChannel.open(control, StandardOpenOption.READ)) {
            while (bytes.hasRemaining()) {
                if (channel.read(bytes) < 0) {
                    throw new IOException("the control file is cut short");
                }
            }
        }
        return Long.toString(bytes.flip().getLong());
    }

    private static MediaFilesException refusal(String why) {
        return new MediaFilesException(ProblemCode.NOT_READY, why
                + " Or end mvn -Prun, copy the home's database folder yourself, start again and say --backup external"
                + " --label with where your copy lies. Nothing was changed.");
    }
}
