package org.mediafiles.schema.preflight;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.mediafiles.schema.version.Finding;
import org.mediafiles.schema.version.Finding.Level;

/** The folder of the media files: there, ours alone, and where no deployment and no clean-up removes it. Nothing is written. */
final class StorageCheck {
    private static final Set<PosixFilePermission> OURS_ALONE = PosixFilePermissions.fromString("rwx------");
    /** What a server or a system empties or replaces. */
    private static final List<String> FOREIGN = List.of("java.io.tmpdir", "jboss.server.temp.dir",
            "jboss.server.deploy.dir", "jboss.server.base.dir", "jboss.home.dir");

    private final Function<String, String> properties;

    /** @param properties gives a system property's value, {@code null} where there is none */
    StorageCheck(Function<String, String> properties) {
        this.properties = properties;
    }

    List<Finding> look(Look look) throws IOException, SQLException {
        Optional<Path> named = look.site().storageRoot();
        Level level = needsRoot(look) ? Level.STOPS : Level.WARNING;
        if (named.isEmpty()) {
            // Taking a database over touches no file: what is missing is found and listed afterwards.
            return List.of(Found.at(look.purpose() == Purpose.DEPLOY ? Level.STOPS : Level.WARNING, "storage-unnamed"));
        }
        Path root = named.get();
        List<Finding> found = new ArrayList<>();
        Optional<Path> foreign = foreignFolder(root);
        if (foreign.isPresent()) {
            found.add(Found.at(look.beforeOpening(), "storage-inside-foreign", root, foreign.get()));
        }
        if (!Files.exists(root)) {
            // The first start makes it; where records stand, their files should, too.
            found.add(look.met().rows() && hasMediaFiles(look)
                    ? Found.at(level, "storage-missing", root)
                    : Found.warning("storage-to-come", root));
        } else if (!Files.isDirectory(root)) {
            found.add(Found.stops("storage-no-folder", root));
        } else {
            if (!Files.isReadable(root) || !Files.isWritable(root)) {
                found.add(Found.at(level, "storage-not-writable", root, System.getProperty("user.name")));
            }
            permissions(root).ifPresent(found::add);
        }
        return found.isEmpty() ? List.of(Found.ok("storage", root)) : found;
    }

    private static boolean needsRoot(Look look) {
        return look.purpose() == Purpose.ADOPT || look.purpose() == Purpose.DEPLOY;
    }

    private static boolean hasMediaFiles(Look look) throws SQLException {
        return look.met().tables().contains("mediafiles_mediafile")
                && look.flag("SELECT EXISTS (SELECT FROM public.mediafiles_mediafile)");
    }

    private static Optional<Finding> permissions(Path root) throws IOException {
        if (!Files.getFileStore(root).supportsFileAttributeView("posix")) {
            return Optional.of(Found.warning("storage-permissions-unknown", root));
        }
        Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(root);
        return OURS_ALONE.containsAll(permissions)
                ? Optional.empty()
                : Optional.of(Found.warning("storage-open", root, PosixFilePermissions.toString(permissions)));
    }

    private Optional<Path> foreignFolder(Path root) throws IOException {
        // A link on the way would hide where it really is.
        Path standing = DiskChecks.standing(root);
        Path real = standing.toRealPath().resolve(standing.relativize(root.toAbsolutePath())).normalize();
        for (String property : FOREIGN) {
            String value = properties.apply(property);
            if (value != null && Files.exists(Path.of(value)) && real.startsWith(Path.of(value).toRealPath())) {
                return Optional.of(Path.of(value));
            }
        }
        return Optional.empty();
    }
}
