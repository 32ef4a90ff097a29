package org.mediafiles.security;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.mediafiles.model.CleanText;
import org.mediafiles.problem.MediaFilesException;
import org.mediafiles.problem.ProblemCode;
import org.mediafiles.security.UserAccounts.NewAccount;

/**
 * The tables behind {@link UserAccounts}. What stands beside an account came with V30: before it, as when an admin mends an
 * installation that is not migrated yet, accounts of our own are kept without.
 */
final class AccountTables {
    private static final String NOT_NULL_VIOLATION = "23502";

    private final Connection connection;

    AccountTables(Connection connection) {
        this.connection = connection;
    }

    /** @return whether we made the table of accounts */
    boolean areOurs() throws SQLException {
        return first(
                "SELECT 1 FROM mediafiles_ops.shared_table WHERE table_name = 'accounts_eqmduser' AND created_here")
                .isPresent();
    }

    private boolean hasStanding() throws SQLException {
        return first("SELECT 1 WHERE to_regclass('mediafiles_ops.user_account') IS NOT NULL").isPresent();
    }

    /** @return SQL for whether {@code account} may sign in */
    String active() throws SQLException {
        return !hasStanding()
                ? "account.is_active"
                : "(account.is_active AND NOT EXISTS (SELECT FROM mediafiles_ops.user_account here"
                        + " WHERE here.user_id = account.id AND here.blocked))";
    }

    Optional<Long> find(String username) throws SQLException {
        return first("SELECT id FROM public.accounts_eqmduser WHERE username = ?", username);
    }

    List<String> usernames() throws SQLException {
        List<String> names = new ArrayList<>();
        try (PreparedStatement statement = connection
                .prepareStatement("SELECT username FROM public.accounts_eqmduser");
                ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                names.add(rows.getString(1));
            }
        }
        return names;
    }

    /** @return the new id */
    long insert(String username, NewAccount account, String stored) throws SQLException {
        try {
            return first(
                    """
                    WITH added AS (
                        INSERT INTO public.accounts_eqmduser (username, first_name, last_name, password, is_superuser, email,
                            is_staff, is_active, date_joined)
                        VALUES (?, ?, ?, ?, false, '', false, true, now())
                        RETURNING id)
                    INSERT INTO mediafiles_ops.user_role (user_id, role, demo) SELECT id, ?, ? FROM added
                    RETURNING user_id""",
                    username, namePart(account.firstName()), namePart(account.lastName()), stored,
                    account.role().code(), account.demo()).orElseThrow();
        } catch (SQLException refused) {
            if (NOT_NULL_VIOLATION.equals(refused.getSQLState())) {
                throw new MediaFilesException(ProblemCode.CONFLICT, "This database's users have columns that MediaFiles"
                        + " does not know: add the user in the hospital's own system, then give the role here.",
                        refused);
            }
            throw refused;
        }
    }

    private static String namePart(String name) {
        return CleanText.cut(CleanText.line(name), UserNames.LENGTH);
    }

    /** @param oneTime whether the password must be changed, in time */
    void notePassword(long id, boolean oneTime) throws SQLException {
        if (!hasStanding()) {
            if (oneTime) {
                throw notMigrated();
            }
            return;
        }
        update("""
               INSERT INTO mediafiles_ops.user_account AS here (user_id, must_change_password, one_time_until)
               VALUES (?, ?, CASE WHEN ? THEN now() + make_interval(hours => ?) END)
               ON CONFLICT (user_id) DO UPDATE SET must_change_password = excluded.must_change_password,
                   one_time_until = excluded.one_time_until, updated_at = now()""",
                id, oneTime, oneTime, (int) OneTimePassword.VALID.toHours());
    }

    void shutOut(long id) throws SQLException {
        if (areOurs()) {
            update("UPDATE public.accounts_eqmduser SET is_active = false WHERE id = ?", id);
        } else {
            block(id, true);
        }
    }

    /** @throws MediaFilesException {@code PEOPLE_ARE_MANAGED_ELSEWHERE} where it is another system that shuts out */
    void letIn(long id) throws SQLException {
        if (areOurs()) {
            update("UPDATE public.accounts_eqmduser SET is_active = true WHERE id = ?", id);
        } else if (first("SELECT 1 FROM public.accounts_eqmduser WHERE id = ? AND is_active", id).isEmpty()) {
            throw PeopleService.managedElsewhere();
        }
        if (hasStanding()) {
            block(id, false);
        }
    }

    private void block(long id, boolean blocked) throws SQLException {
        if (!hasStanding()) {
            throw notMigrated();
        }
        update("""
               INSERT INTO mediafiles_ops.user_account (user_id, blocked) VALUES (?, ?)
               ON CONFLICT (user_id) DO UPDATE SET blocked = excluded.blocked, updated_at = now()""", id, blocked);
    }

    void endSessions(long id, String reason) throws SQLException {
        if (hasStanding()) {
            update("UPDATE mediafiles_ops.user_session SET ended_at = now(), end_reason = ? WHERE user_id = ?"
                    + " AND ended_at IS NULL", reason, id);
        }
    }

    private static MediaFilesException notMigrated() {
        return new MediaFilesException(ProblemCode.CONFLICT,
                "This needs the tables of version 30: migrate the database first.");
    }

    int update(String sql, Object... parameters) throws SQLException {
        try (PreparedStatement statement = prepared(sql, parameters)) {
            return statement.executeUpdate();
        }
    }

    private Optional<Long> first(String sql, Object... parameters) throws SQLException {
        try (PreparedStatement statement = prepared(sql, parameters); ResultSet row = statement.executeQuery()) {
            return row.next() ? Optional.of(row.getLong(1)) : Optional.empty();
        }
    }

    private PreparedStatement prepared(String sql, Object... parameters) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        for (int i = 0; i < parameters.length; i++) {
            if (parameters[i] instanceof String[] texts) {
                statement.setArray(i + 1, connection.createArrayOf("text", texts));
            } else {
                statement.setObject(i + 1, parameters[i]);
            }
        }
        return statement;
    }
}
