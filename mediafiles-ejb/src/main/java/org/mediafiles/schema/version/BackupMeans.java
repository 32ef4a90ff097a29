package org.mediafiles.schema.version;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/**
 * What saving the database needs beyond a JDBC connection, from which host, port, database and user are read.
 *
 * @param password the owner's, for {@code pg_dump}; it goes into that program's environment, never into its arguments. Empty
 *                 where the server asks for none, or where {@code ~/.pgpass} has it
 * @param label    what the site calls its own backup ({@code --label}); needed for {@code external}
 * @param coldCopy the copy of the stopped cluster that the launcher made for this start; empty where it made none
 */
public record BackupMeans(Optional<String> password, Optional<String> label, Optional<Path> coldCopy) {
    public static final BackupMeans NONE = new BackupMeans(Optional.empty(), Optional.empty(), Optional.empty());

    /** The key under which the launcher tells the server of the copy. */
    public static final String COLD_COPY = "mediafiles.schema.cold-copy";

    public BackupMeans {
        Objects.requireNonNull(password, "password");
        Objects.requireNonNull(label, "label");
        Objects.requireNonNull(coldCopy, "coldCopy");
    }

    /**
     * What a server's process knows.
     *
     * @param lookup gives a key's value from system properties or the environment, in the keys' spelling with dots
     */
    public static BackupMeans of(Function<String, Optional<String>> lookup) {
        Function<String, Optional<String>> given = key -> lookup.apply(key).filter(value -> !value.isBlank());
        // The order in which the server's own data source looks.
        Optional<String> password = given.apply("mediafiles.schema.password")
                .or(() -> given.apply("mediafiles.db.owner.password")).or(() -> given.apply("mediafiles.db.password"));
        return new BackupMeans(password, Optional.empty(), given.apply(COLD_COPY).map(Path::of));
    }

    /** @return what this process knows by its system properties and its environment */
    public static BackupMeans ofProcess() {
        return of(key -> Optional.ofNullable(System.getProperty(key))
                .or(() -> Optional.ofNullable(System.getenv(key.toUpperCase(Locale.ROOT).replace('.', '_')
                        .replace('-', '_')))));
    }

    /** @return the same with that label */
    public BackupMeans labelled(String text) {
        return new BackupMeans(password, Optional.of(text), coldCopy);
    }

    @Override
    public String toString() {
        return "BackupMeans[password=" + (password.isPresent() ? "redacted" : "none") + ", label="
                + label.orElse("none")
                + ", coldCopy=" + coldCopy.map(Path::toString).orElse("none") + "]";
    }
}
