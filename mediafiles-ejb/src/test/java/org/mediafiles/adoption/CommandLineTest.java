package org.mediafiles.adoption;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mediafiles.TestServer;
import org.mediafiles.security.DjangoPassword;

class CommandLineTest {
    private static final String GOOD = "correct horse";

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private String database;
    private Map<String, String> environment;

    @BeforeEach
    void newDatabase() throws SQLException {
        database = TestServer.newMigratedDatabase();
        environment = Map.of("MEDIAFILES_DB_URL", url(database), "MEDIAFILES_DB_USER", "postgres",
                "MEDIAFILES_DB_PASSWORD", "none needed");
    }

    private static String url(String database) throws SQLException {
        try (Connection connection = TestServer.dataSource(database).getConnection()) {
            return connection.getMetaData().getURL();
        }
    }

    private String query(String sql) {
        try (Connection connection = TestServer.dataSource(database).getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
        } catch (SQLException failed) {
            throw new IllegalStateException(failed);
        }
    }

    private int run(String password, String... arguments) {
        out.reset();
        err.reset();
        PasswordSource source = prompt -> PasswordSource.line(new BufferedReader(new StringReader(password)));
        return new CommandLine(environment, source, stream(out), stream(err)).run(arguments);
    }

    private static PrintStream stream(ByteArrayOutputStream bytes) {
        return new PrintStream(bytes, true, StandardCharsets.UTF_8);
    }

    private String said() {
        return out.toString(StandardCharsets.UTF_8);
    }

    private String complained() {
        return err.toString(StandardCharsets.UTF_8);
    }

    private void assertRefused(String sentence, int exitCode) {
        assertEquals(CommandLine.REFUSED, exitCode, complained());
        assertEquals("user.sh: " + sentence, complained().strip());
    }

    private String column(String column, String username) {
        return query("select " + column + " from public.accounts_eqmduser a left join mediafiles_ops.user_role r"
                + " on r.user_id = a.id where username = '" + username + "'");
    }

    @Test
    void firstAdminOfAnyInstallationIsAdded() {
        assertEquals(0, run(GOOD, "add", "ana.souza", "--role", "admin", "--name", "Ana  Clara Souza"), complained());

        assertEquals("Added ana.souza as admin.", said().strip());
        assertTrue(DjangoPassword.verify(GOOD, column("password", "ana.souza")));
        assertEquals("Ana/Clara Souza//t/f/f", column("first_name || '/' || last_name || '/' || email || '/' ||"
                + " left(is_active::text, 1) || '/' || left(is_superuser::text, 1) || '/' || left(is_staff::text, 1)",
                "ana.souza"));
        assertEquals("admin f", column("role || ' ' || left(demo::text, 1)", "ana.souza"));
        assertEquals("user-create|ok|{\"user\": \"ana.souza\", \"change\": \"add\"}|-|{\"role\": \"admin\", \"active\":"
                + " \"true\"}",
                query("select concat_ws('|', act, outcome, details, coalesce(before_values::text, '-'),"
                        + " after_values) from mediafiles_ops.audit_event"));
        assertEquals("user.sh:" + System.getProperty("user.name"),
                query("select username from mediafiles_ops.audit_event"));
    }

