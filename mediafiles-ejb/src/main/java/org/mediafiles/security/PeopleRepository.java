package org.mediafiles.security;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.persistence.Query;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.mediafiles.config.AccessConfig;
import org.mediafiles.model.CleanText;
import org.mediafiles.model.User;

/**
 * Reads and writes people: their accounts where we made that table, and what we keep beside an account in any case. Callers
 * ask {@link #isManagedHere} before they write an account.
 */
@Dependent
class PeopleRepository {
    private static final String PEOPLE = """
                                         select u.id, u.username, u.first_name, u.last_name,
                                                coalesce(r.role, case when u.is_superuser then 'admin' else :adopted end) as role,
                                                u.is_active and not coalesce(a.blocked, false) as active, coalesce(r.demo, false),
                                                coalesce(a.must_change_password, false), a.last_sign_in_at, u.date_joined, a.locale,
                                                a.one_time_until
                                           from public.accounts_eqmduser u
                                           left join mediafiles_ops.user_role r on r.user_id = u.id
                                           left join mediafiles_ops.user_account a on a.user_id = u.id
                                         """;
    /** As {@link CleanText#fold}; after it Portuguese is ASCII, so that any database's {@code lower} will do. */
    private static final String FOLDED = "lower(regexp_replace(normalize(concat_ws(' ', u.username, u.first_name,"
            + " u.last_name), NFKD), '[\\u0300-\\u036F]', '', 'g'))";
    private static final String ACCOUNT_ROW = """
                                              insert into mediafiles_ops.user_account as a (user_id, %1$s) values (:id, %2$s)
                                              on conflict (user_id) do update set %3$s, updated_at = now()
                                              """;

    @PersistenceContext(unitName = "mediafiles")
    private EntityManager em;
    @Inject
    private AccessConfig access;

    PeopleRepository() {}

    PeopleRepository(EntityManager em, AccessConfig access) {
        this.em = em;
        this.access = access;
    }

    /** @return whether we made the table of accounts; where it stood before us, nothing in it is ours to change */
    boolean isManagedHere() {
        return em.createNativeQuery("select exists (select 1 from mediafiles_ops.shared_table"
                + " where table_name = 'accounts_eqmduser' and created_here)", Boolean.class).getSingleResult()
                .equals(Boolean.TRUE);
    }

    /** One change of who is an admin at a time, until the transaction ends: no two leave the house without one. */
    void lockRoles() {
        em.createNativeQuery("lock table mediafiles_ops.user_role in share row exclusive mode").executeUpdate();
    }

    Optional<PersonRecord> find(long id) {
        return people(" where u.id = :id", Map.of("id", id), 1).stream().findFirst();
    }

    /** @param after the last one of the page before; {@code null} for the first page */
    List<PersonRecord> search(PeopleQuery query, Long after, int limit) {
        StringBuilder where = new StringBuilder(" where true");
        Map<String, Object> values = new HashMap<>();
        int number = 0;
        for (String word : CleanText.fold(query.words()).split(" ")) {
            if (!word.isEmpty()) {
                where.append(" and ").append(FOLDED).append(" like :word").append(number).append(" escape '!'");
                values.put("word" + number++, '%' + word.replaceAll("[!%_]", "!$0") + '%');
            }
        }
        if (query.role() != null) {
            where.append(" and coalesce(r.role, case when u.is_superuser then 'admin' else :adopted end) = :role");
            values.put("role", query.role().code());
        }
        if (query.active() != null) {
            where.append(" and (u.is_active and not coalesce(a.blocked, false)) = :active");
            values.put("active", query.active());
        }
        if (after != null) {
            where.append(" and (lower(u.username), u.id) > (select lower(c.username), c.id"
                    + " from public.accounts_eqmduser c where c.id = :after)");
            values.put("after", after);
        }
        return people(where.toString(), values, limit);
    }

    /** @return everybody's user name */
    List<String> usernames() {
        List<?> names = em.createNativeQuery("select username from public.accounts_eqmduser", String.class)
                .getResultList();
        return names.stream().map(String.class::cast).toList();
    }

    /** @return everybody by user name, as they stand under the lock */
    List<PersonRecord> everybody() {
        return people("", Map.of(), Integer.MAX_VALUE);
    }

    /** @return whether somebody else is an admin who may sign in */
    boolean isAdminBeside(long id) {
        return em.createNativeQuery("""
                                    select exists (select 1 from public.accounts_eqmduser u
                                      left join mediafiles_ops.user_role r on r.user_id = u.id
                                      left join mediafiles_ops.user_account a on a.user_id = u.id
                                     where u.id <> :id and u.is_active and not coalesce(a.blocked, false)
                                       and coalesce(r.role = 'admin', u.is_superuser))""", Boolean.class)
                .setParameter("id", id).getSingleResult().equals(Boolean.TRUE);
    }

    /** @return the new person's id */
    long add(String username, String firstName, String lastName, String stored) {
        Number id = (Number) em
                .createNativeQuery("""
                                   insert into public.accounts_eqmduser (username, first_name, last_name, password,
                                       is_superuser, email, is_staff, is_active, date_joined)
                                   values (:username, :first, :last, :stored, false, '', false, true, now())
                                   returning id""", Long.class)
                .setParameter("username", username)
                .setParameter("first", firstName).setParameter("last", lastName).setParameter("stored", stored)
                .getSingleResult();
        return id.longValue();
    }

