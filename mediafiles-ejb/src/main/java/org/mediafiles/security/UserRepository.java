package org.mediafiles.security;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.util.List;
import java.util.Optional;
import org.mediafiles.config.WorkGate;
import org.mediafiles.model.User;

/** Reads users with their password and role. The row itself is the hospital's; we never write it here. */
@Dependent
class UserRepository {
    private static final String COLUMNS = """
                                          select u.id, u.username, u.password, u.is_active, u.is_superuser, u.first_name, u.last_name, r.role
                                            from public.accounts_eqmduser u
                                            left join mediafiles_ops.user_role r on r.user_id = u.id
                                          """;
    /** Before our tables stand, or after they were taken back: an admin signs in to mend just that. */
    private static final String COLUMNS_WITHOUT_ROLES = """
                                                        select u.id, u.username, u.password, u.is_active, u.is_superuser, u.first_name, u.last_name, null
                                                          from public.accounts_eqmduser u
                                                        """;

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
     * @param role the role's code; {@code null} where the user has none of ours
     */
    record UserRow(long id, String username, String password, boolean active, boolean superuser, String displayName,
            String role) {
        @Override
        public String toString() {
            return "UserRow[" + id + ']';
        }
    }

    Optional<UserRow> findByUsername(String username) {
        return first(em.createNativeQuery(columns() + " where u.username = ?1", Object[].class)
                .setParameter(1, username).getResultList());
    }

    Optional<UserRow> findById(long id) {
        return first(em.createNativeQuery(columns() + " where u.id = ?1", Object[].class).setParameter(1, id)
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

    private String columns() {
        boolean roles = gate.isOpen()
                || em.createNativeQuery("select to_regclass('mediafiles_ops.user_role') is not null", Boolean.class)
                        .getSingleResult().equals(Boolean.TRUE);
        return roles ? COLUMNS : COLUMNS_WITHOUT_ROLES;
    }

    private static Optional<UserRow> first(List<?> rows) {
        return rows.stream().map(Object[].class::cast).map(UserRepository::row).findFirst();
    }

    private static UserRow row(Object[] column) {
        String username = (String) column[1];
        return new UserRow(((Number) column[0]).longValue(), username, (String) column[2], (Boolean) column[3],
                (Boolean) column[4], User.displayName(username, (String) column[5], (String) column[6]),
                (String) column[7]);
    }
}
