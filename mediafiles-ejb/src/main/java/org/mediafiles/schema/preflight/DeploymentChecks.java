package org.mediafiles.schema.preflight;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.mediafiles.schema.version.Finding;

/** What the plan calls {@code check --deploy}: whether the program may be opened to its users as it is set up. */
final class DeploymentChecks {
    /** The plan's own figure; times of events and leases of jobs are compared across both clocks. */
    static final Duration MOST_DIFFERENCE = Duration.ofSeconds(5);
    private static final String BIND_ADDRESS = "jboss.bind.address";

    private final WebServer web;
    private final Optional<String> bindAddress;
    private final Clock clock;

    DeploymentChecks(WebServer web, Optional<String> bindAddress, Clock clock) {
        this.web = web;
        this.bindAddress = bindAddress;
        this.clock = clock;
    }

    static Optional<String> configuredBindAddress() {
        return Optional.ofNullable(System.getProperty(BIND_ADDRESS));
    }

    List<Finding> tls(Look look) throws SQLException {
        List<Finding> found = new ArrayList<>();
        if (!web.isKnown()) {
            found.add(Found.warning("tls-unknown"));
        } else if (web.plainListeners() == 0) {
            found.add(Found.ok("tls"));
        } else if (isLoopback(bindAddress)) {
            found.add(Found.ok("tls-loopback", bindAddress.orElseThrow()));
        } else if (web.isBehindProxy()) {
            found.add(Found.warning("tls-by-proxy"));
        } else {
            found.add(Found.warning("tls-plain", web.plainListeners()));
        }
        found.add(toDatabase(look));
        return found;
    }

    private static Finding toDatabase(Look look) throws SQLException {
        Look.Row row = look.rows("""
                                 SELECT coalesce((SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()), false),
                                     host(inet_server_addr()), host(inet_client_addr())""").get(0);
        if (row.flag(0)) {
            return Found.ok("database-tls");
        }
        boolean local = row.isNull(1) || row.text(1).equals(row.text(2)) || isLoopback(Optional.of(row.text(1)));
        return local ? Found.ok("database-local") : Found.warning("database-plain", row.text(1));
    }

    private static boolean isLoopback(Optional<String> address) {
        try {
            return address.isPresent() && InetAddress.getByName(address.get()).isLoopbackAddress();
        } catch (UnknownHostException unknown) {
            return false;
        }
    }

    List<Finding> cookie() {
        Optional<Boolean> secure = web.isSessionCookieSecure();
        if (secure.isPresent() && secure.get()) {
            return List.of(Found.ok("cookie-secure"));
        }
        if (isLoopback(bindAddress)) {
            return List.of(Found.ok("cookie-loopback"));
        }
        return List.of(web.isKnown() ? Found.warning("cookie-plain") : Found.warning("cookie-unknown"));
    }

    static List<Finding> demoUsers(Look look) throws SQLException {
        boolean marked = look.flag("SELECT to_regclass('mediafiles_ops.user_role') IS NOT NULL")
                && look.met().tables().contains("accounts_eqmduser");
        List<String> active = marked
                ? look.rows("""
                            SELECT account.username FROM public.accounts_eqmduser account
                            JOIN mediafiles_ops.user_role role ON role.user_id = account.id
                            WHERE role.demo AND account.is_active ORDER BY account.username""").stream()
                        .map(row -> row.text(0)).toList()
                : List.of();
        if (active.isEmpty()) {
            return List.of(Found.ok("no-demo-users"));
        }
        String names = String.join(", ", active);
        return List.of(look.site().config().demoUsers()
                ? Found.ok("demo-users-wanted", names)
                : Found.about(Found.at(look.beforeOpening(), "demo-users", names), active));
    }

    List<Finding> clock(Look look) throws SQLException {
        Instant before = clock.instant();
        Instant there = OffsetDateTime
                .parse(look
                        .text("""
                              SELECT to_char(clock_timestamp() AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')"""))
                .toInstant();
        Duration trip = Duration.between(before, clock.instant());
        Duration apart = Duration.between(before.plus(trip.dividedBy(2)), there);
        String seconds = String.valueOf(apart.abs().toSeconds());
        return List.of(apart.abs().compareTo(MOST_DIFFERENCE) > 0
                ? Found.at(look.beforeOpening(), "clocks-differ", seconds, MOST_DIFFERENCE.toSeconds())
                : Found.ok("clocks", seconds));
    }
}
