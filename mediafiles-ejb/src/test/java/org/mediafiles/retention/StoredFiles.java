package org.mediafiles.retention;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;

/** What lies in a store's folder, by names below its root. */
final class StoredFiles {
    private static final String SET_ASIDE = "set-aside/";

    private StoredFiles() {}

    /** @return all but what was set aside */
    static TreeSet<String> inUse(Path root) {
        TreeSet<String> found = all(root);
        found.removeIf(name -> name.startsWith(SET_ASIDE));
        return found;
    }

    /** @return the keys of what was set aside */
    static List<String> setAside(Path root) {
        return all(root).stream().filter(name -> name.startsWith(SET_ASIDE))
                .map(name -> name.substring(SET_ASIDE.length())).toList();
    }

    static Path pathOfSetAside(Path root, String key) {
        return root.resolve(SET_ASIDE + key);
    }

    private static TreeSet<String> all(Path root) {
        try (Stream<Path> all = Files.walk(root)) {
            TreeSet<String> found = new TreeSet<>();
            all.filter(Files::isRegularFile).map(path -> root.relativize(path).toString())
                    .filter(name -> !name.startsWith(".")).forEach(found::add);
            return found;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String sha256(Path file) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
