package org.mediafiles.schema.version;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The versions that this program carries. They are named in {@code db/versions.txt}, a line each, since the folder of an
 * archive inside an archive cannot be listed everywhere: {@code <version> <phase> <file>}.
 */
public final class VersionScripts {
    private static final String INDEX = "/db/versions.txt";
    private static final String UP = "/db/migration/";
    private static final String DOWN = "/db/rollback/";

    private static final VersionScripts OURS = new VersionScripts(readAll());

    private final List<VersionScript> versions;

    /** @param versions in any order; for tests that bring scripts of their own */
    public VersionScripts(List<VersionScript> versions) {
        this.versions = versions.stream().sorted(Comparator.comparingInt(VersionScript::version)).toList();
    }

    /** @return the program's own */
    public static VersionScripts ours() {
        return OURS;
    }

    /** @return ascending */
    public List<VersionScript> all() {
        return versions;
    }

    public Optional<VersionScript> find(int version) {
        return versions.stream().filter(script -> script.version() == version).findFirst();
    }

    /** @return the highest version below, which need not be the number below: numbers are left free between areas */
    public OptionalInt below(int version) {
        return versions.stream().mapToInt(VersionScript::version).filter(each -> each < version).max();
    }

    /** @return for a person, for example {@code 0–10, 20, 21} */
    public String spelled() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < versions.size(); i++) {
            int first = i;
            while (i + 1 < versions.size() && versions.get(i + 1).version() == versions.get(i).version() + 1) {
                i++;
            }
            text.append(first == 0 ? "" : ", ").append(versions.get(first).version());
            if (i > first) {
                text.append(i == first + 1 ? ", " : "–").append(versions.get(i).version());
            }
        }
        return text.toString();
    }

    /** @return the version that the program needs */
    public int latest() {
        return versions.get(versions.size() - 1).version();
    }

    private static List<VersionScript> readAll() {
        List<VersionScript> read = new ArrayList<>();
        text(INDEX).orElseThrow().lines().filter(line -> !line.isBlank() && !line.startsWith("#"))
                .forEach(line -> read.add(readOne(line.strip().split("\\s+"))));
        return read;
    }

    private static VersionScript readOne(String[] words) {
        int version = Integer.parseInt(words[0]);
        String name = words[2];
        String sql = text(UP + name).orElseThrow(() -> new IllegalStateException("there is no " + UP + name));
        String undoName = "U" + name.substring(1);
        String undo = text(DOWN + undoName)
                .orElseThrow(() -> new IllegalStateException("there is no " + DOWN + undoName));
        boolean transactional = text(UP + name + ".conf").filter(conf -> conf.contains("executeInTransaction=false"))
                .isEmpty();
        Optional<String> prepare = text(DOWN + undoName.replace(".sql", ".prepare.sql"));
        return new VersionScript(version, Integer.parseInt(words[1]), name, transactional, sql,
                Checksums.flyway(sql), undoName, undo, prepare);
    }

    private static Optional<String> text(String resource) {
        try (InputStream in = VersionScripts.class.getResourceAsStream(resource)) {
            return in == null
                    ? Optional.empty()
                    : Optional.of(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
