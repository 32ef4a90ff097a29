package org.mediafiles.launcher;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The build's memory of what the provisioned server was made from. The provisioning plugin keeps any server that stands, so
 * before it runs a server is removed unless it was provisioned to its end from the very inputs of now; after it ran they are
 * noted beside the server.
 *
 * <p>The build runs {@link #main}: {@code check} before provisioning, {@code note} after.
 */
public final class ProvisionedServer {
    private final Path server;
    private final Path noted;
    private final Map<String, String> inputs;

    private ProvisionedServer(Path server, Map<String, String> inputs) {
        this.server = server;
        this.noted = server.resolveSibling(server.getFileName() + ".inputs");
        this.inputs = inputs;
    }

    /**
     * @param versions what stands in no file of this module: the versions that come from outside
     * @param files    the files that the server is made from; of a folder, those in it
     */
    static ProvisionedServer of(Path server, String versions, List<Path> files) throws IOException {
        Map<String, String> inputs = new TreeMap<>();
        inputs.put("versions", sha256(versions.getBytes(StandardCharsets.UTF_8)));
        for (Path file : files) {
            for (Path one : contents(file)) {
                inputs.put(one.getFileName().toString(), sha256(Files.readAllBytes(one)));
            }
        }
        return new ProvisionedServer(server, inputs);
    }

    /** @param args {@code check} or {@code note}; the server's folder; versions; files and folders */
    public static void main(String[] args) throws IOException {
        ProvisionedServer server = of(Path.of(args[1]), args[2],
                Stream.of(args).skip(3).map(Path::of).toList());
        if (args[0].equals("note")) {
            server.note();
            return;
        }
        server.removeUnlessCurrent()
                .ifPresent(why -> new Console(System.out).say("provisioning the server anew: " + why));
    }

    /** @return why the server had to go; empty where it stays, or where there is none */
    Optional<String> removeUnlessCurrent() throws IOException {
        if (!Files.exists(server)) {
            Files.deleteIfExists(noted);
            return Optional.empty();
        }
        Optional<String> why = difference();
        if (why.isPresent()) {
            // The note first: half a server is never taken for a whole one.
            Files.deleteIfExists(noted);
            ServerBase.sweep(server);
        }
        return why;
    }

    /** The server stands, made from the inputs of now. */
    void note() throws IOException {
        Path draft = noted.resolveSibling(noted.getFileName() + ".draft");
        Files.write(draft, inputs.entrySet().stream().map(input -> input.getValue() + "  " + input.getKey()).toList());
        Files.move(draft, noted, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private Optional<String> difference() throws IOException {
        if (!Files.exists(noted)) {
            return Optional.of("the last provisioning did not end, or its inputs were not noted");
        }
        Map<String, String> before = new TreeMap<>();
        for (String line : Files.readAllLines(noted)) {
            String[] parts = line.split("  ", 2);
            before.put(parts[parts.length - 1], parts[0]);
        }
        List<String> changed = new ArrayList<>();
        Stream.concat(before.keySet().stream(), inputs.keySet().stream()).distinct().sorted()
                .filter(name -> !inputs.getOrDefault(name, "").equals(before.get(name))).forEach(changed::add);
        return changed.isEmpty() ? Optional.empty() : Optional.of("changed: " + String.join(", ", changed));
    }

    private static List<Path> contents(Path file) throws IOException {
        if (!Files.isDirectory(file)) {
            return List.of(file);
        }
        try (Stream<Path> files = Files.list(file)) {
            return files.filter(Files::isRegularFile).toList();
        }
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
