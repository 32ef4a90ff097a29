package org.mediafiles.security;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.util.Map;
import java.util.UUID;
import org.mediafiles.audit.AuditAct;
import org.mediafiles.audit.AuditTrail;
import org.mediafiles.problem.MediaFilesException;
import org.mediafiles.problem.ProblemCode;
import org.mediafiles.problem.SettlesRefusals;

/** What everybody does with the own account. A new password comes by {@link PasswordChange}, which asks for the old one. */
@ApplicationScoped
@Transactional
@SettlesRefusals
public class OwnAccountService {
    @Inject
    private PeopleRepository people;
    @Inject
    private VerifiedCredentials verified;
    @Inject
    private AuditTrail audit;

    public OwnAccountService() {}

    OwnAccountService(PeopleRepository people, VerifiedCredentials verified, AuditTrail audit) {
        this.people = people;
        this.verified = verified;
        this.audit = audit;
    }

    /** @throws MediaFilesException {@code NOT_FOUND} where the account has vanished */
    public AccountRecord get(Caller caller) {
        return new AccountRecord(require(caller), people.passwordChangedAt(caller.userId()), people.isManagedHere());
    }

    /**
     * Chooses the language, which comes before the device's from then on.
     *
     * @param locale {@code en}, {@code pt-BR}; {@code ""} for whatever the device asks for
     * @throws MediaFilesException {@code INVALID_REQUEST}
     */
    @Attempt(AuditAct.USER_CHANGE)
    public AccountRecord changeLocale(Caller caller, String locale) {
        PersonRecord before = require(caller);
        people.setLocale(caller.userId(), AccountLanguage.of("locale", locale));
        new PeopleTrail(audit).recordChange(caller, before, require(caller), Map.of("by", "oneself"));
        return get(caller);
    }

    /** Refuses what only the other system can do. @throws MediaFilesException {@code PEOPLE_ARE_MANAGED_ELSEWHERE} */
    public void requireManagedHere(Caller caller) {
        new PeopleTrail(audit).refusalsOf(caller, AuditAct.PASSWORD_CHANGE, Map.of(), () -> {
            if (!people.isManagedHere()) {
                throw PeopleService.managedElsewhere();
            }
            return null;
        });
    }

    /**
     * Puts a new password in the place of the one that was verified, and ends the person's other sessions.
     *
     * @param mark     of the verified one, as {@link SignInService#passwordMark} gives it
     * @param stored   the new one's hash
     * @param kept     the session that stays; {@code null} for none
     * @throws MediaFilesException {@code CONFLICT} where an admin has given another meanwhile
     */
    @Attempt(AuditAct.PASSWORD_CHANGE)
    public void replacePassword(Caller caller, String mark, String stored, UUID kept) {
        new PeopleTrail(audit).refusalsOf(caller, AuditAct.PASSWORD_CHANGE, Map.of(), () -> {
            String standing = people.lockPassword(caller.userId());
            if (standing == null || !mark.equals(verified.mark(caller.userId(), standing))) {
                throw new MediaFilesException(ProblemCode.CONFLICT,
                        "The password was changed by somebody else meanwhile: sign in again with that one.")
                        .with("reason", "changed-meanwhile");
            }
            people.setPassword(caller.userId(), stored);
            people.endSessions(caller.userId(), kept, "password");
            new PeopleTrail(audit).record(caller, AuditAct.PASSWORD_CHANGE, require(caller), Map.of());
            return null;
        });
    }

    private PersonRecord require(Caller caller) {
        return people.find(caller.userId()).orElseThrow(() -> MediaFilesException.notFound("user"));
    }
}
