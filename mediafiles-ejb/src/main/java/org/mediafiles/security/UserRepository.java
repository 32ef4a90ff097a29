package org.mediafiles.security;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.util.List;
import java.util.Optional;
import org.mediafiles.config.WorkGate;
import org.mediafiles.model.User;

/** Reads users with their password, role and standing, as signing in needs them; nothing is written here. */
@Dependent
class UserRepository {
    private static final String ACCOUNT = """
                                          select u.id, u.username, u.password, u.is_active, u.is_superuser, u.first_name, u.last_name,
                                          """;
    /** Before our tables stand, or after they were taken back: an admin signs in to mend just that. */
    private static final String WITHOUT_ROLE = " null,";
    private static final String ROLE = " r.role,";
    private static final String WITHOUT_STANDING = " false, false, null";
    private static final String STANDING = """
                                            coalesce(a.blocked or a.one_time_until <= now(), false),
                                                  coalesce(a.must_change_password, false), a.locale
                                           """;
    private static final String USERS = " from public.accounts_eqmduser u";
    private static final String ROLES = " left join mediafiles_ops.user_role r on r.user_id = u.id";
    private static final String ACCOUNTS = " left join mediafiles_ops.user_account a on a.user_id = u.id";

    @PersistenceContext(unitName = "mediafiles")
    private EntityManager em;
    @Inject
    private WorkGate gate;

    UserRepository() {}

    UserRepository(EntityManager em) {
        this(em, () -> true);
    }

    UserRepository(EntityManager em, WorkGate gate) {
        this.em = em;
        this.gate = gate;
    }

    /**
     * A user's row as it stands now.
     *
     * @param shut whether we let nobody in: an admin deactivated the account here, or its one-time password is too old
     * @param role the role's code; {@code null} where the user has none of ours
     */
    record UserRow(long id, String username, String password, boolean active, boolean superuser, String displayName,
            String role, boolean shut, Caller.Account account) {
        @Override
        public String toString() {
            return "UserRow[" + id + ']';
        }
    }

    Optional<UserRow> findByUsername(String username) {
        return first(em.createNativeQuery(users() + " where u.username = ?1", Object[].class)
                .setParameter(1, username).getResultList());
    }

    Optional<UserRow> findById(long id) {
        return first(em.createNativeQuery(users() + " where u.id = ?1", Object[].class).setParameter(1, id)
                .getResultList());
    }

    /** @return a stored password with the iteration count that most active users have; empty where nobody has one */
    Optional<String> findTypicalPassword() {
        List<?> passwords = em.createNativeQuery("""
                                                 select min(password) from public.accounts_eqmduser
                                                  where is_active and password like 'pbkdf2\\_sha256$%'
                                                  group by split_part(password, '$', 2) order by count(*) desc limit 1
                                                 """, String.class).getResultList();
        return passwords.stream().map(String.class::cast).findFirst();
    }

    private String users() {
        boolean roles = gate.isOpen() || isReadable("mediafiles_ops.user_role");
        boolean accounts = gate.isOpen() || isReadable("mediafiles_ops.user_account");
        return ACCOUNT + (roles ? ROLE : WITHOUT_ROLE) + (accounts ? STANDING : WITHOUT_STANDING) + USERS
                + (roles ? ROLES : "") + (accounts ? ACCOUNTS : "");
    }

    private boolean isReadable(String table) {
        return em.createNativeQuery(
                "select coalesce(has_table_privilege(cast(to_regclass(?1) as oid), 'SELECT'), false)",
                Boolean.class).setParameter(1, table).getSingleResult().equals(Boolean.TRUE);
    }

    private static Optional<UserRow> first(List<?> rows) {
        return rows.stream().map(Object[].class::cast).map(UserRepository::row).findFirst();
    }

    private static UserRow row(Object[] column) {
        String username = (String) column[1];
        return new UserRow(((Number) column[0]).longValue(), username, (String) column[2], (Boolean) column[3],
                (Boolean) column[4], User.displayName(username, (String) column[5], (String) column[6]),
                (String) column[7], (Boolean) column[8],
                new Caller.Account((Boolean) column[9], (String) column[10]));
    }
}
