package org.mediafiles.schema.preflight;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.mediafiles.schema.version.Finding;

/** Whether the database server is one that the program knows, and can be written to. */
final class ServerChecks {
    /** PostgreSQL 15 is the oldest that the program is tested with, 18 the newest. */
    private static final long OLDEST = 15;
    private static final long NEWEST = 18;
    private static final int NUMBERS_PER_MAJOR = 10_000;

    private ServerChecks() {}

    static List<Finding> version(Look look) throws SQLException {
        return List.of(judge(look.number("SELECT current_setting('server_version_num')::bigint"),
                look.text("SHOW server_version")));
    }

    static Finding judge(long number, String words) {
        long major = number / NUMBERS_PER_MAJOR;
        if (major < OLDEST) {
            return Found.stops("server-too-old", words, OLDEST);
        }
        return major > NEWEST
                ? Found.warning("server-untried", words, NEWEST)
                : Found.ok("server-version", words);
    }

    static List<Finding> writable(Look look) throws SQLException {
        if (look.flag("SELECT pg_is_in_recovery()")) {
            return List.of(Found.stops("server-in-recovery"));
        }
        // This session is read-only by our own wish: what a new one would be, its default says.
        return List.of(look.flag("SELECT current_setting('default_transaction_read_only')::boolean")
                ? Found.stops("server-read-only")
                : Found.ok("server-writable"));
    }

    static List<Finding> encoding(Look look) throws SQLException {
        String encoding = look
                .text("""
                      SELECT pg_encoding_to_char(encoding) FROM pg_database WHERE datname = current_database()""");
        return List.of(encoding.equals("UTF8") ? Found.ok("encoding") : Found.stops("encoding-not-utf8", encoding));
    }

    /** What a crash of the machine, or a disk that lies, would do to the records. */
    static List<Finding> durability(Look look) throws SQLException {
        List<Finding> found = new ArrayList<>();
        List<String> off = new ArrayList<>();
        for (String setting : List.of("fsync", "full_page_writes", "synchronous_commit")) {
            if (look.text("SELECT current_setting(?)", setting).equals("off")) {
                off.add(setting);
            }
        }
        found.add(off.isEmpty()
                ? Found.ok("durable")
                : Found.about(Found.warning("not-durable", String.join(", ", off)), off));
        found.add(look.flag("SELECT current_setting('data_checksums')::boolean")
                ? Found.ok("page-checksums")
                : Found.warning("no-page-checksums"));
        return found;
    }
}
