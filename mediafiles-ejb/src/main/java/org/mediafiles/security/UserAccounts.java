package org.mediafiles.security;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.mediafiles.audit.AuditAct;
import org.mediafiles.model.CleanText;
import org.mediafiles.problem.MediaFilesException;
import org.mediafiles.problem.ProblemCode;

/**
 * Administration of users over plain JDBC, for the command line and the run profile, by the rules of {@link PeopleService}.
 * Each act is one transaction together with its row on record.
 */
public final class UserAccounts {
    private final Connection connection;
    private final AccountTables tables;
    private final String actor;
    private final String adoptedRole;

    /**
     * @param connection in auto-commit mode, as somebody who may write users and roles
     * @param actor      who acts, as it will stand on record
     * @param adopted    the role of users who have none of ours and are no superusers
     */
    public UserAccounts(Connection connection, String actor, Role adopted) {
        this.connection = connection;
        this.tables = new AccountTables(connection);
        this.actor = actor;
        this.adoptedRole = adopted.code();
    }

    /** @param demo whether this is one of the run profile's users, whose password is its name */
    public record NewAccount(String username, String firstName, String lastName, Role role, boolean demo) {}

    /**
     * @param role as it counts, be it ours or an adopted one
     * @param demo whether the user bears the run profile's mark
     */
    public record Account(String username, String displayName, String role, boolean active, boolean demo) {}

    /** @return whether accounts and passwords are kept here, not by another system */
    public boolean isManagedHere() throws SQLException {
        return tables.areOurs();
    }

    /**
     * @param oneTime whether the password must be changed, within 72 hours
     * @throws MediaFilesException {@code CONFLICT} where the name is taken, {@code INVALID_REQUEST} where it is none,
     *                             {@code PEOPLE_ARE_MANAGED_ELSEWHERE}
     */
    public void add(NewAccount account, String password, boolean oneTime) throws SQLException {
        String username = UserNames.username(account.username());
        String stored = DjangoPassword.hash(password);
        inTransaction(AuditAct.USER_CREATE, "add", username, () -> {
            requireManagedHere();
            UserNames.requireFree(username, tables.usernames());
            long id = tables.insert(username, account, stored);
            tables.notePassword(id, oneTime);
            record(AuditAct.USER_CREATE, "add", username, Map.of(),
                    Map.of("role", account.role().code(), "active", "true"));
        });
    }

    /** @return whether there is a user of exactly that name, locked or not */
    public boolean exists(String username) throws SQLException {
        return tables.find(username).isPresent();
    }

    /** @param oneTime whether the password must be changed, within 72 hours */
    public void changePassword(String username, String password, boolean oneTime) throws SQLException {
        String stored = DjangoPassword.hash(password);
        inTransaction(AuditAct.PASSWORD_RESET, "password", username, () -> {
            long id = idOf(username);
            requireManagedHere();
            tables.update("UPDATE public.accounts_eqmduser SET password = ? WHERE id = ?", stored, id);
            tables.notePassword(id, oneTime);
            tables.endSessions(id, "password");
            record(AuditAct.PASSWORD_RESET, "password", username, Map.of(), Map.of());
        });
    }

    /** @param force also where nobody is left who could administer */
    public void changeRole(String username, Role role, boolean force) throws SQLException {
        inTransaction(AuditAct.USER_CHANGE, "role", username, () -> {
            long id = idOf(username);
            if (role != Role.ADMIN) {
                requireAnotherAdmin(id, force);
            }
            String before = accounts(id).get(0).role();
            tables.update("""
                          INSERT INTO mediafiles_ops.user_role (user_id, role) VALUES (?, ?)
                          ON CONFLICT (user_id) DO UPDATE SET role = excluded.role, updated_at = now()""", id,
                    role.code());
            record(AuditAct.USER_CHANGE, "role", username, Map.of("role", before), Map.of("role", role.code()));
        });
    }

    /** @param force also where nobody is left who could administer */
    public void lock(String username, boolean force) throws SQLException {
        inTransaction(AuditAct.USER_CHANGE, "lock", username, () -> {
            long id = idOf(username);
            Account account = accounts(id).get(0);
            requireAnotherAdmin(id, force);
            tables.shutOut(id);
            tables.endSessions(id, "admin");
            record(AuditAct.USER_CHANGE, "lock", username, Map.of("active", account.active()),
                    Map.of("active", false));
        });
    }

    public void unlock(String username) throws SQLException {
        inTransaction(AuditAct.USER_CHANGE, "unlock", username, () -> {
            long id = idOf(username);
            boolean before = accounts(id).get(0).active();
            tables.letIn(id);
            record(AuditAct.USER_CHANGE, "unlock", username, Map.of("active", before), Map.of("active", true));
        });
    }

