package org.mediafiles.adoption;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.mediafiles.schema.version.FileTrouble;

/**
 * The sheet that says which file is which event's photo: CSV in UTF-8 as spreadsheets write it, separated by commas or
 * semicolons, with or without a line of headings.
 */
final class ImportSheet {
    /** More than any hospital's list of events; it is held in memory. */
    private static final long MAX_BYTES = 64L << 20;

    private final Path folder;
    private final Map<UUID, Integer> seen = new HashMap<>();

    private ImportSheet(Path folder) {
        this.folder = folder;
    }

    /** A record of the file, with the line on which it begins. */
    private record Cells(int line, List<String> values) {}

    /**
     * @return a row for each record, in order; at least one
     * @throws IllegalArgumentException with one sentence where the sheet or the folder as a whole cannot be used
     */
    static List<ImportRow> read(Path csv, Path folder) {
        if (!Files.isDirectory(folder)) {
            throw new IllegalArgumentException("--folder is no folder.");
        }
        try {
            List<Cells> records = split(text(csv));
            if (!records.isEmpty() && isHeading(records.get(0))) {
                records = records.subList(1, records.size());
            }
            if (records.isEmpty()) {
                throw new IllegalArgumentException("The CSV has no rows: each is an event's id and a file.");
            }
            ImportSheet sheet = new ImportSheet(folder.toRealPath());
            return records.stream().map(sheet::row).toList();
        } catch (IOException unreadable) {
            throw new IllegalArgumentException("The CSV or the folder cannot be read: "
                    + FileTrouble.of(unreadable) + ".", unreadable);
        }
    }

    private static String text(Path csv) throws IOException {
        if (Files.size(csv) > MAX_BYTES) {
            throw new IllegalArgumentException("The CSV is larger than " + MAX_BYTES + " bytes: split it.");
        }
        try {
            String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(Files.readAllBytes(csv)))
                    .toString();
            return text.startsWith("\uFEFF") ? text.substring(1) : text;
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("The CSV is not UTF-8: save it as \"CSV UTF-8\".", e);
        }
    }

    private static boolean isHeading(Cells first) {
        return first.values().size() >= 2 && eventId(first.values().get(0)) == null
                && !first.values().get(0).matches(".*[0-9].*");
    }

    /** Quotes as in RFC 4180: a cell in quotes may hold separators, line ends and doubled quotes. */
    private static List<Cells> split(String text) {
        char separator = separator(text);
        List<Cells> records = new ArrayList<>();
        List<String> cells = new ArrayList<>();
        StringBuilder cell = new StringBuilder();
        boolean quoted = false;
        int line = 1;
        int begun = 1;
        for (int i = 0; i <= text.length(); i++) {
            char c = i < text.length() ? text.charAt(i) : '\n';
            if (quoted && i < text.length()) {
                if (c == '"' && i + 1 < text.length() && text.charAt(i + 1) == '"') {
                    cell.append(text.charAt(++i));
                } else if (c == '"') {
                    quoted = false;
                } else {
                    cell.append(c);
                }
            } else if (c == '"' && cell.isEmpty()) {
                quoted = true;
            } else if (c == separator) {
                cells.add(cell.toString().strip());
                cell.setLength(0);
            } else if (c == '\n') {
                cells.add(cell.toString().strip());
                cell.setLength(0);
                if (cells.stream().anyMatch(value -> !value.isEmpty())) {
                    records.add(new Cells(begun, List.copyOf(cells)));
                }
                cells.clear();
                begun = line + 1;
            } else if (c != '\r') {
                cell.append(c);
            }
            line += c == '\n' ? 1 : 0;
        }
        return records;
    }

    private static char separator(String text) {
        String first = text.lines().filter(line -> !line.isBlank()).findFirst().orElse("");
        return first.indexOf(';') >= 0 && first.indexOf(',') < 0 || first.matches("[^,]*;.*") ? ';' : ',';
    }

    private ImportRow row(Cells cells) {
        List<String> values = cells.values();
        UUID eventId = eventId(values.get(0));
        if (values.size() < 2 || values.subList(2, values.size()).stream().anyMatch(value -> !value.isEmpty())) {
            return refused(cells, eventId, "The row is not an event's id and a file.");
        }
        if (eventId == null) {
            return refused(cells, null, "The first cell is no event's id.");
        }
        Integer before = seen.putIfAbsent(eventId, cells.line());
        if (before != null) {
            return refused(cells, eventId, "The event stands on line " + before + " already.");
        }
        try {
            return file(cells, eventId, values.get(1));
        } catch (InvalidPathException | IOException e) {
            return refused(cells, eventId, "There is no such file in the folder.");
        }
    }

    private ImportRow file(Cells cells, UUID eventId, String name) throws IOException {
        Path file = folder.resolve(name);
        if (name.isEmpty() || !Files.isRegularFile(file)) {
            return refused(cells, eventId, "There is no such file in the folder.");
        }
        if (!file.toRealPath().startsWith(folder)) {
            return refused(cells, eventId, "The file lies outside the folder.");
        }
        if (Files.size(file) == 0 || !Files.isReadable(file)) {
            return refused(cells, eventId, "The file is empty or cannot be read.");
        }
        return new ImportRow(cells.line(), eventId, file, null);
    }

    private static ImportRow refused(Cells cells, UUID eventId, String problem) {
        return new ImportRow(cells.line(), eventId, null, problem);
    }

    private static UUID eventId(String text) {
        return text.matches("(?i)[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}") ? UUID.fromString(text) : null;
    }
}
