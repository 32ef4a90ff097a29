package org.mediafiles.schema.rollback;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.mediafiles.schema.version.VersionScript;

/**
 * The way back of one version, as it will be gone.
 *
 * @param version   what it undoes
 * @param name      for example {@code U6__indexes.sql}
 * @param undo      run in one transaction with the change of the history
 * @param prepare   run before it outside a transaction; empty where nothing is
 * @param baselined whether the version was found standing when the database was adopted
 * @param toKeep    the program's own texts, to be stored since nobody had; empty where the stored ones are used
 */
record UndoScript(int version, String name, String undo, Optional<String> prepare, boolean baselined,
        Optional<VersionScript> toKeep) {
    private static final String LOSES = "loses:";

    /** @return for example {@code V6 indexes} */
    String title() {
        return "V" + version + " " + name.substring(name.indexOf("__") + 2, name.lastIndexOf('.')).replace('_', ' ');
    }

    /** @return the tables that go with their rows, as the header line names them, in the order in which they go */
    List<String> losses() {
        String first = undo.lines().findFirst().orElse("");
        int at = first.indexOf(LOSES);
        if (at < 0) {
            return List.of();
        }
        String rest = first.substring(at + LOSES.length());
        int end = rest.indexOf('|');
        String words = (end < 0 ? rest : rest.substring(0, end)).strip();
        return words.startsWith("nothing")
                ? List.of()
                : Arrays.stream(words.split("[\\s,]+")).filter(word -> !word.isEmpty()).toList();
    }
}