    /** @return everybody, by name */
    public List<Account> list() throws SQLException {
        return accounts(null);
    }

    private List<Account> accounts(Long onlyId) throws SQLException {
        List<Account> accounts = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(
                """
                SELECT account.username, concat_ws(' ', nullif(account.first_name, ''), nullif(account.last_name, '')),
                    coalesce(role.role, CASE WHEN account.is_superuser THEN 'admin' ELSE ? END), %s,
                    coalesce(role.demo, false)
                FROM public.accounts_eqmduser account
                LEFT JOIN mediafiles_ops.user_role role ON role.user_id = account.id
                WHERE ?::bigint IS NULL OR account.id = ?
                ORDER BY account.username""".formatted(tables.active()))) {
            statement.setString(1, adoptedRole);
            statement.setObject(2, onlyId, java.sql.Types.BIGINT);
            statement.setObject(3, onlyId, java.sql.Types.BIGINT);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    accounts.add(
                            new Account(rows.getString(1), rows.getString(2), rows.getString(3), rows.getBoolean(4),
                                    rows.getBoolean(5)));
                }
            }
        }
        return accounts;
    }

    private long idOf(String username) throws SQLException {
        return tables.find(username).orElseThrow(() -> new MediaFilesException(ProblemCode.NOT_FOUND,
                "There is no user " + username + "."));
    }

    private void requireManagedHere() throws SQLException {
        if (!tables.areOurs()) {
            throw PeopleService.managedElsewhere();
        }
    }

    private void requireAnotherAdmin(long id, boolean force) throws SQLException {
        if (force) {
            return;
        }
        try (PreparedStatement statement = connection.prepareStatement(
                """
                SELECT bool_or(account.id = ?), bool_or(account.id <> ?)
                FROM public.accounts_eqmduser account
                LEFT JOIN mediafiles_ops.user_role role ON role.user_id = account.id
                WHERE coalesce(role.role = 'admin', account.is_superuser) AND %s""".formatted(tables.active()))) {
            statement.setLong(1, id);
            statement.setLong(2, id);
            try (ResultSet rows = statement.executeQuery()) {
                if (rows.next() && rows.getBoolean(1) && !rows.getBoolean(2)) {
                    throw new MediaFilesException(ProblemCode.CONFLICT,
                            "This is the last active admin: make another one first, or add --force.");
                }
            }
        }
    }

    private void record(AuditAct act, String change, String username, Map<String, ?> before, Map<String, ?> after)
            throws SQLException {
        tables.update(
                """
                INSERT INTO mediafiles_ops.audit_event (act, outcome, username, details, before_values, after_values)
                VALUES (?, 'ok', ?, jsonb_build_object('change', ?::text, 'user', ?::text), nullif(jsonb_object(?), '{}'),
                     nullif(jsonb_object(?), '{}'))
                """,
                act.code(), CleanText.cut(actor, UserNames.LENGTH), change, username, pairs(before),
                pairs(after));
    }

    /** Names and values in turn, as {@code jsonb_object} takes them. */
    private static String[] pairs(Map<String, ?> values) {
        List<String> pairs = new ArrayList<>();
        new TreeMap<>(values).forEach((name, value) -> {
            pairs.add(name);
            pairs.add(String.valueOf(value));
        });
        return pairs.toArray(String[]::new);
    }

    @FunctionalInterface
    private interface Work {
        void run() throws SQLException;
    }

    private void inTransaction(AuditAct act, String change, String username, Work work) throws SQLException {
        try {
            inTransaction(work);
        } catch (MediaFilesException refusal) {
            if (refusal.code() != ProblemCode.NOT_FOUND) {
                tables.update(
                        """
                        INSERT INTO mediafiles_ops.audit_event (act, outcome, username, details)
                        VALUES (?, 'refused', ?, jsonb_build_object('change', ?::text, 'user', ?::text, 'code', ?::text))
                        """,
                        act.code(), CleanText.cut(actor, UserNames.LENGTH), change, username, refusal.code().code());
            }
            throw refusal;
        }
    }

    private void inTransaction(Work work) throws SQLException {
        connection.setAutoCommit(false);
        boolean done = false;
        try {
            // One act at a time, so that two administrators do not lock each other out.
            tables.update("LOCK TABLE mediafiles_ops.user_role IN SHARE ROW EXCLUSIVE MODE");
            work.run();
            connection.commit();
            done = true;
        } finally {
            if (!done) {
                connection.rollback();
            }
            connection.setAutoCommit(true);
        }
    }
}