    @Test
    void nameThatIsTakenIsRefused() {
        run(GOOD, "add", "ana", "--role", "viewer");
        assertRefused("There is a user ana already.", run(GOOD, "add", "ana", "--role", "admin"));
        assertEquals("viewer", column("role", "ana"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"ana souza", "", "ana'; --", "ana\u202e"})
    void nameThatIsNoneIsRefused(String username) {
        assertEquals(CommandLine.REFUSED, run(GOOD, "add", username, "--role", "viewer"));
        assertEquals("0", query("select count(*) from public.accounts_eqmduser"));
    }

    @Test
    void weakPasswordsAreRefused() {
        assertRefused("The password needs at least 10 characters.", run("123456789", "add", "ana", "--role", "viewer"));
        assertRefused("The password must not be the user name.",
                run("ANA.CLARA.SOUZA", "add", "ana.clara.souza", "--role", "viewer"));
        assertRefused("No password came on standard input.", run("", "add", "ana", "--role", "viewer"));
        assertEquals("0", query("select count(*) from public.accounts_eqmduser"));
    }

    @Test
    void passwordIsChangedAndStandsNowhereElse() {
        run(GOOD, "add", "ana", "--role", "viewer");
        assertEquals(0, run("battery staple", "password", "ana"), complained());
        assertTrue(DjangoPassword.verify("battery staple", column("password", "ana")));
        assertFalse(said().contains("battery"));
        assertEquals("0", query("select count(*) from mediafiles_ops.audit_event a where a::text ~"
                + " '(battery|horse|pbkdf2)'"));
        assertRefused("There is no such user bob.", run(GOOD, "password", "bob"));
    }

    @Test
    void oneTimePasswordIsShownAndMustBeChanged() {
        assertEquals(0, run("", "add", "ana", "--role", "admin", "--one-time"), complained());
        String first = said().strip().replaceAll("(?s).*: ", "");
        assertTrue(first.matches("([a-z2-9]{4}-){3}[a-z2-9]{4}"), said());
        assertTrue(DjangoPassword.verify(first, column("password", "ana")));
        String standing = "select must_change_password || ' ' || (one_time_until > now() + interval '71 hours')"
                + " from mediafiles_ops.user_account";
        assertEquals("true true", query(standing));
        assertEquals(0, run("", "password", "ana", "--one-time"), complained());
        assertFalse(said().contains(first));
        assertEquals(0, run(GOOD, "password", "ana"), complained());
        assertEquals("false", query("select must_change_password::text from mediafiles_ops.user_account"));
        assertEquals("0", query("select count(*) from mediafiles_ops.audit_event a where a::text like '%" + first
                + "%'"));
    }

    @Test
    void commonPasswordsAndNamesButForCapitalsAreRefused() {
        assertRefused("This password is one of the most common: many people know it.",
                run("senha12345", "add", "ana", "--role", "viewer"));
        run(GOOD, "add", "ana", "--role", "viewer");
        assertRefused("There is a user ana already: names that differ in capital letters alone are taken for each"
                + " other.", run(GOOD, "add", "ANA", "--role", "viewer"));
        environment = new java.util.HashMap<>(environment);
        environment.put("MEDIAFILES_ACCESS_PASSWORD_LENGTH", "20");
        assertRefused("The password needs at least 20 characters.", run(GOOD, "password", "ana"));
    }

    @Test
    void accountsOfAnotherSystemAreShutOutHereAndNotTouched() throws SQLException {
        TestServer.execute(database, "update mediafiles_ops.shared_table set created_here = false;"
                + " insert into public.accounts_eqmduser (username, password, is_superuser, first_name, last_name, email,"
                + " is_staff, is_active, date_joined) values ('root', '!', true, '', '', '', true, true, now()),"
                + " ('nurse', '!', false, 'Nara', '', '', true, true, now()),"
                + " ('gone', '!', false, '', '', '', true, false, now())");
        String accounts = "select string_agg(a::text, '|' order by id) from public.accounts_eqmduser a";
        String before = query(accounts);
        String elsewhere = "The accounts of this database are managed by another system: change names and passwords"
                + " there.";
        assertRefused(elsewhere, run(GOOD, "add", "ana", "--role", "viewer"));
        assertRefused(elsewhere, run(GOOD, "password", "nurse"));
        assertRefused(elsewhere, run("", "unlock", "gone"));
        assertEquals(0, run("", "lock", "nurse"), complained());
        run("", "list");
        assertTrue(said().contains("nurse                    viewer     locked"), said());
        assertEquals(0, run("", "unlock", "nurse"), complained());
        assertEquals(0, run("", "role", "nurse", "admin"), complained());
        assertEquals(0, run("", "lock", "root"), complained());
        assertEquals(CommandLine.REFUSED, run("", "lock", "nurse"));
        assertEquals(before, query(accounts));
        try (Connection connection = TestServer.dataSource(database).getConnection()) {
            assertEquals(0, DemoUserSeeding.seed(connection));
        }
    }

    @Test
    void roleIsChangedAndBothStandOnRecord() {
        run(GOOD, "add", "ana", "--role", "viewer");
        assertEquals(0, run("", "role", "ana", "clinician"), complained());
        assertEquals("clinician", column("role", "ana"));
        assertEquals("{\"role\": \"viewer\"} {\"role\": \"clinician\"}",
                query("select concat_ws(' ', before_values, after_values) from mediafiles_ops.audit_event"
                        + " where details->>'change' = 'role'"));
        assertRefused("There is no user bob.", run("", "role", "bob", "admin"));
    }

    @Test
    void lastActiveAdminStaysUnlessForced() {
        run(GOOD, "add", "ana", "--role", "admin");
        run(GOOD, "add", "bob", "--role", "admin");
        assertEquals(0, run("", "lock", "bob"), complained());

        String sentence = "This is the last active admin: make another one first, or add --force.";
        assertRefused(sentence, run("", "lock", "ana"));
        assertRefused(sentence, run("", "role", "ana", "viewer"));
        assertEquals("t", column("left(is_active::text, 1)", "ana"));
        assertEquals("lock ana conflict,role ana conflict",
                query("select string_agg(concat_ws(' ', details ->> 'change', details ->> 'user', details ->> 'code'), ','"
                        + " order by id) from mediafiles_ops.audit_event where act = 'user-change' and outcome = 'refused'"));

        assertEquals(0, run("", "unlock", "bob"), complained());
        assertEquals(0, run("", "lock", "ana"), complained());
        assertEquals(0, run("", "lock", "bob", "--force"), complained());
        assertEquals("f", column("left(is_active::text, 1)", "bob"));
    }

    @Test
    void adoptedSuperuserCountsAsAdmin() {
        TestServer.execute(database,
                "insert into public.accounts_eqmduser (username, password, is_superuser, first_name, last_name, email,"
                        + " is_staff, is_active, date_joined) values ('root', '!', true, '', '', '', true, true, now()),"
                        + " ('nurse', '!', false, 'Nara', '', '', true, true, now())");
        assertEquals(CommandLine.REFUSED, run("", "lock", "root"));
        assertEquals(0, run("", "list"), complained());
        assertEquals(
                "nurse                    viewer     active  Nara\n" + "root                     admin      active",
                said().replace("\r", "").replaceAll(" +\n", "\n").strip());
    }

    @Test
    void demoUsersBearTheirMarkAndAreSeededOnce() throws SQLException {
        try (Connection connection = TestServer.dataSource(database).getConnection()) {
            assertEquals(4, DemoUserSeeding.seed(connection));
            assertEquals(0, DemoUserSeeding.seed(connection));
        }
        assertEquals("admin,clinician,integrator,viewer",
                query("select string_agg(role, ',' order by role) from"
                        + " mediafiles_ops.user_role r join public.accounts_eqmduser a on a.id = r.user_id and a.username = r.role"
                        + " where demo"));
        assertTrue(DjangoPassword.verify("clinician", column("password", "clinician")));
        assertEquals("0",
                query("select count(*) from public.accounts_eqmduser where first_name = '' or last_name"
                        + " = '' or is_superuser or is_staff or not is_active"));
        run("", "list");
        assertTrue(said().contains("clinician                clinician  active  Clara Moreira (demo)"), said());
        assertEquals(CommandLine.REFUSED, run("", "lock", "admin"));
        assertEquals(0, run("", "lock", "admin", "--force"), complained());
    }

    @Test
    void columnsThatWeDoNotKnowAreExplained() {
        TestServer.execute(database, "alter table public.accounts_eqmduser add column profession smallint not null");
        assertEquals(CommandLine.REFUSED, run(GOOD, "add", "ana", "--role", "viewer"));
        assertTrue(complained().contains("columns that MediaFiles does not know"), complained());
    }

    @Test
    void databaseWithoutOurTablesIsExplained() throws SQLException {
        environment = Map.of("MEDIAFILES_DB_URL", url(TestServer.newDatabase(null)), "MEDIAFILES_DB_USER", "postgres");
        assertRefused("This database has no MediaFiles tables yet: start the server once, then add users.",
                run(GOOD, "add", "ana", "--role", "admin"));
    }

    @Test
    void databaseThatIsAwayIsOneLine() {
        environment = Map.of("MEDIAFILES_DB_URL", "jdbc:postgresql://127.0.0.1:1/mediafiles", "MEDIAFILES_DB_USER",
                "ana",
                "MEDIAFILES_DB_PASSWORD", "very secret");
        assertEquals(CommandLine.REFUSED, run("", "list"));
        assertEquals(1, complained().lines().count(), complained());
        assertFalse(complained().contains("very secret"));
    }

    @Test
    void runProfilesHomeNamesItsDatabase(@TempDir Path home) throws Exception {
        String url = environment.get("MEDIAFILES_DB_URL");
        environment = Map.of();
        assertEquals(CommandLine.REFUSED, run("", "--home", home.toString(), "list"));
        assertTrue(complained().contains("name the run profile's home"), complained());

        Files.writeString(home.resolve("database.properties"), "postgres=a\nmediafiles=b\n");
        assertEquals(CommandLine.REFUSED, run("", "--home", home.toString(), "list"));
        assertTrue(complained().contains("does not run"), complained());

        Files.createDirectory(home.resolve("database"));
        String port = url.replaceAll(".*:(\\d+)/.*", "$1");
        Files.writeString(home.resolve("database/postmaster.pid"), "1\n/data\n1\n" + port + "\n\n127.0.0.1\n");
        assertEquals(CommandLine.REFUSED, run("", "--home", home.toString(), "list"));
        assertTrue(complained().contains(":" + port + "/mediafiles does not let mediafiles in"), complained());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "add ana", "add", "add ana --role nurse", "role ana", "list all", "remove ana",
            "lock ana --role admin", "lock ana --one-time", "add ana --role", "add ana --role viewer --force",
            "password ana --secret x"})
    void wrongUsageSaysHow(String arguments) {
        assertEquals(CommandLine.WRONG_USAGE, run(GOOD, arguments.isEmpty() ? new String[0] : arguments.split(" ")));
        assertTrue(complained().startsWith("user.sh: "), complained());
        assertTrue(complained().endsWith(CommandLine.USAGE), complained());
    }

    @Test
    void helpIsNoMistake() {
        assertEquals(0, run("", "--help"));
        assertEquals(CommandLine.USAGE, said());
    }
}
