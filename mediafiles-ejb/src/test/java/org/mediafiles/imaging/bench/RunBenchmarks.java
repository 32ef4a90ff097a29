package org.mediafiles.imaging.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/**
 * {@code mvn -Pbench -pl mediafiles-ejb test}: our engine by JMH, and in the same run the peer, Pillow's
 * {@code thumbnail()} in a process that lives on. Peer, ours, peer: the peer's better half counts.
 */
public final class RunBenchmarks {
    private RunBenchmarks() {}

    /** @param args path of the peer's script */
    public static void main(String[] args) throws IOException, RunnerException {
        Path photo = Files.createTempFile("mediafiles-bench", ".jpg");
        try {
            Files.write(photo, DerivativesBenchmark.photo());
            System.out.printf(Locale.ROOT, "machine: %s, %d cores; Java %s, %s; photo: %d x %d, %d bytes%n", cpu(),
                    Runtime.getRuntime().availableProcessors(), System.getProperty("java.version"),
                    System.getProperty("java.vendor"), DerivativesBenchmark.WIDTH, DerivativesBenchmark.HEIGHT,
                    Files.size(photo));
            OptionalDouble before = peer(Path.of(args[0]), photo);
            RunResult result = new Runner(
                    new OptionsBuilder().include(DerivativesBenchmark.class.getName()).build()).runSingle();
            OptionalDouble after = peer(Path.of(args[0]), photo);
            double ours = result.getPrimaryResult().getStatistics().getPercentile(50);
            System.out.printf(Locale.ROOT, "ours: median %.1f ms per photo, three derivatives%n", ours);
            if (before.isPresent() && after.isPresent()) {
                double theirs = Math.min(before.getAsDouble(), after.getAsDouble());
                System.out.printf(Locale.ROOT, "Pillow thumbnail(): median %.1f and %.1f ms; ours / Pillow = %.2f%n",
                        before.getAsDouble(), after.getAsDouble(), ours / theirs);
            } else {
                System.out.println("Pillow: NOT RUN, no python3 with PIL here (Debian: python3-pil)");
            }
        } finally {
            Files.delete(photo);
        }
    }

    private static OptionalDouble peer(Path script, Path photo) throws IOException {
        for (String python : List.of("/usr/bin/python3", "python3")) {
            ProcessBuilder builder = new ProcessBuilder(python, script.toString(), photo.toString());
            builder.redirectError(ProcessBuilder.Redirect.DISCARD);
            try (BufferedReader out = new BufferedReader(
                    new InputStreamReader(builder.start().getInputStream(), StandardCharsets.UTF_8))) {
                String line = out.readLine();
                if (line != null) {
                    return OptionalDouble.of(Double.parseDouble(line.strip()));
                }
            } catch (IOException e) {
                System.out.println(python + ": " + e.getMessage());
            }
        }
        return OptionalDouble.empty();
    }

    private static String cpu() {
        try (Stream<String> lines = Files.lines(Path.of("/proc/cpuinfo"))) {
            return lines.filter(line -> line.startsWith("model name")).findFirst()
                    .map(line -> line.substring(line.indexOf(':') + 1).strip()).orElse(System.getProperty("os.arch"));
        } catch (IOException e) {
            return System.getProperty("os.arch");
        }
    }
}
