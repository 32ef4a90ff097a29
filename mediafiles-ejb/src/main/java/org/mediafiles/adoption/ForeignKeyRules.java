package org.mediafiles.adoption;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.mediafiles.schema.version.LockPatience;
import org.mediafiles.schema.version.Progress;
import org.mediafiles.schema.version.Sql;

/**
 * What becomes of a row when the one goes that it points to: Django kept that in Python, from our V2, V4 and V5 on the keys
 * say it themselves. A key is replaced while others work: the new one comes NOT VALID beside the old, is validated under a
 * lock that lets everybody read and write, and takes the old one's place and name in one short transaction. Broken off
 * anywhere, it goes on where it was.
 */
final class ForeignKeyRules {
    /** One key of the five tables. */
    record Key(String table, String column, String parent, String parentColumn, String rule) {
        String temporaryName() {
            return "adopting_" + table.substring("mediafiles_".length()) + "_" + column;
        }
    }

    static final List<Key> KEYS = List.of(
            new Key("mediafiles_photo", "event_ptr_id", "events_event", "id", "CASCADE"),
            new Key("mediafiles_photo", "media_file_id", "mediafiles_mediafile", "id", "RESTRICT"),
            new Key("mediafiles_photoseries", "event_ptr_id", "events_event", "id", "CASCADE"),
            new Key("mediafiles_photoseriesfile", "photo_series_id", "mediafiles_photoseries", "event_ptr_id",
                    "CASCADE"),
            new Key("mediafiles_photoseriesfile", "media_file_id", "mediafiles_mediafile", "id", "CASCADE"),
            new Key("mediafiles_videoclip", "event_ptr_id", "events_event", "id", "CASCADE"),
            new Key("mediafiles_videoclip", "media_file_id", "mediafiles_mediafile", "id", "RESTRICT"));

    /** As Django wrote it: nothing happens, the transaction's end refuses. */
    private static final String NO_ACTION = "NO ACTION";

    private record Standing(String name, String rule, boolean validated) {}

    private final LockPatience patience;
    private final Progress progress;

    ForeignKeyRules(LockPatience patience, Progress progress) {
        this.patience = patience;
        this.progress = progress;
    }

    /** Gives every key that stands its rule. @return how many had to be replaced */
    int give(Connection connection) throws SQLException {
        int replaced = 0;
        for (Key key : KEYS) {
            replaced += replace(connection, key, key.rule()) ? 1 : 0;
        }
        return replaced;
    }

    /** Puts every key that stands back to what Django had. @return how many had to be replaced */
    int takeBack(Connection connection) throws SQLException {
        int replaced = 0;
        for (Key key : KEYS) {
            replaced += replace(connection, key, NO_ACTION) ? 1 : 0;
        }
        return replaced;
    }

    private boolean replace(Connection connection, Key key, String rule) throws SQLException {
        if (SeedTables.standing(connection, List.of(key.table())).isEmpty()) {
            return false;
        }
        String what = "the key " + key.table() + "." + key.column();
        List<Standing> standing = standing(connection, key);
        Optional<Standing> leftover = standing.stream().filter(one -> one.name().equals(key.temporaryName()))
                .findFirst();
        Optional<Standing> old = standing.stream().filter(one -> !one.name().equals(key.temporaryName())).findFirst();
        if (old.isPresent() && old.get().rule().equals(rule)) {
            if (leftover.isPresent()) {
                patience.commit(connection, what, work -> drop(work, key, key.temporaryName()));
            }
            return false;
        }
        if (leftover.isPresent() && !leftover.get().rule().equals(rule)) {
            patience.commit(connection, what, work -> drop(work, key, key.temporaryName()));
            leftover = Optional.empty();
        }
        progress.says("Giving " + what + " the rule ON DELETE " + rule);
        if (leftover.isEmpty()) {
            patience.commit(connection, what, work -> Sql.run(work, addition(key, rule)));
        }
        patience.commit(connection, what, work -> Sql.run(work,
                "ALTER TABLE public." + key.table() + " VALIDATE CONSTRAINT " + key.temporaryName()));
        if (old.isPresent()) {
            patience.commit(connection, what, work -> swap(work, key, old.get().name()));
        }
        return true;
    }

    private static String addition(Key key, String rule) {
        return "ALTER TABLE public." + key.table() + " ADD CONSTRAINT " + key.temporaryName() + " FOREIGN KEY ("
                + key.column() + ") REFERENCES public." + key.parent() + " (" + key.parentColumn() + ")"
                + (rule.equals(NO_ACTION) ? "" : " ON DELETE " + rule) + " DEFERRABLE INITIALLY DEFERRED NOT VALID";
    }

    private static void swap(Connection work, Key key, String name) throws SQLException {
        drop(work, key, name);
        Sql.run(work, "ALTER TABLE public." + key.table() + " RENAME CONSTRAINT " + key.temporaryName() + " TO "
                + quoted(name));
    }

    private static void drop(Connection work, Key key, String name) throws SQLException {
        Sql.run(work, "ALTER TABLE public." + key.table() + " DROP CONSTRAINT " + quoted(name));
    }

    private static String quoted(String name) {
        return "\"" + name.replace("\"", "\"\"") + "\"";
    }

    /** By its structure, whatever its name. */
    private static List<Standing> standing(Connection connection, Key key) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(
                """
                SELECT con.conname, con.convalidated, CASE con.confdeltype WHEN 'a' THEN 'NO ACTION' WHEN 'c' THEN 'CASCADE'
                    WHEN 'r' THEN 'RESTRICT' ELSE 'other' END AS rule
                FROM pg_constraint con
                JOIN pg_attribute col ON col.attrelid = con.conrelid AND con.conkey = ARRAY[col.attnum]
                WHERE con.contype = 'f' AND con.conrelid = to_regclass('public.' || ?) AND col.attname = ?
                  AND con.confrelid = to_regclass('public.' || ?)
                ORDER BY con.conname""")) {
            statement.setString(1, key.table());
            statement.setString(2, key.column());
            statement.setString(3, key.parent());
            List<Standing> found = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    found.add(new Standing(rows.getString("conname"), rows.getString("rule"),
                            rows.getBoolean("convalidated")));
                }
            }
            return found;
        }
    }
}
