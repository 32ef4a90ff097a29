package org.mediafiles.security;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mediafiles.InTransactions;
import org.mediafiles.TestArchive;
import org.mediafiles.audit.AuditTrail;
import org.mediafiles.config.AccessConfig;
import org.mediafiles.problem.MediaFilesException;
import org.mediafiles.problem.ProblemCode;

/** As the server's own login, which owns nothing. */
class PeopleServiceTest {
    private static final Caller ROOT = new Caller(1, "root", "Rute Alves", Role.ADMIN, "192.0.2.7", "r1");

    private static TestArchive owner;
    private static TestArchive runner;

    private final PasswordVerifier passwords = new QuickHashes();
    private PeopleService people;
    private SignInService signIn;

    @BeforeAll
    static void openArchive() {
        owner = TestArchive.open();
        runner = owner.asRunner();
    }

    @AfterAll
    static void closeArchive() {
        runner.close();
        owner.close();
    }

    @BeforeEach
    void addAnAdmin() {
        owner.execute("set session_replication_role = replica; truncate accounts_eqmduser cascade;"
                + " truncate mediafiles_ops.user_role, mediafiles_ops.user_account, mediafiles_ops.user_session,"
                + " mediafiles_ops.audit_event; update mediafiles_ops.shared_table set created_here = true;"
                + " alter sequence accounts_eqmduser_id_seq restart with 100");
        account(1, "root", "Rute", "Alves", true);
        owner.execute("insert into mediafiles_ops.user_role (user_id, role) values (1, 'admin')");
        InTransactions transactions = new InTransactions(runner, point -> {});
        people = service(transactions);
        signIn = new SignInService(new UserRepository(transactions.entityManager()), new VerifiedCredentials(),
                passwords, AccessConfig.DEFAULTS) {
        };
        signIn = transactions.around(SignInService.class, signIn);
    }

    private PeopleService service(InTransactions transactions) {
        return transactions.around(PeopleService.class,
                new PeopleService(new PeopleRepository(transactions.entityManager(), AccessConfig.DEFAULTS),
                        transactions.around(AuditTrail.class, new AuditTrail(transactions.entityManager())),
                        new AccessPolicy(),
                        new PasswordRules(AccessConfig.DEFAULTS), passwords));
    }

    private static void account(long id, String name, String first, String last, boolean active) {
        owner.execute("insert into accounts_eqmduser values (" + id + ",'" + DjangoPassword.hash("segredo", 1000)
                + "',null,false,'" + name + "','" + first + "','" + last + "',''" + ",false," + active + ",now())");
    }

    private static void elsewhere() {
        owner.execute("update mediafiles_ops.shared_table set created_here = false"
                + " where table_name = 'accounts_eqmduser'");
    }

    private static ProblemCode refused(Executable act) {
        return assertThrows(MediaFilesException.class, act).code();
    }

    private static String trail(String act) {
        return owner.query("select coalesce(string_agg(concat_ws('|', outcome, username, details, before_values,"
                + " after_values), E'\\n' order by id), '') from mediafiles_ops.audit_event where act = '" + act + "'");
    }

    private List<String> names(String words, Role role, Boolean active) {
        return people.list(ROOT, new PeopleQuery(words, role, active, 50, null)).items().stream()
                .map(PersonRecord::username).toList();
    }

    @Test
    void newPersonSignsInWithTheOneTimePasswordAndMustChangeIt() {
        IssuedPassword issued = people.create(ROOT, new NewPerson("ana.lima", " Ana ", "Lima", Role.CLINICIAN, null));
        assertTrue(issued.oneTimePassword().matches("([a-hj-km-np-z2-9]{4}-){3}[a-hj-km-np-z2-9]{4}"));
        Duration valid = Duration.between(Instant.now(), issued.expiresAt());
        assertTrue(valid.compareTo(Duration.ofHours(71)) > 0 && valid.compareTo(Duration.ofHours(73)) < 0);
        PersonRecord ana = people.get(ROOT, issued.person().id());
        assertEquals("Ana Lima", ana.displayName());
        assertTrue(ana.active() && ana.mustChangePassword() && !ana.demo());

        Caller caller = signIn.verify("ana.lima", issued.oneTimePassword()).orElseThrow();
        assertTrue(caller.mustChangePassword());
        assertEquals(Role.CLINICIAN, caller.role());
        assertEquals("ok|root|{\"user\": \"ana.lima\", \"userId\": 100, \"oneTimePassword\": true}|{\"role\":"
                + " \"clinician\", \"active\": true, \"locale\": null, \"lastName\": \"Lima\", \"firstName\": \"Ana\"}",
                trail("user-create"));
        assertEquals("0", owner.query("select count(*) from mediafiles_ops.audit_event a where a::text ~ '(pbkdf2|"
                + issued.oneTimePassword() + ")'"));
        assertFalse(issued.toString().contains(issued.oneTimePassword()));
    }

