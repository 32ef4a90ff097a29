package org.mediafiles.security;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.security.spec.KeySpec;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Base64;
import java.util.UUID;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.junit.jupiter.api.Test;
import org.mediafiles.it.DeployedMediaFiles;
import org.mediafiles.it.Site;
import org.mediafiles.it.TestDatabase;

/** A user as Django left one signs in; what changes of the user counts at the very next request. */
@RunAsClient
class SignInIT extends DeployedMediaFiles {
    @Test
    void whatChangesOfAUserCountsAtOnce() throws Exception {
        String name = "staff-" + UUID.randomUUID();
        update("insert into accounts_eqmduser (password, is_superuser, username, first_name, last_name, email, is_staff,"
                + " is_active, date_joined) values ('" + django("sésamo") + "', false, '" + name
                + "', '', '', '', false, true, now())");
        assertEquals(200, status(name, "sésamo", "/patients"));
        assertEquals(200, status(name, "sésamo", "/patients"));
        assertEquals(401, status(name, "Sésamo", "/patients"));
        assertEquals(403, status(name, "sésamo", "/trash"), "adopted staff are viewers");

        update("insert into mediafiles_ops.user_role (user_id, role) select id, 'admin' from accounts_eqmduser"
                + " where username = '" + name + "'");
        assertEquals(200, status(name, "sésamo", "/trash"));
        update("update accounts_eqmduser set password = '" + django("abre-te") + "' where username = '" + name + "'");
        assertEquals(401, status(name, "sésamo", "/patients"));
        assertEquals(200, status(name, "abre-te", "/patients"));
        update("update accounts_eqmduser set is_active = false where username = '" + name + "'");
        assertEquals(401, status(name, "abre-te", "/patients"));
        update("update accounts_eqmduser set is_active = true, password = '!' || password where username = '" + name
                + "'");
        assertEquals(401, status(name, "abre-te", "/patients"));
    }

    private static int status(String user, String password, String path) throws Exception {
        return Site.send(
                Site.request(Site.api(path)).header("Authorization", Site.basic(user, password)).GET()).statusCode();
    }

    /** As Django 3.2 writes it. */
    private static String django(String password) throws Exception {
        KeySpec spec = new PBEKeySpec(password.toCharArray(), "seasalt".getBytes(StandardCharsets.UTF_8), 260_000, 256);
        byte[] hash = SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256").generateSecret(spec).getEncoded();
        return "pbkdf2_sha256$260000$seasalt$" + Base64.getEncoder().encodeToString(hash);
    }

    private static void update(String sql) throws SQLException {
        try (Connection connection = TestDatabase.connect(); Statement statement = connection.createStatement()) {
            statement.executeUpdate(sql);
        }
    }
}
