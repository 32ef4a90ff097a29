package org.mediafiles.schema.preflight;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mediafiles.schema.preflight.Scene.assertFine;
import static org.mediafiles.schema.preflight.Scene.assertFound;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mediafiles.schema.version.Finding;
import org.mediafiles.schema.version.Finding.Level;

class DataChecksTest {
    private static final String DIRTY = """
                                        insert into public.accounts_eqmduser (password, is_superuser, username, first_name, last_name, email, is_staff,
                                            is_active, date_joined) values ('!', false, 'ana', '', '', '', false, true, now());
                                        insert into public.patients_patient values ('00000000-0000-0000-0000-000000000001', 'A', '2000-01-01');
                                        insert into public.events_event select ('00000000-0000-0000-0000-0000000001' || lpad(n::text, 2, '0'))::uuid, 9, now(), 'x',
                                            now(), now(), (select min(id) from public.accounts_eqmduser), '00000000-0000-0000-0000-000000000001',
                                            (select min(id) from public.accounts_eqmduser) from generate_series(1, 2) n;
                                        insert into public.mediafiles_mediafile select ('00000000-0000-0000-0000-0000000002' || lpad(n::text, 2, '0'))::uuid,
                                            'photo_series/2024/01/originals/' || n || '.jpg', 'a.jpg', null, 1, 'image/jpeg', 'image', null, null, null, null, '{}',
                                            now(), now() from generate_series(1, 3) n;
                                        insert into public.mediafiles_mediafile values ('00000000-0000-0000-0000-000000000299', '../../etc/passwd', 'a', null, 1,
                                            'image/jpeg', 'image', null, null, null, null, '{}', now(), now());
                                        insert into public.mediafiles_photoseries values ('00000000-0000-0000-0000-000000000101', 7, '');
                                        insert into public.mediafiles_photoseriesfile select gen_random_uuid(), 2 * n, '', now(),
                                            '00000000-0000-0000-0000-000000000101', ('00000000-0000-0000-0000-0000000002' || lpad(n::text, 2, '0'))::uuid
                                            from generate_series(0 + 1, 2) n;
                                        """;

    @Test
    void cleanDatabaseHasNothingToSay(@TempDir Path root) {
        assertFine(Scene.migrated().root(root).check("data"));
        assertFine(Scene.django(4).root(root).check("data", Purpose.ADOPT));
        assertFine(Scene.empty().root(root).check("data"));
    }

    @Test
    void faultsOfTheDataAreWarningsWithCountsAndExamples(@TempDir Path root) throws Exception {
        Scene scene = Scene.django(4).root(root);
        scene.execute(DIRTY);
        Files.writeString(Files.createDirectories(root.resolve("photos")).resolve("stray.jpg"), "x");
        List<Finding> found = scene.check("data", Purpose.ADOPT);
        assertEquals(1, assertFound(Level.WARNING, "untrue-totals", found).count());
        assertEquals(1, assertFound(Level.WARNING, "order-gaps", found).count());
        assertEquals(3, assertFound(Level.WARNING, "missing-files", found).count());
        assertEquals(List.of("00000000-0000-0000-0000-000000000299"),
                assertFound(Level.WARNING, "paths-outside-the-root", found).examples());
        assertEquals(List.of("photos/stray.jpg"), assertFound(Level.WARNING, "files-without-row", found).examples());
        assertTrue(assertFound(Level.WARNING, "orphans", found).count() > 0);
        assertEquals(1, assertFound(Level.WARNING, "events-without-child-row", found).count());
        assertEquals(List.of(), found.stream().filter(finding -> finding.level() == Level.STOPS).toList());
    }

    @Test
    void equalBytesAreMeantFromVersion7On(@TempDir Path root) {
        Scene scene = Scene.migrated().root(root);
        scene.execute(DIRTY);
        scene.execute("update public.mediafiles_mediafile set file_hash = repeat('a', 64)");
        assertFound(Level.OK, "equal-bytes", scene.check("data"));
        assertFound(Level.WARNING, "equal-bytes", scene.check("data", Purpose.ROLLBACK));
    }

    @Test
    void connectionIsLeftAsItWasFound(@TempDir Path root) {
        Scene scene = Scene.migrated().root(root);
        List<Finding> found = scene.run(look -> {
            String before = look
                    .text("select current_setting('default_transaction_read_only') || current_setting('search_path')");
            look.connection().rollback();
            look.connection().setAutoCommit(true);
            look.connection().setReadOnly(false);
            DataChecks.data(look);
            assertTrue(look.connection().getAutoCommit());
            assertEquals(before, look.text(
                    "select current_setting('default_transaction_read_only') || current_setting('search_path')"));
            look.connection().setAutoCommit(false);
            return List.of(Found.ok("encoding"));
        });
        assertFine(found);
    }
}
