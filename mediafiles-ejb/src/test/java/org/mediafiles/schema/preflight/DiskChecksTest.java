package org.mediafiles.schema.preflight;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.mediafiles.schema.preflight.Scene.assertFine;
import static org.mediafiles.schema.preflight.Scene.assertFound;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mediafiles.config.SchemaConfig;
import org.mediafiles.config.SchemaConfig.Backup;
import org.mediafiles.schema.version.Finding;
import org.mediafiles.schema.version.Finding.Level;

class DiskChecksTest {
    private static final long GIB = 1L << 30;

    @TempDir
    private Path folder;

    private static List<Finding> look(Scene scene, long free, Purpose purpose) {
        return scene.run(Check.of("disk", Topic.DISK, new DiskChecks(path -> free)::look), purpose);
    }

    @Test
    void roomOfThisMachinesDisksIsKnown() throws Exception {
        Scene scene = Scene.migrated().root(folder);
        List<Finding> found = scene.check("disk");
        Finding database = found.get(0);
        assertEquals("disk-database", database.code().replaceAll("-(tight|full)$", ""), found::toString);
        long mib = DiskChecks.usable(Path.of(database.arguments().get(0))) >> 20;
        long told = Long.parseLong(database.arguments().get(1).replace(" MiB", ""));
        assertEquals(mib, told, 2_000, "what the file system says");
    }

    @Test
    void diskThatIsFullStopsAndOneThatIsTightWarns() {
        Scene scene = Scene.migrated().root(folder);
        scene.execute(
                "insert into public.patients_patient select gen_random_uuid(), repeat('x', 190), '2000-01-01' from"
                        + " generate_series(1, 40000)");
        assertFine(look(scene, 500 * GIB, Purpose.MIGRATE));
        List<Finding> full = look(scene, 1 << 20, Purpose.MIGRATE);
        assertFound(Level.STOPS, "disk-database-full", full);
        assertFound(Level.STOPS, "disk-backup-full", full);
        assertFound(Level.WARNING, "disk-storage-tight", full);
        assertFound(Level.WARNING, "disk-database-full", look(scene, 1 << 20, Purpose.DEPLOY));
        List<Finding> tight = look(scene, GIB, Purpose.MIGRATE);
        assertFound(Level.WARNING, "disk-database-tight", tight);
        assertFound(Level.WARNING, "disk-backup-tight", tight);
    }

    @Test
    void indexesToComeAreCountedBeforeTheyAreBuilt() {
        Scene scene = Scene.django(5);
        scene.execute(
                "insert into public.mediafiles_mediafile select gen_random_uuid(), 'a' || n, 'a', null, 1, 'image/jpeg',"
                        + " 'image', null, null, null, null, '{}', now(), now() from generate_series(1, 20000) n");
        scene.execute("analyze public.mediafiles_mediafile");
        String before = look(scene, 500 * GIB, Purpose.ADOPT).get(0).arguments().get(2);
        assertEquals("5 MiB", before, "20,000 rows of at most 120 bytes, twice");
    }

    @Test
    void roomThatCannotBeKnownIsNoRoom() {
        Scene scene = Scene.migrated();
        String login = Scene.newLogin();
        scene.execute("grant usage on schema mediafiles_ops to " + login
                + "; grant select on all tables in schema mediafiles_ops, public to " + login);
        scene.execute("insert into public.patients_patient values (gen_random_uuid(), 'A', '2000-01-01')");
        List<Finding> found = scene.ownerNamed(login).check("disk");
        assertFound(Level.WARNING, "disk-database-unknown", found);
        assertFound(Level.WARNING, "disk-backup-unknown", found);
        assertFound(Level.WARNING, "disk-storage-unknown", found);
    }

    @Test
    void backupFolderThatIsNamedIsTheOneLookedAt() throws Exception {
        Path backups = Files.createDirectory(folder.resolve("elsewhere"));
        SchemaConfig named = SchemaConfig.DEFAULTS.withBackup(Backup.DUMP, Optional.of(backups.resolve("to/come")));
        Scene scene = Scene.migrated().root(folder.resolve("media")).config(named);
        scene.execute("insert into public.patients_patient values (gen_random_uuid(), 'A', '2000-01-01')");
        assertEquals(backups.toString(),
                assertFound(Level.OK, "disk-backup", look(scene, 500 * GIB, Purpose.MIGRATE)).arguments().get(0));
    }
}
