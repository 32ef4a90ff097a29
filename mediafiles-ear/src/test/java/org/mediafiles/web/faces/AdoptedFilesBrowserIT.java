package org.mediafiles.web.faces;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.UUID;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.junit.jupiter.api.Test;
import org.mediafiles.it.DeployedMediaFiles;
import org.mediafiles.it.NeedsBrowser;
import org.mediafiles.it.Site;
import org.mediafiles.it.TestDatabase;

/** The files that stood when a database was taken over: an admin sees which are missing and has them looked at again. */
@RunAsClient
@NeedsBrowser
class AdoptedFilesBrowserIT extends DeployedMediaFiles {
    private static final String PAGE = "/admin/adopted-files.xhtml";

    @Test
    void missingFilesAreListedAndLookedAtAgain() throws Exception {
        String path;
        try (Ward ward = Ward.desktop().signIn(Site.CLINICIAN)) {
            String photo = ward.newPhoto(ward.newPatient("Adotada " + UUID.randomUUID()), "antiga");
            path = missing(photo);
            ward.go(PAGE);
            assertEquals("Sem permissão", ward.text("h1"));
        }
        try (Ward ward = Ward.phone().signIn(Site.ADMIN)) {
            ward.go(PAGE);
            assertTrue(ward.text(".trash-list").contains(path), ward.text(".trash-list"));
            assertTrue(ward.text(".trash-list").contains("Nenhum arquivo neste caminho."));
            assertEquals(Boolean.TRUE,
                    ward.run("return document.documentElement.scrollWidth <= window.innerWidth"));
            ward.click("[id='again:retry']");
            assertTrue(ward.text(".message-done").endsWith("de novo."), ward.text(".message-done"));
            assertFalse(ward.source().contains(path), "it is not missing before somebody has looked");
        } finally {
            execute("delete from mediafiles_ops.adopted_file where media_file_id ="
                    + " (select id from public.mediafiles_mediafile where file_path = ?)", path);
        }
    }

    /** As if the photo's file had stood before and was not found. @return where the record says that it is */
    private static String missing(String photo) throws SQLException {
        execute("insert into mediafiles_ops.adopted_file (media_file_id, state, error) select media_file_id, 'missing',"
                + " 'file-missing' from public.mediafiles_photo where event_ptr_id = cast(? as uuid)", photo);
        try (Connection connection = TestDatabase.connect();
                PreparedStatement query = connection.prepareStatement("select m.file_path from"
                        + " public.mediafiles_mediafile m join public.mediafiles_photo p on p.media_file_id = m.id"
                        + " where p.event_ptr_id = cast(? as uuid)")) {
            query.setString(1, photo);
            try (ResultSet row = query.executeQuery()) {
                row.next();
                return row.getString(1);
            }
        }
    }

    private static void execute(String sql, String value) throws SQLException {
        try (Connection connection = TestDatabase.connect();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, value);
            assertEquals(1, statement.executeUpdate());
        }
    }
}
