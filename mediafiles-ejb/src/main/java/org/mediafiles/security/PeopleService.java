package org.mediafiles.security;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.mediafiles.audit.AuditAct;
import org.mediafiles.audit.AuditEntry;
import org.mediafiles.audit.AuditTrail;
import org.mediafiles.model.CleanText;
import org.mediafiles.problem.MediaFilesException;
import org.mediafiles.problem.ProblemCode;
import org.mediafiles.problem.SettlesRefusals;

/**
 * Who may sign in, and as what: an admin's work. In a database whose accounts another system keeps, nothing of an account is
 * written here; the role, being let in, and the language are ours in any case. Never is the last active admin lost, and
 * nobody takes the own admin's rights away. Every act leaves a row on record, never with a password in it.
 */
@ApplicationScoped
@Transactional
@SettlesRefusals
public class PeopleService {
    private static final String CURSOR = "people ";
    private static final int LONGEST_QUERY = 200;

    @Inject
    private PeopleRepository people;
    @Inject
    private AuditTrail audit;
    @Inject
    private AccessPolicy policy;
    @Inject
    private PasswordRules rules;
    @Inject
    private PasswordVerifier passwords;

    public PeopleService() {}

    PeopleService(PeopleRepository people, AuditTrail audit, AccessPolicy policy, PasswordRules rules,
            PasswordVerifier passwords) {
        this.people = people;
        this.audit = audit;
        this.policy = policy;
        this.rules = rules;
        this.passwords = passwords;
    }

    /** @return whether accounts, names and passwords are ours to change */
    public boolean isManagedHere() {
        return people.isManagedHere();
    }

    /** For the order of a call's checks: before what was sent is read. @throws MediaFilesException {@code PEOPLE_ARE_MANAGED_ELSEWHERE} */
    public void requireManagedHere(Caller caller, AuditAct attempted) {
        trail().refusalsOf(caller, attempted, Map.of(), () -> {
            requireManagedHere();
            return null;
        });
    }

    /** For the order of a call's checks. @throws MediaFilesException {@code NOT_FOUND} */
    public void requireThere(Caller caller, long id) {
        requireAdmin(caller, AuditAct.USER_CHANGE);
        require(id);
    }

    /** @throws MediaFilesException {@code FORBIDDEN}, {@code INVALID_REQUEST} */
    public PeoplePage list(Caller caller, PeopleQuery query) {
        requireAdmin(caller, AuditAct.USER_LIST);
        String words = CleanText.line(query.words());
        if (words.codePointCount(0, words.length()) > LONGEST_QUERY) {
            throw MediaFilesException.invalid("q", "A search has at most " + LONGEST_QUERY + " characters.");
        }
        Long after = query.cursor() == null ? null : decode(query.cursor());
        List<PersonRecord> found = people.search(query, after, query.limit() + 1);
        List<PersonRecord> shown = found.subList(0, Math.min(found.size(), query.limit()));
        AuditEntry look = AuditEntry.ok(AuditAct.USER_LIST).details(Map.of("found", shown.size()));
        if (after == null) {
            audit.record(caller.actor(), look);
        } else {
            audit.recordUnlessRecent(caller.actor(), look);
        }
        boolean more = found.size() > shown.size();
        return new PeoplePage(shown, more ? encode(shown.get(shown.size() - 1).id()) : null);
    }

    /** @throws MediaFilesException {@code FORBIDDEN}, {@code NOT_FOUND} */
    public PersonRecord get(Caller caller, long id) {
        requireAdmin(caller, AuditAct.USER_LIST);
        PersonRecord person = require(id);
        trail().record(caller, AuditAct.USER_LIST, person, Map.of());
        return person;
    }

