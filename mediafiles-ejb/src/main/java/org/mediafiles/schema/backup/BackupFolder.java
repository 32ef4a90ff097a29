package org.mediafiles.schema.backup;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.mediafiles.problem.MediaFilesException;
import org.mediafiles.problem.ProblemCode;
import org.mediafiles.schema.version.FileTrouble;
import org.mediafiles.schema.version.SchemaSite;

/**
 * Where backups lie: {@code mediafiles-V9-20261123T1405Z.dump} with {@code .files.jsonl} and the certificate
 * {@code .json}. Everything is written under a draft's name and moved when it is whole. Folders that we make are 0700,
 * files 0600.
 */
public final class BackupFolder {
    static final String DUMP = ".dump";
    static final String FILES = ".files.jsonl";
    private static final String PREFIX = "mediafiles-";
    private static final String DRAFT = ".partial";
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmm'Z'")
            .withZone(ZoneOffset.UTC);
    /** Nobody who is still at work on a draft leaves it alone for so long. */
    private static final Duration ABANDONED = Duration.ofHours(1);
    private static final FileAttribute<?> PRIVATE_FOLDER = PosixFilePermissions
            .asFileAttribute(PosixFilePermissions.fromString("rwx------"));
    private static final FileAttribute<?> PRIVATE_FILE = PosixFilePermissions
            .asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    private final Path folder;

    private BackupFolder(Path folder) {
        this.folder = folder;
    }

    /** @throws MediaFilesException where nobody named one, or it cannot be used */
    public static BackupFolder of(SchemaSite site) {
        Path folder = site.config().backupDir()
                .or(() -> site.storageRoot().map(root -> root.toAbsolutePath().normalize().resolveSibling("backups")))
                .orElseThrow(() -> new MediaFilesException(ProblemCode.NOT_READY,
                        "Nobody said where backups are to lie:"
                                + " name a folder with --backup-dir, or the storage root with --storage-root."))
                .toAbsolutePath().normalize();
        site.storageRoot().map(root -> root.toAbsolutePath().normalize()).filter(folder::startsWith).ifPresent(root -> {
            throw new MediaFilesException(ProblemCode.NOT_READY,
                    "Backups must not lie in the storage root " + root + ": name another folder with --backup-dir.");
        });
        try {
            if (!Files.isDirectory(folder)) {
                Files.createDirectories(folder.getParent());
                Files.createDirectory(folder, PRIVATE_FOLDER);
            }
        } catch (IOException refused) {
            throw unusable(folder, refused);
        }
        if (!Files.isWritable(folder)) {
            throw unusable(folder, new IOException("it is not ours to write"));
        }
        return new BackupFolder(folder);
    }

    private static MediaFilesException unusable(Path folder, IOException why) {
        return new MediaFilesException(ProblemCode.NOT_READY,
                "The folder of backups " + folder + " cannot be used (" + FileTrouble.of(why)
                        + "): make it for the user that runs this, or name another with --backup-dir or"
                        + " mediafiles.schema.backup-dir. Nothing was changed.",
                why);
    }

    Path path() {
        return folder;
    }

    /** @return whether others than its owner may look into the folder */
    boolean isOpenToOthers() throws IOException {
        return Files.getPosixFilePermissions(folder).stream().anyMatch(right -> !right.name().startsWith("OWNER"));
    }

    /** A backup that is being written. */
    final class Draft implements AutoCloseable {
        private final String name;
        private final List<Path> begun = new ArrayList<>();
        private final List<Path> kept = new ArrayList<>();
        private boolean complete;

        private Draft(String name) {
            this.name = name;
        }

        /** @return where the part will lie */
        Path place(String suffix) {
            return folder.resolve(name + suffix);
        }

        /** @return a new empty file, 0600, under a draft's name */
        Path begin(String suffix) throws IOException {
            Path file = folder.resolve(name + suffix + DRAFT);
            Files.createFile(file, PRIVATE_FILE);
            begun.add(file);
            return file;
        }

        /** @return a part that was begun */
        Path begun(String suffix) {
            return folder.resolve(name + suffix + DRAFT);
        }