    @Test
    void oneTimePasswordIsOverAfterItsTime() {
        IssuedPassword issued = people.create(ROOT, new NewPerson("ana", "", "", Role.VIEWER, null));
        owner.execute("update mediafiles_ops.user_account set one_time_until = now() - interval '1 second'");
        assertTrue(signIn.verify("ana", issued.oneTimePassword()).isEmpty());
        IssuedPassword again = people.resetPassword(ROOT, issued.person().id());
        assertTrue(signIn.verify("ana", issued.oneTimePassword()).isEmpty());
        assertTrue(signIn.verify("ana", again.oneTimePassword()).isPresent());
    }

    @Test
    void passwordThatTheAdminGivesFollowsTheRulesAndStays() {
        assertEquals(ProblemCode.INVALID_REQUEST,
                refused(() -> people.create(ROOT, new NewPerson("robot", "", "", Role.INTEGRATOR, "senha12345"))));
        IssuedPassword issued = people.create(ROOT, new NewPerson("robot", "", "", Role.INTEGRATOR, "correct horse"));
        assertNull(issued.oneTimePassword());
        assertFalse(signIn.verify("robot", "correct horse").orElseThrow().mustChangePassword());
    }

    @ParameterizedTest
    @ValueSource(strings = {"ROOT", "Root", "root", "ｒｏｏｔ"})
    void nameThatIsTakenButForCapitalsIsRefused(String name) {
        assertEquals(ProblemCode.CONFLICT,
                refused(() -> people.create(ROOT, new NewPerson(name, "", "", Role.VIEWER, null))));
        assertEquals("1", owner.query("select count(*) from accounts_eqmduser"));
        assertTrue(trail("user-create").startsWith("refused|root|{\"code\": \"conflict\"}"));
    }

