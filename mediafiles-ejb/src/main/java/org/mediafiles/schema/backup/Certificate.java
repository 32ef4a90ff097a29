package org.mediafiles.schema.backup;

import jakarta.json.Json;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonReader;
import jakarta.json.JsonString;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What lies beside a backup and says what it is. Written last, so that a backup without one is none.
 *
 * @param file     where the certificate itself lies
 * @param database its name
 * @param system   the cluster's own identifier, which a copy of the cluster shares and nothing else does
 * @param server   for example {@code 15.20}
 * @param version  the schema's; empty where no history of ours stood
 * @param dump     empty for {@code external}
 * @param label    for {@code external}
 * @param rows     how many rows stood in each of our tables, as {@code schema.table}, in the dump's own snapshot
 * @param roles    that own something or have rights: they must be there before a restore that keeps both
 */
public record Certificate(Path file, String database, String system, String server, OptionalInt version,
        Instant startedAt, Instant endedAt, Optional<SavedDump> dump, Optional<String> label, LogPoint point,
        Optional<Path> manifest, Map<String, Long> rows, List<String> roles) {
    static final String SUFFIX = ".json";

    public Certificate {
        Objects.requireNonNull(file, "file");
        rows = new LinkedHashMap<>(rows);
        roles = List.copyOf(roles);
    }

    String text() {
        JsonObjectBuilder json = Json.createObjectBuilder().add("mediafilesBackup", 1).add("database", database)
                .add("systemIdentifier", system).add("server", server);
        version.ifPresent(number -> json.add("version", number));
        json.add("startedAt", startedAt.toString()).add("endedAt", endedAt.toString());
        dump.ifPresent(saved -> json.add("dump",
                Json.createObjectBuilder().add("file", saved.file().getFileName().toString())
                        .add("bytes", saved.bytes())
                        .add("sha256", saved.sha256())));
        label.ifPresent(given -> json.add("label", given));
        json.add("point", point.json());
        manifest.ifPresent(path -> json.add("manifest", path.getFileName().toString()));
        JsonObjectBuilder counts = Json.createObjectBuilder();
        rows.forEach(counts::add);
        return json.add("rows", counts).add("roles", Json.createArrayBuilder(roles)).build() + "\n";
    }

    /** @return empty where the file is none of ours or cannot be read */
    public static Optional<Certificate> read(Path file) {
        try (JsonReader reader = Json.createReader(new StringReader(Files.readString(file, StandardCharsets.UTF_8)))) {
            JsonObject json = reader.readObject();
            return json.containsKey("mediafilesBackup") ? Optional.of(of(file, json)) : Optional.empty();
        } catch (IOException | JsonException | DateTimeException | NullPointerException | ClassCastException broken) {
            return Optional.empty();
        }
    }

    private static Certificate of(Path file, JsonObject json) {
        Map<String, Long> rows = new LinkedHashMap<>();
        json.getJsonObject("rows").keySet()
                .forEach(table -> rows.put(table, json.getJsonObject("rows").getJsonNumber(table).longValue()));
        Optional<SavedDump> dump = Optional.ofNullable(json.getJsonObject("dump"))
                .map(saved -> new SavedDump(beside(file, saved.getString("file")),
                        saved.getJsonNumber("bytes").longValue(), saved.getString("sha256")));
        JsonObject point = json.getJsonObject("point");
        return new Certificate(file, json.getString("database"), json.getString("systemIdentifier"),
                json.getString("server"),
                json.containsKey("version") ? OptionalInt.of(json.getInt("version")) : OptionalInt.empty(),
                Instant.parse(json.getString("startedAt")), Instant.parse(json.getString("endedAt")), dump,
                Optional.ofNullable(json.getString("label", null)),
                new LogPoint(point.getString("lsn"), point.getJsonNumber("timeline").longValue(),
                        point.getString("restorePoint")),
                Optional.ofNullable(json.getString("manifest", null)).map(name -> beside(file, name)), rows,
                json.getJsonArray("roles").getValuesAs(JsonString.class).stream().map(JsonString::getString).toList());
    }

    /** Whatever the text says, it is a file of this folder. */
    private static Path beside(Path file, String name) {
        return file.resolveSibling(Path.of(name).getFileName());
    }
}