    /**
     * Adds somebody. Without a password a one-time password is made, which stands in the answer alone.
     *
     * @throws MediaFilesException {@code FORBIDDEN}, {@code PEOPLE_ARE_MANAGED_ELSEWHERE}, {@code INVALID_REQUEST},
     *                             {@code CONFLICT} where somebody is called so, capitals aside
     */
    @Attempt(AuditAct.USER_CREATE)
    public IssuedPassword create(Caller caller, NewPerson wanted) {
        requireAdmin(caller, AuditAct.USER_CREATE);
        return trail().refusalsOf(caller, AuditAct.USER_CREATE, Map.of(), () -> {
            requireManagedHere();
            String username = UserNames.username(wanted.username());
            String first = UserNames.namePart("firstName", wanted.firstName());
            String last = UserNames.namePart("lastName", wanted.lastName());
            boolean given = wanted.password() != null;
            if (given) {
                rules.require("password", wanted.password(), username, first, last);
            }
            String password = given ? wanted.password() : rules.oneTimePassword();
            // Before anything is locked: it takes a tenth of a second.
            String stored = passwords.hash(password);
            people.lockRoles();
            UserNames.requireFree(username, people.usernames());
            long id = people.add(username, first, last, stored);
            people.setRole(id, wanted.role());
            people.noteCreator(id, caller.userId());
            Instant until = given ? null : people.setOneTimePassword(id, stored);
            PersonRecord person = require(id);
            trail().recordNew(caller, person, Map.of("oneTimePassword", !given));
            return new IssuedPassword(person, given ? null : password, until);
        });
    }

    /**
     * Changes names, role, activity, language.
     *
     * @throws MediaFilesException {@code FORBIDDEN}, {@code NOT_FOUND}, {@code PEOPLE_ARE_MANAGED_ELSEWHERE},
     *                             {@code INVALID_REQUEST}, {@code CONFLICT} for the last active admin, and for oneself
     */
    @Attempt(AuditAct.USER_CHANGE)
    public PersonRecord change(Caller caller, long id, PersonPatch patch) {
        requireAdmin(caller, AuditAct.USER_CHANGE);
        return trail().refusalsOf(caller, AuditAct.USER_CHANGE, Map.of("userId", id), () -> {
            people.lockRoles();
            PersonRecord before = require(id);
            if (patch.concernsNames()) {
                requireManagedHere();
                people.setNames(id,
                        patch.firstName() == null
                                ? before.firstName()
                                : UserNames.namePart("firstName", patch.firstName()),
                        patch.lastName() == null
                                ? before.lastName()
                                : UserNames.namePart("lastName", patch.lastName()));
            }
            if (patch.locale() != null) {
                people.setLocale(id, AccountLanguage.of("locale", patch.locale()));
            }
            if (patch.role() != null && patch.role() != before.role()) {
                requireDispensable(caller, before);
                people.setRole(id, patch.role());
            }
            if (patch.active() != null && patch.active() != before.active()) {
                changeActivity(caller, before, patch.active());
            }
            PersonRecord after = require(id);
            trail().recordChange(caller, before, after, Map.of());
            return after;
        });
    }

    /**
     * Makes a one-time password, which stands in the answer alone, and ends the person's sessions.
     *
     * @throws MediaFilesException {@code FORBIDDEN}, {@code NOT_FOUND}, {@code PEOPLE_ARE_MANAGED_ELSEWHERE},
     *                             {@code CONFLICT} for oneself
     */
    @Attempt(AuditAct.PASSWORD_RESET)
    public IssuedPassword resetPassword(Caller caller, long id) {
        requireAdmin(caller, AuditAct.PASSWORD_RESET);
        return trail().refusalsOf(caller, AuditAct.PASSWORD_RESET, Map.of("userId", id), () -> {
            requireManagedHere();
            require(id);
            if (id == caller.userId()) {
                throw new MediaFilesException(ProblemCode.CONFLICT,
                        "This is your own password: change it on the page of your account, with the current one.")
                        .with("reason", "oneself");
            }
            String password = rules.oneTimePassword();
            String stored = passwords.hash(password);
            people.lockPassword(id);
            Instant until = people.setOneTimePassword(id, stored);
            people.endSessions(id, null, "password");
            PersonRecord person = require(id);
            trail().record(caller, AuditAct.PASSWORD_RESET, person, Map.of("until", until.toString()));
            return new IssuedPassword(person, password, until);
        });
    }