    @Test
    void accentedCapitalsAreAlikeWhateverTheDatabaseThinks() {
        people.create(ROOT, new NewPerson("josé", "", "", Role.VIEWER, null));
        assertEquals(ProblemCode.CONFLICT,
                refused(() -> people.create(ROOT, new NewPerson("JOSÉ", "", "", Role.VIEWER, null))));
        people.create(ROOT, new NewPerson("jose", "", "", Role.VIEWER, null));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "ana lima", "ana\u202e", "<b>ana</b>", "ana'; --", "ana\u0000"})
    void nameThatIsNoneIsRefused(String name) {
        MediaFilesException refusal = assertThrows(MediaFilesException.class,
                () -> people.create(ROOT, new NewPerson(name, "", "", Role.VIEWER, null)));
        assertEquals("username", refusal.field().orElseThrow());
    }

    @Test
    void hostileDisplayNameIsKeptAsTextWithoutWhatTurnsItRound() {
        PersonRecord person = people.create(ROOT, new NewPerson("eve", "<script>\u202ealert(1)</script>\u0000",
                "O'Brien\n\"x\"", Role.VIEWER, null)).person();
        assertEquals("<script>alert(1)</script> O'Brien \"x\"", person.displayName());
        assertEquals("firstName", assertThrows(MediaFilesException.class, () -> people.change(ROOT, person.id(),
                new PersonPatch("x".repeat(151), null, null, null, null))).field().orElseThrow());
    }

    @Test
    void nobodyButAnAdminDoesAnyOfIt() {
        Caller ana = new Caller(2, "ana", "Ana", Role.CLINICIAN, null, null);
        assertEquals(ProblemCode.FORBIDDEN,
                refused(() -> people.list(ana, new PeopleQuery(null, null, null, 50, null))));
        assertEquals(ProblemCode.FORBIDDEN, refused(() -> people.get(ana, 1)));
        assertEquals(ProblemCode.FORBIDDEN,
                refused(() -> people.create(ana, new NewPerson("x", "", "", Role.ADMIN, null))));
        assertEquals(ProblemCode.FORBIDDEN, refused(() -> people.change(ana, 2, PersonPatch.ofRole(Role.ADMIN))));
        assertEquals(ProblemCode.FORBIDDEN, refused(() -> people.resetPassword(ana, 1)));
        assertEquals(ProblemCode.FORBIDDEN, refused(() -> people.importRoles(ana, "ana,admin")));
        assertEquals("6", owner.query("select count(*) from mediafiles_ops.audit_event where outcome = 'refused'"
                + " and username = 'ana' and details->>'code' = 'forbidden'"));
    }

    @Test
    void changesStandOnRecordWithWhatWasAndWhatIs() {
        account(2, "ana", "Ana", "Lima", true);
        PersonRecord ana = people.change(ROOT, 2, new PersonPatch("Anna", null, Role.CLINICIAN, null, "pt_BR"));
        assertEquals("Anna Lima", ana.displayName());
        assertEquals("pt-BR", ana.locale());
        assertEquals(
                "ok|root|{\"user\": \"ana\", \"userId\": 2}|{\"role\": \"viewer\", \"locale\": null, \"firstName\":"
                        + " \"Ana\"}|{\"role\": \"clinician\", \"locale\": \"pt-BR\", \"firstName\": \"Anna\"}",
                trail("user-change"));
        assertEquals(ProblemCode.NOT_FOUND, refused(() -> people.change(ROOT, 77, PersonPatch.NOTHING)));
    }

    @Test
    void deactivatedPersonIsOutAtOnceAndComesBack() {
        account(2, "ana", "Ana", "Lima", true);
        owner.execute("insert into mediafiles_ops.user_session (id, user_id) values (gen_random_uuid(), 2)");
        String mark = signIn.passwordMark(2);
        assertTrue(signIn.verify("ana", "segredo").isPresent());
        assertFalse(people.change(ROOT, 2, PersonPatch.ofActivity(false)).active());
        assertTrue(signIn.verify("ana", "segredo").isEmpty());
        assertTrue(signIn.refresh(2, mark).isEmpty());
        assertEquals("admin", owner.query("select end_reason from mediafiles_ops.user_session"));
        assertTrue(people.change(ROOT, 2, PersonPatch.ofActivity(true)).active());
        assertTrue(signIn.verify("ana", "segredo").isPresent());
    }

    @Test
    void lastActiveAdminAndOneselfAreNeverLost() {
        assertEquals(ProblemCode.CONFLICT, refused(() -> people.change(ROOT, 1, PersonPatch.ofRole(Role.VIEWER))));
        assertEquals(ProblemCode.CONFLICT, refused(() -> people.change(ROOT, 1, PersonPatch.ofActivity(false))));
        assertEquals(ProblemCode.CONFLICT, refused(() -> people.resetPassword(ROOT, 1)));
        Caller stale = new Caller(2, "ana", "Ana", Role.ADMIN, null, null);
        account(2, "ana", "Ana", "Lima", true);
        assertEquals(ProblemCode.CONFLICT, refused(() -> people.change(stale, 1, PersonPatch.ofRole(Role.VIEWER))));
        assertEquals(ProblemCode.CONFLICT, refused(() -> people.change(stale, 1, PersonPatch.ofActivity(false))));
        owner.execute("insert into mediafiles_ops.user_role (user_id, role) values (2, 'admin');"
                + " insert into mediafiles_ops.user_account (user_id, blocked) values (2, true)");
        assertEquals(ProblemCode.CONFLICT, refused(() -> people.change(stale, 1, PersonPatch.ofActivity(false))));
        assertEquals("ok", people.change(ROOT, 1, new PersonPatch("Rute", null, Role.ADMIN, true, null)).active()
                ? "ok"
                : "changed");
    }

    @Test
    void twoAdminsWhoDemoteEachOtherAtOnceLeaveOne() throws Exception {
        account(2, "ana", "Ana", "Lima", true);
        Caller ana = new Caller(2, "ana", "Ana", Role.ADMIN, null, null);
        for (int round = 0; round < 5; round++) {
            owner.execute("insert into mediafiles_ops.user_role (user_id, role) values (1, 'admin'), (2, 'admin')"
                    + " on conflict (user_id) do update set role = 'admin'");
            List<Object> outcomes = atOnce(() -> people.change(ROOT, 2, PersonPatch.ofRole(Role.VIEWER)).role(),
                    () -> people.change(ana, 1, PersonPatch.ofRole(Role.VIEWER)).role());
            assertTrue(outcomes.contains(Role.VIEWER) && outcomes.contains(ProblemCode.CONFLICT), outcomes.toString());
            assertEquals("1", owner.query("select count(*) from mediafiles_ops.user_role where role = 'admin'"));
        }
    }

    @Test
    void twoWhoAddTheSameNameAtOnceAddOne() throws Exception {
        NewPerson ana = new NewPerson("ana", "", "", Role.VIEWER, null);
        List<Object> outcomes = atOnce(() -> people.create(ROOT, ana).person().username(),
                () -> people.create(ROOT, ana).person().username());
        assertTrue(outcomes.contains("ana") && outcomes.contains(ProblemCode.CONFLICT), outcomes.toString());
    }

    private interface Attempt {
        Object run();
    }

    private static List<Object> atOnce(Attempt... attempts) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(attempts.length);
        try {
            CountDownLatch start = new CountDownLatch(1);
            List<Future<Object>> results = new ArrayList<>();
            for (Attempt attempt : attempts) {
                results.add(threads.submit(() -> {
                    start.await();
                    try {
                        return attempt.run();
                    } catch (MediaFilesException refusal) {
                        return refusal.code();
                    }
                }));
            }
            start.countDown();
            List<Object> outcomes = new ArrayList<>();
            for (Future<Object> result : results) {
                outcomes.add(result.get());
            }
            return outcomes;
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void peopleAreFoundByWordsRoleAndActivityAPageAtATime() {
        account(2, "ana.lima", "Ana", "Lima", true);
        account(3, "Angela", "Ângela", "Conceição", false);
        account(4, "100%_x", "Per", "Cent!", true);
        assertEquals(List.of("Angela"), names("CONCEICAO angela", null, null));
        assertEquals(List.of("100%_x"), names("%_", null, null));
        assertEquals(List.of("100%_x"), names("cent!", null, null));
        assertEquals(List.of(), names("_na", null, null));
        assertEquals(List.of("root"), names(null, Role.ADMIN, null));
        assertEquals(List.of("Angela"), names("", null, false));
        PeoplePage first = people.list(ROOT, new PeopleQuery(null, null, null, 2, null));
        PeoplePage second = people.list(ROOT, new PeopleQuery(null, null, null, 2, first.nextCursor()));
        List<String> all = new ArrayList<>();
        first.items().forEach(person -> all.add(person.username()));
        second.items().forEach(person -> all.add(person.username()));
        assertEquals(List.of("100%_x", "ana.lima", "Angela", "root"), all);
        assertNull(second.nextCursor());
        for (String cursor : List.of("x", "***", "cGVvcGxlIDk5")) {
            assertEquals("cursor", assertThrows(MediaFilesException.class,
                    () -> people.list(ROOT, new PeopleQuery(null, null, null, 2, cursor))).field().orElseThrow());
        }
    }

    @Test
    void inAnAdoptedDatabaseNothingOfAnAccountIsWritten() {
        account(2, "ana", "Ana", "Lima", true);
        account(3, "gone", "", "", false);
        elsewhere();
        String before = owner.query("select string_agg(a::text, '|' order by id) from accounts_eqmduser a");
        assertFalse(people.isManagedHere());
        assertEquals(ProblemCode.PEOPLE_ARE_MANAGED_ELSEWHERE,
                refused(() -> people.create(ROOT, new NewPerson("x", "", "", Role.VIEWER, null))));
        assertEquals(ProblemCode.PEOPLE_ARE_MANAGED_ELSEWHERE,
                refused(() -> people.change(ROOT, 2, new PersonPatch("Anna", null, null, null, null))));
        assertEquals(ProblemCode.PEOPLE_ARE_MANAGED_ELSEWHERE, refused(() -> people.resetPassword(ROOT, 2)));
        assertEquals(ProblemCode.PEOPLE_ARE_MANAGED_ELSEWHERE,
                refused(() -> people.change(ROOT, 3, PersonPatch.ofActivity(true))));
        assertFalse(people.change(ROOT, 2, PersonPatch.ofActivity(false)).active());
        assertTrue(signIn.verify("ana", "segredo").isEmpty());
        assertTrue(people.change(ROOT, 2, new PersonPatch(null, null, Role.CLINICIAN, true, "en")).active());
        assertEquals(Role.CLINICIAN, signIn.verify("ana", "segredo").orElseThrow().role());
        assertEquals(1, people.importRoles(ROOT, "user,role\nana,viewer").changed());
        assertEquals(before, owner.query("select string_agg(a::text, '|' order by id) from accounts_eqmduser a"));
    }

    @Test
    void sheetMapsAllAtOnceAndTellsWhomItDoesNotKnow() {
        account(2, "ana", "Ana", "Lima", true);
        account(3, "bia", "Bia", "Reis", true);
        account(4, "rui;x", "Rui", "Sá", true);
        RoleImport done = people.importRoles(ROOT, "\uFEFFUser;Role\r\n ana ; CLINICIAN \r\n\"bia\",viewer\r\n\r\n"
                + "\"rui;x\";integrator\r\nana,clinician\r\nzoe,admin\r\n");
        assertEquals(new RoleImport(2, 1, List.of("zoe"), List.of()), done);
        assertEquals("admin clinician integrator",
                owner.query("select string_agg(role, ' ' order by user_id) from mediafiles_ops.user_role"));
        assertEquals("2", owner.query("select count(*) from mediafiles_ops.audit_event where act = 'user-change'"));
    }

    @Test
    void sheetWithOneBadLineChangesNothing() {
        account(2, "ana", "Ana", "Lima", true);
        RoleImport refused = people.importRoles(ROOT,
                "ana,clinician\nbia\nana,viewer\ncaio,chief\n\"dora,viewer\n,viewer\neva,viewer,x\n\"f\"x,viewer");
        assertEquals(0, refused.changed());
        assertEquals(List.of("2columns", "3contradiction", "4role", "5quotes", "6user", "7columns", "8quotes"),
                refused.invalid().stream().map(line -> line.line() + line.reason()).toList());
        assertEquals("1", owner.query("select count(*) from mediafiles_ops.user_role"));
        assertTrue(trail("user-change").contains("\"invalid\": 7"));
    }

    @Test
    void sheetThatLeavesNoAdminChangesNothing() {
        account(2, "ana", "Ana", "Lima", true);
        assertEquals(ProblemCode.CONFLICT, refused(() -> people.importRoles(ROOT, "ana,clinician\nroot,viewer")));
        assertEquals("1", owner.query("select count(*) from mediafiles_ops.user_role"));
        Caller stale = new Caller(2, "ana", "Ana", Role.ADMIN, null, null);
        assertEquals(ProblemCode.CONFLICT, refused(() -> people.importRoles(stale, "root,viewer")));
        account(3, "bia", "Bia", "Reis", true);
        assertEquals(2, people.importRoles(stale, "root,viewer\nbia,admin").changed());
    }

    @Test
    void ownerOfTheTablesDoesTheSame() {
        InTransactions transactions = new InTransactions(owner, point -> {});
        PeopleService asOwner = service(transactions);
        IssuedPassword issued = asOwner.create(ROOT, new NewPerson("ana", "", "", Role.VIEWER, null));
        assertNotEquals(issued.oneTimePassword(),
                asOwner.resetPassword(ROOT, issued.person().id()).oneTimePassword());
        assertEquals(1, asOwner.importRoles(ROOT, "ana,clinician").changed());
    }

    private static final class QuickHashes extends PasswordVerifier {
        @Override
        public String hash(String password) {
            return DjangoPassword.hash(password, 1000);
        }
    }
}
