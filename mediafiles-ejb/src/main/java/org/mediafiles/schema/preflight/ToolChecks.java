package org.mediafiles.schema.preflight;

import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.mediafiles.config.SchemaConfig.Backup;
import org.mediafiles.config.ToolConfig;
import org.mediafiles.schema.version.Finding;
import org.mediafiles.schema.version.Finding.Level;

/** The programs and readers of the machine that the work needs. */
final class ToolChecks {
    private static final Pattern FFMPEG = Pattern.compile("ffmpeg version (?:n|N-)?(\\d+)?(\\S*).*");
    private static final Pattern PG_DUMP = Pattern.compile("pg_dump \\(PostgreSQL\\) (\\d+)(\\S*).*");
    /** The oldest that decodes AV1 and that the program is tested with. */
    private static final int OLDEST_FFMPEG = 4;
    private static final List<String> PICTURES = List.of("JPEG", "PNG", "TIFF", "WebP");
    private static final int NUMBERS_PER_MAJOR = 10_000;

    private ToolChecks() {}

    static List<Finding> ffmpeg(Look look) throws IOException, InterruptedException {
        Optional<Program> program = Program.find(look.site().tools().ffmpeg(), "ffmpeg");
        if (program.isEmpty()) {
            return List.of(Found.warning("ffmpeg-missing"));
        }
        Optional<Matcher> version = program.get().version("-version").map(FFMPEG::matcher).filter(Matcher::matches);
        if (version.isEmpty()) {
            return List.of(Found.warning("ffmpeg-broken", program.get().path()));
        }
        // A build from the sources has no number but a commit.
        String major = version.get().group(1);
        String words = (major == null ? "" : major) + version.get().group(2);
        return List.of(major != null && Integer.parseInt(major) < OLDEST_FFMPEG && words.contains(".")
                ? Found.warning("ffmpeg-old", words, OLDEST_FFMPEG)
                : Found.ok("ffmpeg", words, program.get().path()));
    }

    static List<Finding> heif(Look look) {
        ToolConfig tools = look.site().tools();
        Optional<Program> program = Program.find(tools.heifConvert(), "heif-convert")
                .or(() -> Program.find(tools.vipsthumbnail(), "vipsthumbnail"));
        return List.of(program.map(found -> Found.ok("heif", found.path()))
                .orElseGet(() -> Found.warning("heif-missing")));
    }

    /** @param readable tells of a format's name whether a picture of it can be read */
    static List<Finding> pictures(Look look, Predicate<String> readable) {
        List<String> missing = PICTURES.stream().filter(format -> !readable.test(format.toLowerCase(Locale.ROOT)))
                .toList();
        return List.of(missing.isEmpty()
                ? Found.ok("picture-readers", String.join(", ", PICTURES))
                : Found.about(Found.at(look.beforeOpening(), "picture-readers-missing", String.join(", ", missing)),
                        missing));
    }

    static List<Finding> backup(Look look) throws IOException, InterruptedException, SQLException {
        Backup backup = look.site().config().backup();
        if (backup != Backup.DUMP) {
            return List.of(backup == Backup.OFF && look.met().rows()
                    ? Found.warning("backup-off")
                    : Found.ok("backup-" + backup.code() + (backup == Backup.OFF ? "-without-rows" : "")));
        }
        // Nothing is saved where there is nothing yet.
        Level level = look.met().rows() ? look.beforeChange() : Level.WARNING;
        Optional<Program> program = Program.find(look.site().config().pgDump(), "pg_dump");
        if (program.isEmpty()) {
            return List.of(Found.at(level, "pg-dump-missing"));
        }
        return List.of(dump(look, level, program.get()));
    }

    private static Finding dump(Look look, Level level, Program program)
            throws IOException, InterruptedException, SQLException {
        Optional<Matcher> version = program.version("--version").map(PG_DUMP::matcher).filter(Matcher::matches);
        if (version.isEmpty()) {
            return Found.at(level, "pg-dump-broken", program.path());
        }
        long major = Long.parseLong(version.get().group(1));
        long server = look.number("SELECT current_setting('server_version_num')::bigint") / NUMBERS_PER_MAJOR;
        return major < server
                ? Found.at(level, "pg-dump-old", program.path(), major, server)
                : Found.ok("pg-dump", program.path(), major + version.get().group(2));
    }
}
