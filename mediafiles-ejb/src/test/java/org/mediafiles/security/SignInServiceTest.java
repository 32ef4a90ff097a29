package org.mediafiles.security;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.persistence.EntityManager;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mediafiles.TestArchive;
import org.mediafiles.config.AccessConfig;
import org.mediafiles.problem.MediaFilesException;
import org.mediafiles.problem.ProblemCode;

class SignInServiceTest {
    private static TestArchive archive;

    private final MovedClock clock = new MovedClock();
    private final CountingVerifier passwords = new CountingVerifier(clock);
    private EntityManager em;
    private SignInService signIn;

    @BeforeAll
    static void openArchive() {
        archive = TestArchive.open();
    }

    @AfterAll
    static void closeArchive() {
        archive.close();
    }

    @BeforeEach
    void addUsers() {
        archive.execute("truncate accounts_eqmduser cascade; truncate mediafiles_ops.user_role");
        user(1, "ana", hash("segredo"), false, true);
        em = archive.units().createEntityManager();
        signIn = new SignInService(new UserRepository(em), new VerifiedCredentials(clock), passwords,
                AccessConfig.DEFAULTS);
    }

    @AfterEach
    void closeEm() {
        em.close();
    }

    @Test
    void rightPasswordSignsInWithTheAdoptedRole() {
        Caller caller = signIn.verify("ana", "segredo").orElseThrow();
        assertEquals(1, caller.userId());
        assertEquals(Role.VIEWER, caller.role());
        assertEquals("Ana Souza", caller.displayName());
    }

    @Test
    void wrongOrMissingPasswordIsRefused() {
        assertTrue(signIn.verify("ana", "Segredo").isEmpty());
        assertTrue(signIn.verify("ana", "").isEmpty());
        assertTrue(signIn.verify("ana", null).isEmpty());
        assertTrue(signIn.verify(null, "segredo").isEmpty());
        assertTrue(signIn.verify("a\u0000na", "segredo").isEmpty());
        assertTrue(signIn.verify("' or 1=1 --", "segredo").isEmpty());
    }

    @Test
    void superuserIsAdminUnlessARoleOfOursSaysElse() {
        user(2, "root", hash("x1"), true, true);
        assertEquals(Role.ADMIN, signIn.verify("root", "x1").orElseThrow().role());
        archive.execute("insert into mediafiles_ops.user_role (user_id, role) values (2, 'clinician')");
        assertEquals(Role.CLINICIAN, signIn.verify("root", "x1").orElseThrow().role());
    }

    @Test
    void inactiveAndUnusableAreRefusedAtTheSameCost() {
        user(3, "gone", hash("x1"), false, false);
        user(4, "sso", "!unusable", false, true);
        for (String name : new String[]{"gone", "sso", "nobody", "n".repeat(151)}) {
            passwords.paid.set(0);
            assertTrue(signIn.verify(name, "x1").isEmpty(), name);
            assertEquals(1, passwords.paid.get(), name + " pays for one hash");
            assertEquals(1000, DjangoPassword.iterations(passwords.against).orElseThrow(), "as most users have it");
        }
    }

    @Test
    void verifiedCredentialIsRememberedForAMinuteAndNoLonger() {
        signIn.verify("ana", "segredo");
        clock.now = clock.now.plusSeconds(59);
        assertTrue(signIn.verify("ana", "segredo").isPresent());
        assertEquals(1, passwords.paid.get());
        clock.now = clock.now.plusSeconds(1);
        assertTrue(signIn.verify("ana", "segredo").isPresent());
        assertEquals(2, passwords.paid.get());
    }

    @Test
    void rememberedCredentialFallsWithPasswordActivityAndRole() {
        signIn.verify("ana", "segredo");
        archive.execute("insert into mediafiles_ops.user_role (user_id, role) values (1, 'clinician')");
        assertEquals(Role.CLINICIAN, signIn.verify("ana", "segredo").orElseThrow().role());
        archive.execute("update accounts_eqmduser set password = '" + hash("outro") + "' where id = 1");
        assertTrue(signIn.verify("ana", "segredo").isEmpty());
        assertTrue(signIn.verify("ana", "outro").isPresent());
        archive.execute("update accounts_eqmduser set is_active = false where id = 1");
        assertTrue(signIn.verify("ana", "outro").isEmpty());
    }

    @Test
    void sessionEndsWithThePassword() {
        String mark = signIn.passwordMark(1);
        assertTrue(signIn.refresh(1, mark).isPresent());
        assertTrue(signIn.refresh(1, null).isEmpty());
        assertTrue(signIn.refresh(99, mark).isEmpty());
        archive.execute("update accounts_eqmduser set password = '" + hash("outro") + "' where id = 1");
        assertTrue(signIn.refresh(1, mark).isEmpty());
        assertNotEquals(mark, signIn.passwordMark(1));
        archive.execute("update accounts_eqmduser set is_active = false where id = 1");
        assertTrue(signIn.refresh(1, signIn.passwordMark(1)).isEmpty());
    }

    @Test
    void tooManyAtATimeAreToldToComeAgain() throws InterruptedException {
        PasswordVerifier oneAtATime = new PasswordVerifier(1, Duration.ofMillis(20), clock);
        Thread holder = new Thread(() -> oneAtATime.matches("x", "pbkdf2_sha256$3000000$salt$" + "A".repeat(43) + "="));
        holder.start();
        MediaFilesException refused = null;
        while (holder.isAlive() && refused == null) {
            refused = attempt(oneAtATime);
        }
        holder.join();
        assertEquals(ProblemCode.NOT_READY, Optional.ofNullable(refused).orElseThrow().code());
        assertTrue(refused.retryAfter().isPresent());
        assertTrue(oneAtATime.matches("y", hash("y")), "the turn came back");
    }

    @Test
    void databaseAwayIsNotReady() {
        em.close();
        UserRepository away = new UserRepository(em) {
            @Override
            Optional<UserRow> findByUsername(String username) {
                throw new jakarta.persistence.PersistenceException("away");
            }
        };
        SignInService without = new SignInService(away, new VerifiedCredentials(clock), passwords,
                AccessConfig.DEFAULTS);
        MediaFilesException refused = assertThrows(MediaFilesException.class, () -> without.verify("ana", "segredo"));
        assertEquals(ProblemCode.NOT_READY, refused.code());
        em = archive.units().createEntityManager();
    }

    @Test
    void rowTellsNoPasswordInItsText() {
        assertFalse(new UserRepository(em).findById(1).orElseThrow().toString().contains("pbkdf2"));
    }

    private static MediaFilesException attempt(PasswordVerifier verifier) {
        try {
            verifier.matches("x", hash("y"));
            return null;
        } catch (MediaFilesException e) {
            return e;
        }
    }

    private static String hash(String password) {
        return DjangoPassword.hash(password, 1000);
    }

    private static void user(long id, String name, String password, boolean superuser, boolean active) {
        archive.execute("insert into accounts_eqmduser values (" + id + ",'" + password + "',null," + superuser + ",'"
                + name + "','Ana','Souza','',false," + active + ",now())");
    }

    private static final class CountingVerifier extends PasswordVerifier {
        private final AtomicInteger paid = new AtomicInteger();
        private String against;

        CountingVerifier(Clock clock) {
            super(2, Duration.ofSeconds(5), clock);
        }

        @Override
        public boolean matches(String password, String stored) {
            paid.incrementAndGet();
            against = stored;
            return super.matches(password, stored);
        }
    }
}