        /** Gives every part its name, the certificate last. */
        void complete(Certificate certificate) throws IOException {
            Path draft = begin(Certificate.SUFFIX);
            Files.writeString(draft, certificate.text(), StandardCharsets.UTF_8);
            for (Path file : begun) {
                try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                    channel.force(true);
                }
            }
            for (Path file : begun) {
                String finished = file.getFileName().toString();
                Path place = folder.resolve(finished.substring(0, finished.length() - DRAFT.length()));
                Files.move(file, place, StandardCopyOption.ATOMIC_MOVE);
                kept.add(place);
            }
            sync();
            complete = true;
        }

        /** Removes what was begun and is not complete. */
        @Override
        public void close() throws IOException {
            if (!complete) {
                for (Path file : begun) {
                    Files.deleteIfExists(file);
                }
                for (Path file : kept) {
                    Files.deleteIfExists(file);
                }
            }
        }
    }

    /** @return a draft whose name no other backup bears */
    Draft begin(OptionalInt version, Instant now) throws IOException {
        removeAbandoned();
        String base = PREFIX + (version.isPresent() ? "V" + version.getAsInt() : "none") + "-" + TIME.format(now);
        for (int attempt = 1;; attempt++) {
            String name = attempt == 1 ? base : base + "-" + attempt;
            if (Files.exists(folder.resolve(name + Certificate.SUFFIX), LinkOption.NOFOLLOW_LINKS)
                    || Files.exists(folder.resolve(name + DUMP), LinkOption.NOFOLLOW_LINKS)) {
                continue;
            }
            Draft draft = new Draft(name);
            try {
                draft.begin(FILES);
                return draft;
            } catch (FileAlreadyExistsException anothers) {
                // A backup of another database that lies here, too, and is being written.
            }
        }
    }

    private void removeAbandoned() throws IOException {
        Instant before = Instant.now().minus(ABANDONED);
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(path -> path.getFileName().toString().startsWith(PREFIX)
                    && path.getFileName().toString().endsWith(DRAFT)).toList()) {
                if (Files.getLastModifiedTime(file).toInstant().isBefore(before)) {
                    Files.deleteIfExists(file);
                }
            }
        }
    }

    /** @return every complete dump of that database that lies here, the newest first */
    public List<Certificate> dumpsOf(String system, String database) throws IOException {
        return all(system, database).stream().filter(found -> found.dump().isPresent()).toList();
    }

    private List<Certificate> all(String system, String database) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files
                    .filter(path -> path.getFileName().toString().startsWith(PREFIX)
                            && path.getFileName().toString().endsWith(Certificate.SUFFIX))
                    .flatMap(path -> Certificate.read(path).stream())
                    .filter(found -> found.system().equals(system) && found.database().equals(database))
                    .sorted(Comparator.comparing(Certificate::endedAt).reversed()).toList();
        }
    }

    /**
     * Removes the oldest of that database and of that kind past the number that is kept, never the one just made, nor the newest
     * of each version of the schema, without which there is no way back to that version's own rows; where no history of ours
     * stood, that is the database as another system left it. The record of the site's own backups brings a list of files each,
     * which takes its room, too.
     *
     * @return the names of the dumps that went
     */
    List<String> keep(int number, Certificate made) throws IOException {
        List<String> removed = new ArrayList<>();
        List<Certificate> all = new ArrayList<>(all(made.system(), made.database()));
        all.removeIf(each -> each.dump().isPresent() != made.dump().isPresent());
        all.sort(Comparator.comparing((Certificate each) -> !each.file().equals(made.file())));
        Set<OptionalInt> versions = new HashSet<>();
        Set<Path> newest = all.stream().filter(each -> versions.add(each.version())).map(Certificate::file)
                .collect(Collectors.toSet());
        for (Certificate old : all.subList(Math.min(number, all.size()), all.size())) {
            if (newest.contains(old.file())) {
                continue;
            }
            // The certificate first: what is left of a removal that broke off is no backup.
            Files.deleteIfExists(old.file());
            if (old.dump().isPresent()) {
                Files.deleteIfExists(old.dump().get().file());
                removed.add(old.dump().get().file().getFileName().toString());
            }
            if (old.manifest().isPresent()) {
                Files.deleteIfExists(old.manifest().get());
            }
        }
        return removed;
    }

    private void sync() throws IOException {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
