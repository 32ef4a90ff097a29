package org.mediafiles.launcher;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Properties;

/**
 * Passwords of an embedded database, made at random and kept in a file that only its owner may read.
 *
 * @param superuser that of {@code postgres}, used to make the database only
 * @param owner     that of {@code mediafiles}, with which the program works
 */
public record DatabasePasswords(String superuser, String owner) {
    private static final int RANDOM_BYTES = 24;

    public static DatabasePasswords random() {
        return new DatabasePasswords(hexadecimal(), hexadecimal());
    }

    /** Reads those of a home, or makes and keeps new ones. @throws LaunchFailure if the file cannot be read or written */
    static DatabasePasswords of(Path file) {
        try {
            if (!Files.exists(file)) {
                DatabasePasswords made = random();
                Path draft = file.resolveSibling(file.getFileName() + ".new");
                Home.privateFile(draft,
                        "# The embedded database's passwords. Without them its data cannot be reached.\n"
                                + "postgres=" + made.superuser + "\n" + "mediafiles=" + made.owner + "\n");
                Files.move(draft, file, java.nio.file.StandardCopyOption.ATOMIC_MOVE);
                return made;
            }
            Properties properties = new Properties();
            try (Reader reader = Files.newBufferedReader(file)) {
                properties.load(reader);
            }
            String superuser = properties.getProperty("postgres", "");
            String owner = properties.getProperty("mediafiles", "");
            if (superuser.isEmpty() || owner.isEmpty()) {
                throw new LaunchFailure(file + " lacks a password: restore it from a backup of the home");
            }
            return new DatabasePasswords(superuser, owner);
        } catch (IOException e) {
            throw new LaunchFailure("the passwords in " + file + " cannot be used: " + e, e);
        }
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
