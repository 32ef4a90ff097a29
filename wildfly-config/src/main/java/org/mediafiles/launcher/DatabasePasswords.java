package org.mediafiles.launcher;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Properties;

/**
 * Passwords of an embedded database, made at random and kept in a file that only its owner may read.
 *
 * @param superuser that of {@code postgres}, used to make the database only
 * @param owner     that of {@code mediafiles}, which owns the tables and changes the schema
 * @param runner    that of {@code mediafiles_runner}, with which the program works: rows only, no change of the schema
 */
public record DatabasePasswords(String superuser, String owner, String runner) {
    private static final int RANDOM_BYTES = 24;

    public static DatabasePasswords random() {
        return new DatabasePasswords(hexadecimal(), hexadecimal(), hexadecimal());
    }

    /** Reads those of a home, or makes and keeps new ones. @throws LaunchFailure if the file cannot be read or written */
    static DatabasePasswords of(Path file) {
        try {
            if (!Files.exists(file)) {
                return random().keptIn(file);
            }
            Properties properties = new Properties();
            try (Reader reader = Files.newBufferedReader(file)) {
                properties.load(reader);
            }
            String superuser = properties.getProperty("postgres", "");
            String owner = properties.getProperty(EmbeddedDatabase.OWNER, "");
            if (superuser.isEmpty() || owner.isEmpty()) {
                throw new LaunchFailure(file + " lacks a password: restore it from a backup of the home");
            }
            String runner = properties.getProperty(EmbeddedDatabase.RUNNER, "");
            // A home of the time when one login did both gets its second one.
            return runner.isEmpty()
                    ? new DatabasePasswords(superuser, owner, hexadecimal()).keptIn(file)
                    : new DatabasePasswords(superuser, owner, runner);
        } catch (IOException e) {
            throw new LaunchFailure("the passwords in " + file + " cannot be used: " + e, e);
        }
    }

    private DatabasePasswords keptIn(Path file) throws IOException {
        Path draft = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(draft);
        Home.privateFile(draft,
                "# The embedded database's passwords. Without them its data cannot be reached.\n" + "postgres="
                        + superuser + "\n" + EmbeddedDatabase.OWNER + "=" + owner + "\n" + EmbeddedDatabase.RUNNER + "="
                        + runner + "\n");
        Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
        return this;
    }

    private static String hexadecimal() {
        byte[] bytes = new byte[RANDOM_BYTES];
        new SecureRandom().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    @Override
    public String toString() {
        return "DatabasePasswords[redacted]";
    }
}
