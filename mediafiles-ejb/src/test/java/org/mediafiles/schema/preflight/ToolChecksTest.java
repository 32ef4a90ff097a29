package org.mediafiles.schema.preflight;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mediafiles.schema.preflight.Scene.assertFine;
import static org.mediafiles.schema.preflight.Scene.assertFound;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mediafiles.config.SchemaConfig;
import org.mediafiles.config.SchemaConfig.Backup;
import org.mediafiles.config.ToolConfig;
import org.mediafiles.schema.version.Finding.Level;

class ToolChecksTest {
    private static final String RECORD = "insert into public.patients_patient values (gen_random_uuid(), 'A', '2000-01-01')";

    @TempDir
    private Path folder;
    private Scene scene;

    @BeforeEach
    void make() {
        scene = Scene.migrated();
    }

    private Path program(String name, String script) throws IOException {
        Path program = Files.writeString(folder.resolve(name), "#!/bin/sh\n" + script + "\n");
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
        return program;
    }

    private List<org.mediafiles.schema.version.Finding> ffmpeg(Path program) {
        return scene.tools(new ToolConfig(Optional.empty(), Optional.empty(), Optional.of(program), Optional.empty()))
                .check("ffmpeg");
    }

    @Test
    void ffmpegIsThereMissingBrokenOrOld() throws IOException {
        assertEquals("5.1.9-0+deb12u1", assertFound(Level.OK, "ffmpeg",
                ffmpeg(program("good", "echo 'ffmpeg version 5.1.9-0+deb12u1 Copyright (c) 2000'"))).arguments()
                .get(0));
        assertFound(Level.OK, "ffmpeg", ffmpeg(program("self", "echo 'ffmpeg version N-109542-g8d4cbe Copyright'")));
        assertFound(Level.WARNING, "ffmpeg-old", ffmpeg(program("old", "echo 'ffmpeg version 3.4.8 Copyright'")));
        assertFound(Level.WARNING, "ffmpeg-broken", ffmpeg(program("fails", "echo no library >&2; exit 127")));
        assertFound(Level.WARNING, "ffmpeg-broken", ffmpeg(program("other", "echo hello")));
        assertFound(Level.WARNING, "ffmpeg-missing", ffmpeg(folder.resolve("none")));
    }

    @Test
    void programThatHangsIsNotWaitedForWithoutEnd() throws IOException {
        long start = System.nanoTime();
        assertFound(Level.WARNING, "ffmpeg-broken", ffmpeg(program("hangs", "sleep 60")));
        assertTrue(Duration.ofNanos(System.nanoTime() - start).toSeconds() < 30);
    }

    @Test
    void oneOfTwoProgramsForHeicWillDo() throws IOException {
        Optional<Path> none = Optional.of(folder.resolve("none"));
        Optional<Path> there = Optional.of(program("there", "exit 0"));
        assertFine(scene.tools(new ToolConfig(there, none, none, none)).check("heif"));
        assertFine(scene.tools(new ToolConfig(none, there, none, none)).check("heif"));
        assertFound(Level.WARNING, "heif-missing",
                scene.tools(new ToolConfig(none, none, none, none)).check("heif"));
    }

    @Test
    void picturesCanBeRead() {
        assertFine(scene.check("picture-readers"));
        Check without = Check.of("picture-readers", Topic.TOOLS,
                look -> ToolChecks.pictures(look, format -> !format.equals("webp")));
        assertEquals(List.of("WebP"),
                assertFound(Level.STOPS, "picture-readers-missing", scene.run(without, Purpose.DEPLOY)).examples());
        assertFound(Level.WARNING, "picture-readers-missing", scene.run(without, Purpose.MIGRATE));
    }

    private Scene dumping(Path pgDump) {
        return scene.config(config(Backup.DUMP, Optional.of(pgDump)));
    }

    private static SchemaConfig config(Backup backup, Optional<Path> pgDump) {
        SchemaConfig defaults = SchemaConfig.DEFAULTS;
        return new SchemaConfig(defaults.onStartup(), false, backup, Optional.empty(), 1, pgDump, Optional.empty(),
                false, defaults.lockWait(), defaults.statementTimeout());
    }

