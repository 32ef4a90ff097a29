package org.mediafiles.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CarriedFfmpegTest {
    private static final String FFMPEG = "mediafiles.media.ffmpeg";
    private static final String FFPROBE = "mediafiles.media.ffprobe";

    @TempDir
    private Path folder;

    private static void needsOne() {
        boolean there = CarriedFfmpeg.class.getClassLoader()
                .getResource("ws/schild/jave/nativebin/ffmpeg-amd64") != null;
        if (!there) {
            System.out.println("NOT RUN: Maven Central's ffmpeg, there is none for this machine");
        }
        assumeTrue(there, "no ffmpeg for this machine");
    }

    @Test
    void whereTheMachineHasOneNothingIsUnpacked() throws IOException {
        Path own = Files.createDirectory(folder.resolve("bin"));
        Files.writeString(own.resolve("ffmpeg"), "#!/bin/sh\n");
        assertTrue(own.resolve("ffmpeg").toFile().setExecutable(true));
        assertEquals(Map.of(), new CarriedFfmpeg(List.of(own), program -> true).bring(folder.resolve("ffmpeg")));
        assertFalse(Files.exists(folder.resolve("ffmpeg")));
    }

    @Test
    void theNewestIsTakenWithItsProbeWhereItRuns() throws IOException {
        needsOne();
        Map<String, String> settings = new CarriedFfmpeg(List.of(), program -> true).bring(folder);
        assertEquals(Set.of(FFMPEG, FFPROBE), settings.keySet());
        assertTrue(Files.isExecutable(Path.of(settings.get(FFMPEG))));
        assertTrue(Files.isExecutable(Path.of(settings.get(FFPROBE))));
        try (Stream<Path> unpacked = Files.list(Path.of(settings.get(FFMPEG)).getParent())) {
            List<String> names = unpacked.map(file -> file.getFileName().toString()).toList();
            assertTrue(names.stream().anyMatch(name -> name.startsWith("libavcodec.so")), names.toString());
            assertTrue(names.stream().noneMatch(name -> name.startsWith("libjni")), names.toString());
        }
    }

    @Test
    void theStaticOneIsTakenWhereTheNewestDoesNotRun() throws IOException, InterruptedException {
        needsOne();
        CarriedFfmpeg bare = new CarriedFfmpeg(List.of(Path.of("/nowhere")),
                program -> !program.toString().contains("linked"));
        Map<String, String> settings = bare.bring(folder);
        assertEquals(Set.of(FFMPEG), settings.keySet());
        Process process = new ProcessBuilder(settings.get(FFMPEG), "-version")
                .redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
        assertEquals(0, process.waitFor());

        FileTime before = Files.getLastModifiedTime(Path.of(settings.get(FFMPEG)));
        assertEquals(settings, bare.bring(folder), "the same again");
        assertEquals(before, Files.getLastModifiedTime(Path.of(settings.get(FFMPEG))), "and not unpacked again");
    }

    @Test
    void whereNoneRunsNoneIsNamed() {
        assertEquals(Map.of(), new CarriedFfmpeg(List.of(), program -> false).bring(folder));
    }

    @Test
    void aBrokenOneOfTheMachineIsReplaced() throws IOException {
        needsOne();
        Path own = Files.createDirectory(folder.resolve("bin"));
        Files.writeString(own.resolve("ffmpeg"), "#!/bin/sh\nexit 127\n");
        assertTrue(own.resolve("ffmpeg").toFile().setExecutable(true));
        Map<String, String> settings = new CarriedFfmpeg(List.of(own), program -> !program.startsWith(own))
                .bring(folder.resolve("ffmpeg"));
        assertTrue(settings.containsKey(FFMPEG));
    }
}
