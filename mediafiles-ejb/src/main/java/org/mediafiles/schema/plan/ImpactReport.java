package org.mediafiles.schema.plan;

import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.mediafiles.schema.version.SchemaReport;

/** What the schema costs, as it was a moment ago. */
public final class ImpactReport implements SchemaReport {
    private final FoundState.Identity database;
    private final Optional<Instant> since;
    private final List<TableImpact> tables;
    private final List<RunImpact> runs;

    ImpactReport(FoundState.Identity database, Optional<Instant> since, List<TableImpact> tables,
            List<RunImpact> runs) {
        this.database = database;
        this.since = since;
        this.tables = List.copyOf(tables);
        this.runs = List.copyOf(runs);
    }

    FoundState.Identity database() {
        return database;
    }

    /** @return since when the statistics count; empty where they were never reset */
    public Optional<Instant> since() {
        return since;
    }

    /** @return those in {@code public} first, by name */
    public List<TableImpact> tables() {
        return tables;
    }

    /** @return at most ten, the newest first */
    public List<RunImpact> runs() {
        return runs;
    }

    /** @return the bytes of all our tables */
    public long totalBytes() {
        return tables.stream().mapToLong(table -> table.size().total()).sum();
    }

    @Override
    public int exitCode() {
        return 0;
    }

    @Override
    public List<String> lines(Locale locale) {
        return new ImpactLines(locale).of(this);
    }

    @Override
    public JsonObject json() {
        JsonArrayBuilder all = Json.createArrayBuilder();
        tables.forEach(table -> all.add(table.json()));
        JsonArrayBuilder done = Json.createArrayBuilder();
        runs.forEach(run -> done.add(run.json()));
        JsonObjectBuilder json = Json.createObjectBuilder().add("database", database.json())
                .add("totalBytes", totalBytes()).add("tables", all).add("runs", done);
        since.ifPresentOrElse(at -> json.add("statisticsSince", at.atOffset(ZoneOffset.UTC).toString()),
                () -> json.addNull("statisticsSince"));
        return json.build();
    }
}