    void noteCreator(long id, long creator) {
        account(id, "created_by_id", ":creator", "created_by_id = :creator").setParameter("creator", creator)
                .executeUpdate();
    }

    void setNames(long id, String firstName, String lastName) {
        update("update public.accounts_eqmduser set first_name = :first, last_name = :last where id = :id", id)
                .setParameter("first", firstName).setParameter("last", lastName).executeUpdate();
    }

    void setRole(long id, Role role) {
        update("""
               insert into mediafiles_ops.user_role (user_id, role) values (:id, :role)
               on conflict (user_id) do update set role = excluded.role, updated_at = now()""", id)
                .setParameter("role", role.code()).executeUpdate();
    }

    /** Where the account comes from: only where we made that table. */
    void setActive(long id, boolean active) {
        update("update public.accounts_eqmduser set is_active = :active where id = :id", id)
                .setParameter("active", active).executeUpdate();
    }

    void setBlocked(long id, boolean blocked) {
        account(id, "blocked", ":blocked", "blocked = :blocked").setParameter("blocked", blocked).executeUpdate();
    }

    boolean isActiveAtItsOrigin(long id) {
        return em.createNativeQuery("select is_active from public.accounts_eqmduser where id = :id", Boolean.class)
                .setParameter("id", id).getSingleResult().equals(Boolean.TRUE);
    }

    /** @param locale {@code null} for none */
    void setLocale(long id, String locale) {
        account(id, "locale", "nullif(:locale, '')", "locale = nullif(:locale, '')")
                .setParameter("locale", locale == null ? "" : locale).executeUpdate();
    }

    /** @return the stored password, locked until the transaction ends; {@code null} where there is no such person */
    String lockPassword(long id) {
        List<?> found = em.createNativeQuery("select password from public.accounts_eqmduser where id = :id for update",
                String.class).setParameter("id", id).getResultList();
        return found.isEmpty() ? null : (String) found.get(0);
    }

    /** Gives a password that the person chose. */
    void setPassword(long id, String stored) {
        store(id, stored);
        account(id, "password_changed_at", "now()",
                "password_changed_at = now(), must_change_password = false, one_time_until = null").executeUpdate();
    }

    /** Gives a password that must be changed. @return until when it may be used */
    Instant setOneTimePassword(long id, String stored) {
        store(id, stored);
        account(id, "must_change_password, one_time_until", "true, now() + make_interval(hours => :hours)",
                "must_change_password = true, one_time_until = excluded.one_time_until")
                .setParameter("hours", (int) OneTimePassword.VALID.toHours()).executeUpdate();
        return (Instant) em.createNativeQuery(
                "select one_time_until from mediafiles_ops.user_account where user_id = :id", Instant.class)
                .setParameter("id", id).getSingleResult();
    }

    /** @return when the person last set a password here; {@code null} where never */
    Instant passwordChangedAt(long id) {
        List<?> found = em.createNativeQuery(
                "select password_changed_at from mediafiles_ops.user_account where user_id = :id", Instant.class)
                .setParameter("id", id).getResultList();
        return found.isEmpty() ? null : (Instant) found.get(0);
    }

    /**
     * Ends sessions for good.
     *
     * @param kept   stays; {@code null} for none
     * @param reason as the table's check knows them
     */
    void endSessions(long id, UUID kept, String reason) {
        update("""
               update mediafiles_ops.user_session set ended_at = now(), end_reason = :reason
                where user_id = :id and ended_at is null and id <> :kept""", id)
                .setParameter("reason", reason)
                .setParameter("kept", kept == null ? new UUID(0, 0) : kept).executeUpdate();
    }

    private void store(long id, String stored) {
        update("update public.accounts_eqmduser set password = :stored where id = :id", id)
                .setParameter("stored", stored).executeUpdate();
    }

    private Query account(long id, String columns, String values, String change) {
        return update(ACCOUNT_ROW.formatted(columns, values, change), id);
    }

    private Query update(String sql, long id) {
        return em.createNativeQuery(sql).setParameter("id", id);
    }

    private List<PersonRecord> people(String where, Map<String, Object> values, int limit) {
        Query query = em.createNativeQuery(PEOPLE + where + " order by lower(u.username), u.id", Object[].class)
                .setParameter("adopted", access.adoptedRole()).setMaxResults(limit);
        values.forEach(query::setParameter);
        return ((List<?>) query.getResultList()).stream().map(Object[].class::cast).map(PeopleRepository::person)
                .toList();
    }

    private static PersonRecord person(Object[] column) {
        String username = (String) column[1];
        String first = (String) column[2];
        String last = (String) column[3];
        return new PersonRecord(((Number) column[0]).longValue(), username, first, last,
                User.displayName(username, first, last), Role.findByCode((String) column[4]).orElseThrow(),
                (Boolean) column[5], (Boolean) column[6], (Boolean) column[7], (Instant) column[8],
                (Instant) column[9], (String) column[10], (Instant) column[11]);
    }
}
