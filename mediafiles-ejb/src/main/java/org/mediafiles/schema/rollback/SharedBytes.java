package org.mediafiles.schema.rollback;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.mediafiles.model.Sha256;
import org.mediafiles.model.StorageKey;
import org.mediafiles.schema.version.Sql;
import org.mediafiles.storage.MediaStore;

/** Records whose bytes stand under another record's key, and hashes that several records bear: what V7 allowed. */
final class SharedBytes {
    private static final String RECORDS = """
                                          SELECT file.id, file.file_path, object.storage_key, object.sha256, object.byte_count
                                          FROM mediafiles_ops.media_file_object link
                                          JOIN public.mediafiles_mediafile file ON file.id = link.media_file_id
                                          JOIN mediafiles_ops.stored_object object ON object.id = link.stored_object_id
                                          WHERE file.file_path <> object.storage_key ORDER BY file.id""";
    private static final String EQUAL_HASHES = """
                                               SELECT coalesce(sum(records), 0) FROM (SELECT count(*) AS records
                                                   FROM public.mediafiles_mediafile WHERE file_hash IS NOT NULL
                                                   GROUP BY file_hash HAVING count(*) > 1) AS shared""";

    private SharedBytes() {}

    /**
     * A record that has to get bytes of its own.
     *
     * @param path      its own key, as the column holds it
     * @param storedKey where the bytes stand that it shows
     * @param byteCount how many they are
     */
    record Borrower(UUID id, String path, String storedKey, Sha256 sha256, long byteCount) {
        /** @return empty where the path of an adopted record is no key of this store */
        Optional<StorageKey> key() {
            return key(path);
        }

        StorageKey source() {
            return new StorageKey(storedKey);
        }

        private static Optional<StorageKey> key(String text) {
            try {
                return Optional.of(new StorageKey(text));
            } catch (IllegalArgumentException foreign) {
                return Optional.empty();
            }
        }
    }

    /** @return whether V7's tables stand */
    static boolean stands(Connection connection) throws SQLException {
        return Sql.flag(connection, "SELECT to_regclass('mediafiles_ops.media_file_object') IS NOT NULL");
    }

    /** @return the records whose own key is not where their bytes stand, ordered by id */
    static List<Borrower> borrowers(Connection connection) throws SQLException {
        List<Borrower> found = new ArrayList<>();
        try (Statement statement = connection.createStatement(); ResultSet row = statement.executeQuery(RECORDS)) {
            while (row.next()) {
                found.add(new Borrower(row.getObject("id", UUID.class), row.getString("file_path"),
                        row.getString("storage_key"), new Sha256(row.getString("sha256")),
                        row.getLong("byte_count")));
            }
        }
        return found;
    }

    /** @return how many records bear a hash that another bears, too */
    static long recordsOfEqualHash(Connection connection) throws SQLException {
        return Long.parseLong(Sql.text(connection, EQUAL_HASHES));
    }

    /** @return the sentence that refuses; empty where each record has its own bytes */
    static Optional<String> obstacle(Connection connection, MediaStores stores) throws SQLException {
        List<Borrower> borrowers = borrowers(connection);
        long equal = recordsOfEqualHash(connection);
        long without = 0;
        if (!borrowers.isEmpty()) {
            Optional<MediaStore> store = stores.find();
            if (store.isEmpty()) {
                return Optional.of(borrowers.size() + " records show bytes under another record's key, and without the"
                        + " storage root nobody can see whether they have their own by now: name it with"
                        + " --storage-root.");
            }
            without = borrowers.stream().filter(borrower -> !hasOwn(store.get(), borrower)).count();
        }
        return without + equal == 0
                ? Optional.empty()
                : Optional.of("V7 cannot be undone while bytes are shared: " + without
                        + " records have no bytes of their own, " + equal
                        + " bear the hash of another. Run unshare first.");
    }

    private static boolean hasOwn(MediaStore store, Borrower borrower) {
        return borrower.key().map(key -> store.size(key).orElse(-1) == borrower.byteCount()).orElse(false);
    }
}
