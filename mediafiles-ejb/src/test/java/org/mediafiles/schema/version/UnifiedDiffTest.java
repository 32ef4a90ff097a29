package org.mediafiles.schema.version;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UnifiedDiffTest {
    private static List<String> diff(String before, String after) {
        return UnifiedDiff.between("a", before, "b", after);
    }

    @Test
    void sameLinesHaveNoDifference() {
        assertEquals(List.of(), diff("one\ntwo\n", "one\r\ntwo"));
    }

    @Test
    void changedLineStandsBetweenItsNeighbours() {
        assertEquals(List.of("--- a", "+++ b", "@@ -2,7 +2,7 @@", " 2", " 3", " 4", "-5", "+five", " 6", " 7", " 8"),
                diff("1\n2\n3\n4\n5\n6\n7\n8\n9", "1\n2\n3\n4\nfive\n6\n7\n8\n9"));
    }

    @Test
    void addedTextHasNoLineBefore() {
        assertEquals(List.of("--- a", "+++ b", "@@ -0,0 +1 @@", "+one"), diff("", "one"));
        assertEquals(List.of("--- a", "+++ b", "@@ -1 +0,0 @@", "-one"), diff("one", ""));
    }

    /** {@code patch} turns the one text into the other, whatever they are. */
    @Test
    void patchUnderstandsIt(@TempDir Path folder) throws IOException, InterruptedException {
        boolean there = Files.isExecutable(Path.of("/usr/bin/patch"));
        if (!there) {
            System.out.println("NOT RUN: no patch on this machine");
        }
        org.junit.jupiter.api.Assumptions.assumeTrue(there, "no patch on this machine");
        Random random = new Random(7);
        for (int i = 0; i < 40; i++) {
            String before = text(random);
            String after = text(random);
            Path file = Files.writeString(folder.resolve("text"), before);
            Path diff = Files.write(folder.resolve("diff"), diff(before, after));
            Process patch = new ProcessBuilder("/usr/bin/patch", "-s", file.toString(), diff.toString())
                    .redirectErrorStream(true).redirectOutput(folder.resolve("said").toFile()).start();
            patch.waitFor(10, TimeUnit.SECONDS);
            assertEquals(0, patch.exitValue(), () -> before + "\n----\n" + after);
            assertEquals(after, Files.readString(file));
        }
    }

    private static String text(Random random) {
        return "first\n" + IntStream.range(0, 5 + random.nextInt(40)).mapToObj(i -> "line " + random.nextInt(12) + "\n")
                .collect(Collectors.joining());
    }
}
