package org.mediafiles.adoption;

import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.mediafiles.problem.MediaFilesException;

/** Where a password comes from: never from an argument, which every user of the machine can see. */
@FunctionalInterface
interface PasswordSource {
    /** @throws MediaFilesException where none came, or two that differ */
    String ask(String prompt);

    /** A terminal asks twice without echo; a pipe gives one line. */
    static PasswordSource ofProcess() {
        Console console = terminal();
        return console == null
                ? prompt -> line(new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)))
                : prompt -> twice(console, prompt);
    }

    static String line(BufferedReader reader) {
        try {
            String line = reader.readLine();
            if (line == null || line.isEmpty()) {
                throw MediaFilesException.invalid("password", "No password came on standard input.");
            }
            return line;
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private static String twice(Console console, String prompt) {
        char[] first = console.readPassword("%s", prompt);
        char[] second = console.readPassword("%s", "Once more: ");
        if (first == null || second == null || !Arrays.equals(first, second)) {
            throw MediaFilesException.invalid("password", "The two passwords differ.");
        }
        return new String(first);
    }

    /** From Java 22 on there is a console without a terminal, too, and it says so by {@code isTerminal}. */
    private static Console terminal() {
        Console console = System.console();
        if (console == null) {
            return null;
        }
        try {
            return Boolean.TRUE.equals(Console.class.getMethod("isTerminal").invoke(console)) ? console : null;
        } catch (ReflectiveOperationException olderJava) {
            return console;
        }
    }
}
