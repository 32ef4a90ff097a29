package org.mediafiles.schema.validation;

import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.mediafiles.schema.version.FileTrouble;
import org.mediafiles.schema.version.Finding.Area;
import org.mediafiles.schema.version.Finding.Level;
import org.mediafiles.schema.version.Finding;
import org.mediafiles.schema.version.SchemaSite;
import org.mediafiles.schema.version.Sql;
import org.mediafiles.storage.StoredFiles;

/**
 * The faults of the data, counted and some of them named: of rows, of files, of rows and files together. Any phase's
 * catalogue will do, also that of a database that Django made. Reads alone, each statement in a transaction of its own;
 * memory does not grow with the rows or files.
 */
public final class DataFindings {
    /** As many as a person reads. */
    public static final int EXAMPLES = 10;

    /** Listed whether or not there are any: a check that found nothing is worth its line. */
    private static final List<String> CODES_OF_FILES = List.of("missing-files", "paths-outside-the-root",
            "differing-sizes", "files-without-row");

    private final SchemaSite site;
    private final int examples;

    public DataFindings(SchemaSite site) {
        this(site, EXAMPLES);
    }

    /** @param examples how many ids or keys are named for each fault, at least 1 */
    public DataFindings(SchemaSite site, int examples) {
        if (examples < 1) {
            throw new IllegalArgumentException("examples: at least 1");
        }
        this.site = site;
        this.examples = examples;
    }

    /** @return as {@link #read(Connection, boolean)}, with the files, as the owner */
    public List<Finding> read() throws SQLException {
        try (Connection connection = site.owner().getConnection()) {
            return read(connection, true);
        }
    }

    /**
     * @param connection in auto-commit mode; not changed
     * @param files      whether the store is walked, which takes its time
     * @return one finding for each question that was asked, in the order in which a person reads them; level
     *         {@link Level#OK} and count 0 where nothing was found, else {@link Level#FINDING} or {@link Level#NOTE}; the
     *         count is also the first argument
     */
    public List<Finding> read(Connection connection, boolean files) throws SQLException {
        PresentTables tables = PresentTables.read(connection);
        DataQueries queries = new DataQueries(tables);
        List<Finding> ofFiles = files ? ofFiles(connection, tables) : List.of();
        List<Finding> found = new ArrayList<>();
        take(found, ofFiles, "missing-files");
        found.add(ask(connection, "untrue-totals", Level.FINDING, queries.untrueTotals()));
        found.add(ask(connection, "orphans", Level.FINDING, queries.orphans()));
        found.add(ask(connection, "unhashed-files", Level.FINDING, queries.unhashedFiles()));
        found.add(ask(connection, "order-gaps", Level.FINDING, queries.orderGaps()));
        found.add(ask(connection, "doubtful-adopted-files", Level.FINDING, queries.doubtfulAdoptedFiles()));
        take(found, ofFiles, "paths-outside-the-root");
        take(found, ofFiles, "differing-sizes");
        found.add(ask(connection, "events-without-child-row", Level.NOTE, queries.eventsWithoutChild()));
        take(found, ofFiles, "files-without-row");
        found.add(ask(connection, "equal-bytes", Level.NOTE, queries.equalBytes()));
        found.add(ask(connection, "equal-bytes-of-one-patient", Level.NOTE, queries.equalBytesOfOnePatient()));
        ofFiles.stream().filter(finding -> !CODES_OF_FILES.contains(finding.code())).forEach(found::add);
        return found;
    }

    private static void take(List<Finding> found, List<Finding> from, String code) {
        from.stream().filter(finding -> finding.code().equals(code)).forEach(found::add);
    }

    private Finding ask(Connection connection, String code, Level level, Optional<String> question)
            throws SQLException {
        if (question.isEmpty()) {
            return finding(code, level, 0, List.of());
        }
        long count = 0;
        List<String> some = new ArrayList<>();
        // The window counts all in the same pass that sorts out the first few.
        try (PreparedStatement statement = connection.prepareStatement("SELECT subject, count(*) OVER () FROM ("
                + question.get() + ") AS found ORDER BY subject LIMIT " + examples);
                ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                some.add(rows.getString(1));
                count = rows.getLong(2);
            }
        }
        return finding(code, level, count, some);
    }

    private List<Finding> ofFiles(Connection connection, PresentTables tables) throws SQLException {
        if (site.storageRoot().isEmpty()) {
            return withoutRoot(connection, tables);
        }
        List<Finding> found = new ArrayList<>();
        StoredFiles files = null;
        try {
            files = StoredFiles.under(site.storageRoot().get());
        } catch (IOException unusable) {
            found.add(Finding.of(Area.VALIDATION, "storage-root-unusable",
                    holdsFiles(connection, tables) ? Level.FINDING : Level.NOTE,
                    site.storageRoot().get(), FileTrouble.of(unusable)));
        }
        RowsAgainstFiles rows = new RowsAgainstFiles(tables, files, site.progress(), examples);
        FilesAgainstRows store = new FilesAgainstRows(tables, site.progress(), examples);
        boolean whole = rows.run(connection) && (files == null || store.run(connection, files));
        found.add(finding("missing-files", Level.FINDING, rows.missing()));
        found.add(finding("paths-outside-the-root", Level.FINDING, rows.outside()));
        found.add(finding("differing-sizes", Level.FINDING, rows.differing()));
        found.add(finding("files-without-row", Level.NOTE, store.unknown()));
        if (store.unseen().count() > 0) {
            found.add(finding("unreadable-folders", Level.FINDING, store.unseen()));
        }
        if (!whole) {
            found.add(Finding.of(Area.VALIDATION, "comparison-stopped", Level.FINDING, rows.rows()));
        }
        return found;
    }

    /** Where no record names a file, none is missing; where one does, nobody knows, and that is no "all is well". */
    private static List<Finding> withoutRoot(Connection connection, PresentTables tables) throws SQLException {
        if (holdsFiles(connection, tables)) {
            return List.of(Finding.of(Area.VALIDATION, "storage-root-unknown", Level.FINDING));
        }
        return List.of(finding("missing-files", Level.FINDING, 0, List.of()),
                finding("paths-outside-the-root", Level.FINDING, 0, List.of()),
                finding("differing-sizes", Level.FINDING, 0, List.of()),
                Finding.of(Area.VALIDATION, "storage-root-unknown", Level.NOTE));
    }

    private static boolean holdsFiles(Connection connection, PresentTables tables) throws SQLException {
        return tables.has(PresentTables.MEDIA_FILE)
                && Sql.flag(connection, "SELECT EXISTS (SELECT FROM " + PresentTables.MEDIA_FILE + ")");
    }

    private static Finding finding(String code, Level level, Tally tally) {
        return finding(code, level, tally.count(), tally.examples());
    }

    private static Finding finding(String code, Level level, long count, List<String> some) {
        return Finding.of(Area.VALIDATION, code, count == 0 ? Level.OK : level, count).counted(count, some);
    }
}