    @Test
    void dumpThatCannotBeMadeStopsWhereThereIsSomethingToLose() throws IOException {
        Map<String, Path> troubles = Map.of("pg-dump-missing", folder.resolve("none"), "pg-dump-broken",
                program("broken", "exit 1"), "pg-dump-old",
                program("old", "echo 'pg_dump (PostgreSQL) 15.13 (Debian 15.13-0+deb12u1)'"));
        Path good = program("good", "echo 'pg_dump (PostgreSQL) 18.4'");
        troubles.forEach((code, program) -> assertFound(Level.WARNING, code, dumping(program).check("backup")));
        scene.execute(RECORD);
        troubles.forEach((code, program) -> {
            assertFound(Level.STOPS, code, dumping(program).check("backup"));
            assertFound(Level.WARNING, code, dumping(program).check("backup", Purpose.DEPLOY));
        });
        assertFine(dumping(good).check("backup"));
        assertEquals("18.4", dumping(good).check("backup").get(0).arguments().get(1));
    }

    @Test
    void otherWaysOfSavingNeedNoDump() {
        assertFine(scene.config(config(Backup.EXTERNAL, Optional.empty())).check("backup"));
        assertFine(scene.config(config(Backup.COLD, Optional.empty())).check("backup"));
        assertFine(scene.config(config(Backup.OFF, Optional.empty())).check("backup"));
        scene.execute(RECORD);
        assertFound(Level.WARNING, "backup-off", scene.check("backup"));
    }

    private List<org.mediafiles.schema.version.Finding> storage(Path root, Purpose purpose) {
        // The tests' own folders are temporary, which is another check's matter.
        Check check = Check.of("storage", Topic.TOOLS, new StorageCheck(property -> null)::look);
        return scene.root(root).run(check, purpose);
    }

    @Test
    void storageRootIsThereOursAloneAndAFolder() throws IOException {
        assertFound(Level.WARNING, "storage-unnamed", scene.check("storage"));
        assertFound(Level.WARNING, "storage-unnamed", scene.check("storage", Purpose.ADOPT));
        assertFound(Level.STOPS, "storage-unnamed", scene.check("storage", Purpose.DEPLOY));
        Path root = folder.resolve("media");
        assertFound(Level.WARNING, "storage-to-come", storage(root, Purpose.DEPLOY));

        Files.createDirectory(root, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        assertFine(storage(root, Purpose.DEPLOY));
        Files.setPosixFilePermissions(root, PosixFilePermissions.fromString("rwxr-x---"));
        assertEquals("rwxr-x---",
                assertFound(Level.WARNING, "storage-open", storage(root, Purpose.DEPLOY)).arguments().get(1));
        assertFound(Level.STOPS, "storage-no-folder", storage(program("file", ""), Purpose.MIGRATE));
    }

    @Test
    void storageRootThatIsGoneStopsWhereRecordsOfFilesStand() {
        scene.execute("insert into public.mediafiles_mediafile (id, file_path, original_filename, file_size, mime_type,"
                + " file_type, metadata, created_at, updated_at) values (gen_random_uuid(), 'a', 'a', 1, 'image/jpeg',"
                + " 'image', '{}', now(), now())");
        Path root = folder.resolve("media");
        assertFound(Level.STOPS, "storage-missing", storage(root, Purpose.ADOPT));
        assertFound(Level.STOPS, "storage-missing", storage(root, Purpose.DEPLOY));
        assertFound(Level.WARNING, "storage-missing", storage(root, Purpose.MIGRATE));
    }

    @Test
    void storageRootInTemporaryOrDeployedFoldersStops() throws IOException {
        Path server = Files.createDirectory(folder.resolve("server"));
        Path root = server.resolve("data/media");
        Path link = Files.createSymbolicLink(folder.resolve("link"), server);
        for (String property : List.of("java.io.tmpdir", "jboss.home.dir", "jboss.server.base.dir",
                "jboss.server.temp.dir", "jboss.server.deploy.dir")) {
            Check check = Check.of("storage", Topic.TOOLS,
                    new StorageCheck(asked -> asked.equals(property) ? server.toString() : null)::look);
            assertFound(Level.STOPS, "storage-inside-foreign", scene.root(root).run(check, Purpose.DEPLOY));
            assertFound(Level.STOPS, "storage-inside-foreign",
                    scene.root(link.resolve("data/media")).run(check, Purpose.DEPLOY));
            assertFound(Level.WARNING, "storage-inside-foreign", scene.root(root).run(check, Purpose.MIGRATE));
            assertTrue(scene.root(folder.resolve("server-of-mine")).run(check, Purpose.DEPLOY).stream()
                    .noneMatch(found -> found.code().equals("storage-inside-foreign")));
        }
    }
}
