package org.mediafiles.launcher;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A WildFly base directory apart from the provisioned server, so that one server serves many homes and test runs. */
public final class ServerBase {
    private ServerBase() {}

    /**
     * Makes the directory ready for a start: the configuration is the provisioned server's, copied anew; temporary files and
     * old deployments are swept away; logs and the transaction log stay.
     *
     * @param serverHome the provisioned server
     * @param base       the base directory; made if missing
     */
    public static void prepare(Path serverHome, Path base) {
        Home.privateDirectory(base);
        for (String swept : List.of("configuration", "deployments", "tmp", "data/content")) {
            sweep(base.resolve(swept));
        }
        for (String needed : List.of("configuration", "deployments", "tmp", "data", "log")) {
            Home.privateDirectory(base.resolve(needed));
        }
        Path from = serverHome.resolve("standalone/configuration");
        try (Stream<Path> files = Files.list(from)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.copy(file, base.resolve("configuration").resolve(file.getFileName()),
                        StandardCopyOption.REPLACE_EXISTING);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Removes a directory with all that is in it; links are removed, not followed. */
    public static void sweep(Path directory) {
        if (!Files.exists(directory)) {
            return;
        }
        try (Stream<Path> tree = Files.walk(directory)) {
            for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