    /**
     * Gives many people their roles at once: all, or none where a line is not valid. Names that nobody has are told.
     *
     * @param sheet {@code user,role} a line
     * @throws MediaFilesException {@code FORBIDDEN}, {@code CONFLICT} where no active admin would be left, or for oneself
     */
    @Attempt(AuditAct.USER_CHANGE)
    public RoleImport importRoles(Caller caller, String sheet) {
        requireAdmin(caller, AuditAct.USER_CHANGE);
        return trail().refusalsOf(caller, AuditAct.USER_CHANGE, Map.of("change", "sheet"), () -> {
            RoleSheet parsed = RoleSheet.parse(sheet);
            people.lockRoles();
            Map<String, PersonRecord> everybody = new HashMap<>();
            people.everybody().forEach(person -> everybody.put(person.username(), person));
            List<String> unknown = parsed.roles().keySet().stream().filter(name -> !everybody.containsKey(name))
                    .toList();
            List<PersonRecord> others = new ArrayList<>();
            parsed.roles().forEach((name, role) -> {
                if (everybody.containsKey(name) && everybody.get(name).role() != role) {
                    others.add(everybody.get(name));
                }
            });
            int unchanged = parsed.roles().size() - unknown.size() - others.size();
            if (!parsed.invalid().isEmpty()) {
                recordSheet(caller, 0, unknown.size(), parsed.invalid().size());
                return new RoleImport(0, unchanged, unknown, parsed.invalid());
            }
            apply(caller, others, parsed.roles());
            if (others.isEmpty()) {
                recordSheet(caller, unchanged, unknown.size(), 0);
            }
            return new RoleImport(others.size(), unchanged, unknown, List.of());
        });
    }

    private void apply(Caller caller, List<PersonRecord> others, Map<String, Role> roles) {
        // Those who become admins first: the house has one at every moment.
        List<PersonRecord> ordered = new ArrayList<>(others);
        ordered.sort((one, other) -> Boolean.compare(roles.get(other.username()) == Role.ADMIN,
                roles.get(one.username()) == Role.ADMIN));
        for (PersonRecord before : ordered) {
            requireDispensable(caller, before);
            people.setRole(before.id(), roles.get(before.username()));
            trail().recordChange(caller, before, require(before.id()), Map.of("by", "sheet"));
        }
    }

    private void changeActivity(Caller caller, PersonRecord before, boolean active) {
        boolean managedHere = people.isManagedHere();
        if (!active) {
            requireDispensable(caller, before);
        } else if (!managedHere && !people.isActiveAtItsOrigin(before.id())) {
            throw managedElsewhere();
        }
        if (managedHere) {
            people.setActive(before.id(), active);
        }
        if (!managedHere || active) {
            people.setBlocked(before.id(), !active);
        }
        if (!active) {
            people.endSessions(before.id(), null, "admin");
        }
    }

    private void requireDispensable(Caller caller, PersonRecord person) {
        if (person.id() == caller.userId()) {
            throw new MediaFilesException(ProblemCode.CONFLICT,
                    "This is you: another admin changes your role and whether you may sign in.")
                    .with("reason", "oneself");
        }
        if (person.active() && person.role() == Role.ADMIN && !people.isAdminBeside(person.id())) {
            throw new MediaFilesException(ProblemCode.CONFLICT,
                    "This is the last active admin: make another one first.")
                    .with("reason", "last-admin");
        }
    }

    private void recordSheet(Caller caller, int unchanged, int unknown, int invalid) {
        audit.record(caller.actor(), AuditEntry.ok(AuditAct.USER_CHANGE).details(Map.of("change", "sheet", "changed", 0,
                "unchanged", unchanged, "unknown", unknown, "invalid", invalid)));
    }

    private PeopleTrail trail() {
        return new PeopleTrail(audit);
    }

    private PersonRecord require(long id) {
        return people.find(id).orElseThrow(() -> MediaFilesException.notFound("user"));
    }

    private void requireAdmin(Caller caller, AuditAct attempted) {
        new AccessGuard(policy, audit).require(caller, Act.ADMINISTER, attempted);
    }

    private void requireManagedHere() {
        if (!people.isManagedHere()) {
            throw managedElsewhere();
        }
    }

    static MediaFilesException managedElsewhere() {
        return new MediaFilesException(ProblemCode.PEOPLE_ARE_MANAGED_ELSEWHERE,
                "The accounts of this database are managed by another system: change names and passwords there.");
    }

    private static String encode(long id) {
        return Base64.getUrlEncoder().withoutPadding()
                .encodeToString((CURSOR + id).getBytes(StandardCharsets.US_ASCII));
    }

    private Long decode(String cursor) {
        MediaFilesException broken = MediaFilesException.invalid("cursor", "This cursor is not one of this list.");
        try {
            String text = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.US_ASCII);
            if (!text.matches(CURSOR + "[0-9]{1,18}")) {
                throw broken;
            }
            Long id = Long.valueOf(text.substring(CURSOR.length()));
            if (people.find(id).isEmpty()) {
                throw broken;
            }
            return id;
        } catch (IllegalArgumentException malformed) {
            throw broken;
        }
    }
}
