package org.mediafiles.launcher;

import java.io.PrintStream;

/** What the person who typed the command reads. */
final class Console {
    private final PrintStream out;

    Console(PrintStream out) {
        this.out = out;
    }

    /** One step, one line. */
    void say(String line) {
        out.println("MediaFiles: " + line);
        out.flush();
    }

    void block(String text) {
        out.println(text);
        out.flush();
    }
}
