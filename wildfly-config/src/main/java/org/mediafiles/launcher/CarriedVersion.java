package org.mediafiles.launcher;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.OptionalInt;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipInputStream;

/** The newest version of the schema that an EAR carries, read from its own index of versions. */
final class CarriedVersion {
    private static final String MODULE = "mediafiles-ejb.jar";
    private static final String INDEX = "db/versions.txt";

    private CarriedVersion() {}

    /** @throws LaunchFailure where the EAR does not tell */
    static int of(Path ear) {
        try (ZipFile archive = new ZipFile(ear.toFile())) {
            ZipEntry module = archive.getEntry(MODULE);
            if (module != null) {
                try (ZipInputStream inner = new ZipInputStream(archive.getInputStream(module))) {
                    for (ZipEntry entry = inner.getNextEntry(); entry != null; entry = inner.getNextEntry()) {
                        if (entry.getName().equals(INDEX)) {
                            return newest(inner)
                                    .orElseThrow(() -> new LaunchFailure(INDEX + " of " + ear + " is empty"));
                        }
                    }
                }
            }
        } catch (IOException | NumberFormatException e) {
            throw new LaunchFailure(ear + " cannot be read: " + e, e);
        }
        throw new LaunchFailure(ear + " does not tell the versions of its schema: build it again");
    }

    /** Lines are {@code <version> <phase> <file>}; comments begin with #. */
    private static OptionalInt newest(InputStream index) throws IOException {
        return new String(index.readAllBytes(), StandardCharsets.UTF_8).lines().map(String::strip)
                .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                .mapToInt(line -> Integer.parseInt(line.split("\\s+")[0])).max();
    }
}
