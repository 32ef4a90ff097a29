package org.mediafiles.schema.preflight;

import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.mediafiles.config.SchemaConfig.Backup;
import org.mediafiles.schema.version.ClinicalTables;
import org.mediafiles.schema.version.Finding;
import org.mediafiles.schema.version.VersionScript;

/**
 * Whether there is room: for indexes that are built beside the old ones, for the dump, for pictures. Where the room cannot be
 * known from here, that is said, too: it is not taken for enough.
 */
final class DiskChecks {
    /** An index that is built concurrently stands beside what it replaces, and is sorted on disk before. */
    private static final int INDEX_TIMES = 2;
    /** Measured over V6's indexes: no entry of theirs takes more. */
    private static final long BYTES_PER_ENTRY = 120;
    /** Less than this is a full disk soon, whatever is done. */
    private static final long LEAST = 1L << 30;

    private static final String LARGEST_INDEX = """
                                                SELECT coalesce(max(pg_relation_size(index.indexrelid)), 0)::bigint FROM pg_index index
                                                JOIN pg_class indexed ON indexed.oid = index.indrelid
                                                WHERE indexed.relnamespace = to_regnamespace('mediafiles_ops')
                                                   OR indexed.relnamespace = 'public'::regnamespace AND indexed.relname IN\s"""
            + ClinicalTables.ALL_SQL;
    private static final String MOST_ROWS = """
                                            SELECT coalesce(max(greatest(reltuples, 0)), 0)::bigint FROM pg_class
                                            WHERE relnamespace = 'public'::regnamespace AND relname IN\s"""
            + ClinicalTables.OURS_SQL;
    /** Compressed it is smaller, unless the rows hold what cannot be compressed. */
    private static final String TABLES = """
                                         SELECT coalesce(sum(pg_table_size(dumped.oid)), 0)::bigint FROM pg_class dumped
                                         WHERE dumped.relkind IN ('r', 'm')
                                           AND dumped.relnamespace::regnamespace::text NOT IN ('pg_catalog', 'information_schema')""";

    /** Tells how much a folder's disk still takes. */
    @FunctionalInterface
    interface Room {
        /** @param folder exists */
        long bytes(Path folder) throws IOException;
    }

    private final Room room;

    DiskChecks(Room room) {
        this.room = room;
    }

    static long usable(Path folder) throws IOException {
        return Files.getFileStore(folder).getUsableSpace();
    }

    List<Finding> look(Look look) throws SQLException, IOException {
        long indexes = INDEX_TIMES * Math.max(look.number(LARGEST_INDEX), indexToCome(look));
        boolean dumps = look.site().config().backup() == Backup.DUMP && look.met().rows();
        long dump = dumps ? look.number(TABLES) : 0;
        Optional<Path> database = databaseFolder(look);
        Optional<Path> backups = backupFolder(look).map(DiskChecks::standing);
        List<Finding> found = new ArrayList<>();
        boolean shared = database.isPresent() && backups.isPresent() && isSameStore(database.get(), backups.get());
        found.add(database.isEmpty()
                ? Found.warning("disk-database-unknown", Found.bytes(indexes))
                : judge(look, "disk-database", database.get(), indexes + (shared ? dump : 0)));
        if (dumps) {
            found.add(backups.isEmpty()
                    ? Found.warning("disk-backup-unknown", Found.bytes(dump))
                    : judge(look, "disk-backup", backups.get(), dump + (shared ? indexes : 0)));
        }
        found.add(storage(look));
        return found;
    }

    private Finding judge(Look look, String code, Path folder, long needed) throws IOException {
        long free = room.bytes(folder);
        if (free < needed) {
            return Found.at(look.beforeChange(), code + "-full", folder, Found.bytes(free), Found.bytes(needed));
        }
        return free < needed + LEAST
                ? Found.warning(code + "-tight", folder, Found.bytes(free), Found.bytes(needed))
                : Found.ok(code, folder, Found.bytes(free), Found.bytes(needed));
    }

    private Finding storage(Look look) throws IOException {
        Optional<Path> root = look.site().storageRoot().map(DiskChecks::standing);
        if (root.isEmpty()) {
            return Found.warning("disk-storage-unknown");
        }
        long free = room.bytes(root.get());
        return free < LEAST
                ? Found.warning("disk-storage-tight", root.get(), Found.bytes(free))
                : Found.ok("disk-storage", root.get(), Found.bytes(free));
    }

    /** What V6 is going to build on tables that are full already. */
    private static long indexToCome(Look look) throws SQLException {
        boolean pending = look.pending().stream().mapToInt(VersionScript::version).anyMatch(version -> version == 6);
        return pending ? look.number(MOST_ROWS) * BYTES_PER_ENTRY : 0;
    }

    /** @return empty where the server is another machine's, or keeps its folder from our login */
    private static Optional<Path> databaseFolder(Look look) throws SQLException, IOException {
        List<Look.Row> shown = look.rows("""
                                         SELECT current_setting('data_directory'), host(inet_server_addr())
                                         WHERE pg_has_role(current_user, 'pg_read_all_settings', 'USAGE')""");
        if (shown.isEmpty() || !isThisMachine(shown.get(0).text(1))) {
            return Optional.empty();
        }
        return Optional.of(Path.of(shown.get(0).text(0))).filter(Files::isDirectory);
    }

    /** @param address {@code null} for a socket of this machine */
    private static boolean isThisMachine(String address) throws IOException {
        if (address == null) {
            return true;
        }
        InetAddress server = InetAddress.getByName(address);
        return server.isLoopbackAddress() || NetworkInterface.getByInetAddress(server) != null;
    }

    private static Optional<Path> backupFolder(Look look) {
        return look.site().config().backupDir()
                .or(() -> look.site().storageRoot().map(root -> root.resolveSibling("backups")));
    }

    /** @return the folder itself or the nearest above it that is there */
    static Path standing(Path folder) {
        Path found = folder.toAbsolutePath();
        while (!Files.exists(found) && found.getParent() != null) {
            found = found.getParent();
        }
        return found;
    }

    private static boolean isSameStore(Path one, Path other) throws IOException {
        FileStore store = Files.getFileStore(one);
        return store.equals(Files.getFileStore(other));
    }
}
