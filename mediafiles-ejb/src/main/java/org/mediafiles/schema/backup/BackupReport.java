package org.mediafiles.schema.backup;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import org.mediafiles.config.SchemaConfig;
import org.mediafiles.schema.version.SchemaReport;

/**
 * What was saved. A report stands for a backup that holds; one that failed is an exception.
 *
 * @param mode     {@code OFF}: nothing was saved, because somebody said so
 * @param database its name
 * @param version  the schema's when it was saved; empty where no history of ours stood
 * @param dump     for {@code DUMP}
 * @param label    for {@code EXTERNAL}: what the site calls its backup
 * @param point    where the log stood, for {@code DUMP} and {@code EXTERNAL}
 * @param coldCopy for {@code COLD}
 * @param files    the list of media files; empty where none was written
 * @param notes    what an admin should know, one English sentence each
 */
public record BackupReport(SchemaConfig.Backup mode, String database, OptionalInt version, Instant startedAt,
        Instant endedAt, Optional<SavedDump> dump, Optional<String> label, Optional<LogPoint> point,
        Optional<Path> coldCopy, Optional<FileTally> files, List<String> notes) implements SchemaReport {
    public BackupReport {
        Objects.requireNonNull(mode, "mode");
        notes = List.copyOf(notes);
    }

    /** @return whether what is changed next can be had back from it; false for {@code OFF} alone */
    public boolean saves() {
        return mode != SchemaConfig.Backup.OFF;
    }

    /** @return for the record of runs: the dump's path, the label, the copy's path, or {@code off} */
    public String place() {
        return dump.map(saved -> saved.file().toString()).or(() -> label).or(() -> coldCopy.map(Path::toString))
                .orElse(mode.code());
    }

    @Override
    public JsonObject json() {
        JsonObjectBuilder json = Json.createObjectBuilder().add("backup", mode.code()).add("database", database)
                .add("place", place()).add("startedAt", startedAt.toString()).add("endedAt", endedAt.toString());
        version.ifPresent(number -> json.add("version", number));
        dump.ifPresent(saved -> json.add("dump", Json.createObjectBuilder().add("file", saved.file().toString())
                .add("bytes", saved.bytes()).add("sha256", saved.sha256())));
        label.ifPresent(text -> json.add("label", text));
        point.ifPresent(where -> json.add("point", where.json()));
        coldCopy.ifPresent(path -> json.add("coldCopy", path.toString()));
        files.ifPresent(tally -> json.add("files", tally.json()));
        return json.add("notes", Json.createArrayBuilder(notes)).build();
    }

    @Override
    public List<String> lines(Locale locale) {
        List<String> lines = new ArrayList<>();
        lines.add("backup: " + mode.code());
        lines.add("database: " + database);
        lines.add("version: " + (version.isPresent() ? version.getAsInt() : "none"));
        dump.ifPresent(saved -> {
            lines.add("dump: " + saved.file());
            lines.add("dump bytes: " + saved.bytes());
            lines.add("dump sha256: " + saved.sha256());
        });
        label.ifPresent(text -> lines.add("label: " + text));
        point.ifPresent(where -> {
            lines.add("lsn: " + where.lsn());
            lines.add("timeline: " + where.timeline());
            lines.add("restore point: " + (where.restorePoint().isEmpty() ? "none" : where.restorePoint()));
        });
        coldCopy.ifPresent(path -> lines.add("cold copy: " + path));
        files.ifPresent(tally -> addTo(lines, tally));
        lines.add("took: " + Duration.between(startedAt, endedAt).toMillis() + " ms");
        notes.forEach(note -> lines.add("note: " + note));
        return lines;
    }

    private static void addTo(List<String> lines, FileTally tally) {
        lines.add("manifest: " + tally.manifest());
        lines.add("media files: " + tally.entries());
        lines.add("media bytes: " + tally.bytes());
        lines.add("read and equal: " + tally.read());
        lines.add("copied: " + tally.copied());
        lines.add("missing files: " + tally.missing());
        lines.add("different files: " + tally.different());
        lines.add("unhashed files: " + tally.unhashed());
        lines.add("paths outside the root: " + tally.refused());
        tally.examples().forEach(key -> lines.add("example: " + key));
    }

    /** @return 1 also where files were read or copied and some are not as recorded: the database alone is saved then */
    @Override
    public int exitCode() {
        return files.map(FileTally::isWhole).orElse(true) ? 0 : 1;
    }
}
