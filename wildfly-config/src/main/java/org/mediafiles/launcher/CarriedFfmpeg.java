package org.mediafiles.launcher;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;

/**
 * ffmpeg for a machine that has none, so that video clips can be tried without installing anything: Maven Central brings
 * it as this module's dependency, and it is unpacked once. The EAR carries none.
 */
public final class CarriedFfmpeg {
    private static final String FFMPEG = "mediafiles.media.ffmpeg";
    private static final String FFPROBE = "mediafiles.media.ffprobe";
    /** The newest, with ffprobe; it needs some libraries that a desktop has and a bare server may lack. */
    private static final String LINKED = "org/bytedeco/ffmpeg/linux-x86_64-gpl/";
    /** An older one that needs nothing, without ffprobe. */
    private static final String STATIC = "ws/schild/jave/nativebin/";
    private static final long PATIENCE_SECONDS = 30;

    private final List<Path> path;
    private final Predicate<Path> runs;

    CarriedFfmpeg(List<Path> path, Predicate<Path> runs) {
        this.path = path;
        this.runs = runs;
    }

    /**
     * @param folder where it is unpacked and stays
     * @return system properties for the server that name it; empty where one is configured, where the machine has one, and
     *         where none runs
     */
    public static Map<String, String> settings(Path folder) {
        String configured = System.getProperty(FFMPEG, "")
                + System.getenv().getOrDefault("MEDIAFILES_MEDIA_FFMPEG", "");
        List<Path> path = Stream.of(System.getenv().getOrDefault("PATH", "").split(java.io.File.pathSeparator))
                .filter(entry -> !entry.isBlank()).map(Path::of).toList();
        return configured.isBlank() ? new CarriedFfmpeg(path, CarriedFfmpeg::tellsItsVersion).bring(folder) : Map.of();
    }

    Map<String, String> bring(Path folder) {
        if (path.stream().map(entry -> entry.resolve("ffmpeg")).filter(Files::isExecutable).findFirst()
                .filter(runs).isPresent()) {
            return Map.of();
        }
        try {
            Map<String, String> settings = new TreeMap<>();
            Optional<Path> linked = unpack(LINKED, "ffmpeg", folder.resolve("linked"));
            Optional<Path> found = linked.isPresent()
                    ? linked
                    : unpack(STATIC, "ffmpeg-amd64", folder.resolve("static"));
            found.ifPresent(program -> settings.put(FFMPEG, program.toString()));
            linked.map(program -> program.resolveSibling("ffprobe")).filter(runs)
                    .ifPresent(program -> settings.put(FFPROBE, program.toString()));
            return settings;
        } catch (IOException e) {
            throw new UncheckedIOException("ffmpeg can't be unpacked to " + folder, e);
        }
    }

    /** @return the program, unpacked and tried; empty where this class path has none, or where it does not run here */
    private Optional<Path> unpack(String from, String program, Path into) throws IOException {
        URL resource = CarriedFfmpeg.class.getClassLoader().getResource(from + program);
        if (resource == null || !(resource.openConnection() instanceof JarURLConnection connection)) {
            return Optional.empty();
        }
        connection.setUseCaches(false);
        try (JarFile jar = connection.getJarFile()) {
            // Another version has another folder, so that no halves are mixed.
            Path home = into.resolve(Path.of(jar.getName()).getFileName().toString().replace(".jar", ""));
            if (!Files.exists(home)) {
                unpack(jar, from, home);
            }
            return Optional.of(home.resolve(program)).filter(runs);
        }
    }

    private static void unpack(JarFile jar, String from, Path home) throws IOException {
        Files.createDirectories(home.getParent());
        Path draft = Files.createTempDirectory(home.getParent(), "draft");
        for (JarEntry entry : jar.stream().filter(entry -> isPart(entry, from)).toList()) {
            Path file = draft.resolve(entry.getName().substring(from.length()));
            try (InputStream bytes = jar.getInputStream(entry)) {
                Files.copy(bytes, file);
            }
            if (!file.toFile().setExecutable(true, true)) {
                throw new IOException(file + " can't be made executable");
            }
        }
        Files.move(draft, home, StandardCopyOption.ATOMIC_MOVE);
    }

    /** Bindings for Java, headers and examples lie in the same place. */
    private static boolean isPart(JarEntry entry, String from) {
        String name = entry.getName().startsWith(from) ? entry.getName().substring(from.length()) : "";
        return !name.isEmpty() && !name.contains("/") && !name.startsWith("libjni");
    }

    private static boolean tellsItsVersion(Path program) {
        try {
            Process process = new ProcessBuilder(program.toString(), "-version")
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD).redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            boolean ended = process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
            process.destroyForcibly();
            return ended && process.exitValue() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
