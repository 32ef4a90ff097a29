package org.mediafiles.security;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.mediafiles.InTransactions;
import org.mediafiles.TestArchive;
import org.mediafiles.audit.AuditTrail;
import org.mediafiles.config.AccessConfig;
import org.mediafiles.problem.MediaFilesException;
import org.mediafiles.problem.ProblemCode;

/** As the server's own login. */
class PasswordChangeTest {
    private static final Caller ANA = new Caller(2, "ana", "Ana Lima", Role.VIEWER, "192.0.2.7", "r1");
    private static final UUID HERE = UUID.randomUUID();

    private static TestArchive owner;
    private static TestArchive runner;

    private final List<String> judged = new ArrayList<>();
    private SignInService signIn;
    private OwnAccountService accounts;
    private PasswordChange change;
    /** What happens elsewhere while the new password's hash is made. */
    private Runnable meanwhile = () -> {};

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
    void addAna() {
        owner.execute("set session_replication_role = replica; truncate accounts_eqmduser cascade; truncate"
                + " mediafiles_ops.user_account, mediafiles_ops.user_session, mediafiles_ops.audit_event;"
                + " update mediafiles_ops.shared_table set created_here = true;"
                + " insert into accounts_eqmduser values (2,'" + DjangoPassword.hash("segredo velho", 1000)
                + "',null,false,'ana','Ana','Lima','',false,true,now());"
                + " insert into mediafiles_ops.user_account (user_id, must_change_password, one_time_until)"
                + " values (2, true, now() + interval '1 hour');"
                + " insert into mediafiles_ops.user_session (id, user_id) values ('" + HERE
                + "', 2), (gen_random_uuid(), 2), (gen_random_uuid(), 3)");
        InTransactions transactions = new InTransactions(runner, point -> {});
        VerifiedCredentials verified = new VerifiedCredentials();
        PasswordVerifier passwords = new PasswordVerifier() {
            @Override
            public String hash(String password) {
                meanwhile.run();
                return DjangoPassword.hash(password, 1000);
            }
        };
        AuditTrail trail = transactions.around(AuditTrail.class, new AuditTrail(transactions.entityManager()));
        accounts = transactions.around(OwnAccountService.class,
                new OwnAccountService(new PeopleRepository(transactions.entityManager(), AccessConfig.DEFAULTS),
                        verified, trail));
        signIn = transactions.around(SignInService.class, new SignInService(
                new UserRepository(transactions.entityManager()), verified, passwords, AccessConfig.DEFAULTS));
        SignInGuard guard = new SignInGuard() {
            @Override
            public Optional<Caller> verify(SignInAttempt attempt, String password) {
                judged.add(attempt.username() + '@' + attempt.address());
                return signIn.verify(attempt.username(), password);
            }
        };
        change = new PasswordChange(guard, signIn, new PasswordRules(AccessConfig.DEFAULTS), passwords, accounts);
    }

    private static MediaFilesException refused(Executable act) {
        return assertThrows(MediaFilesException.class, act);
    }

    @Test
    void newPasswordOpensTheDoorAndEndsTheOtherSessions() {
        assertTrue(signIn.verify("ana", "segredo velho").orElseThrow().mustChangePassword());
        change.change(ANA, "segredo velho", "três tigres tristes", HERE);

        assertTrue(signIn.verify("ana", "segredo velho").isEmpty());
        assertFalse(signIn.verify("ana", "três tigres tristes").orElseThrow().mustChangePassword());
        assertEquals("1", owner.query("select count(*) from mediafiles_ops.user_session where user_id = 2"
                + " and end_reason = 'password' and id <> '" + HERE + "'"));
        assertEquals("2", owner.query("select count(*) from mediafiles_ops.user_session where ended_at is null"));
        assertEquals("password-change ok {\"user\": \"ana\", \"userId\": 2}",
                owner.query("select concat_ws(' ', act, outcome, details) from mediafiles_ops.audit_event"));
        assertTrue(accounts.get(ANA).passwordChangedAt() != null);
    }

    @Test
    void wrongCurrentPasswordIsJudgedAsASignInIs() {
        MediaFilesException refusal = refused(() -> change.change(ANA, "falso", "três tigres tristes", HERE));
        assertEquals("current", refusal.field().orElseThrow());
        assertEquals(List.of("ana@192.0.2.7"), judged);
        assertTrue(signIn.verify("ana", "segredo velho").isPresent());
    }

    @Test
    void badNewPasswordChangesNothing() {
        for (String bad : new String[]{"curta", "senha123456", "ana.lima2026", "segredo velho"}) {
            assertEquals("new",
                    refused(() -> change.change(ANA, "segredo velho", bad, HERE)).field().orElseThrow(), bad);
        }
        assertTrue(signIn.verify("ana", "segredo velho").orElseThrow().mustChangePassword());
    }

    @Test
    void passwordThatAnAdminGaveMeanwhileStays() {
        meanwhile = () -> owner.execute("update accounts_eqmduser set password = '"
                + DjangoPassword.hash("dado pelo admin", 1000) + "'");
        MediaFilesException refusal = refused(
                () -> change.change(ANA, "segredo velho", "três tigres tristes", HERE));
        assertEquals(ProblemCode.CONFLICT, refusal.code());
        assertEquals("changed-meanwhile", refusal.extensions().get("reason"));
        assertTrue(signIn.verify("ana", "dado pelo admin").isPresent());
        assertEquals("refused", owner.query("select outcome from mediafiles_ops.audit_event"));
    }

    @Test
    void passwordOfAnotherSystemIsChangedThere() {
        owner.execute("update mediafiles_ops.shared_table set created_here = false");
        assertEquals(ProblemCode.PEOPLE_ARE_MANAGED_ELSEWHERE,
                refused(() -> change.change(ANA, "segredo velho", "três tigres tristes", HERE)).code());
        assertEquals(List.of(), judged);
        assertEquals("en", accounts.changeLocale(ANA, "en_US").person().locale());
        assertEquals("en", signIn.verify("ana", "segredo velho").orElseThrow().account().locale());
        assertEquals("locale", refused(() -> accounts.changeLocale(ANA, "de")).field().orElseThrow());
        assertEquals(null, accounts.changeLocale(ANA, "").person().locale());
    }
}
