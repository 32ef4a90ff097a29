package org.mediafiles.schema.plan;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What a way back says of itself in its first line, for texts whose effects were never recorded. */
final class UndoHeader {
    private static final Pattern LOSES = Pattern.compile("\\bloses:\\s*([^|\\n]*)");

    private UndoHeader() {}

    /** @return the tables that go with their rows, with their schemas */
    static List<String> losses(String undo) {
        Matcher loses = LOSES.matcher(undo.lines().findFirst().orElse(""));
        if (!loses.find() || loses.group(1).startsWith("nothing")) {
            return List.of();
        }
        return Stream.of(loses.group(1).strip().split("\\s+")).filter(word -> !word.isEmpty())
                .map(table -> (table.startsWith("mediafiles_") ? "public." : "mediafiles_ops.") + table).toList();
    }
}
