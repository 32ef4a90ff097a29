package org.mediafiles.adoption;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Map;
import org.mediafiles.config.AccessConfig;
import org.mediafiles.problem.MediaFilesException;
import org.mediafiles.security.PasswordRules;
import org.mediafiles.security.Role;
import org.mediafiles.security.UserAccounts;

/**
 * The command line's entry: administration of users, so that any installation gets its first admin. Needs this module's jar
 * and the JDBC driver, no server. See {@link #USAGE} and {@link CommandDatabase}.
 */
public final class CommandLine {
    static final int DONE = 0;
    static final int REFUSED = 1;
    static final int WRONG_USAGE = 2;

    static final String USAGE = """
                                Usage: user.sh [--home <directory>] <command>
                                  add <username> --role <role> [--name "First Last"] [--one-time]
                                                                         a new user; asks for the password, or makes one
                                  password <username> [--one-time]       a new password; asks for it, or makes one
                                  role <username> <role> [--force]       viewer, clinician, integrator or admin
                                  lock <username> [--force]              no sign-in any more; --force also the last admin
                                  unlock <username>
                                  list
                                A password is asked for twice on a terminal, else read as one line from standard input. With
                                --one-time one is made and shown, holds for 72 hours, and must be changed at the first sign-in.
                                The database: MEDIAFILES_DB_URL, MEDIAFILES_DB_USER, MEDIAFILES_DB_PASSWORD (or the tables' owner:
                                MEDIAFILES_SCHEMA_USER, MEDIAFILES_SCHEMA_PASSWORD); without them, that of `mvn -Prun` in
                                --home, default ~/.mediafiles, while it runs.
                                """;

    /** SQLSTATE of a missing right. */
    private static final String INSUFFICIENT_PRIVILEGE = "42501";
    private static final String UNDEFINED_TABLE = "42P01";
    private static final String INVALID_SCHEMA = "3F000";

    private final Map<String, String> environment;
    private final PasswordSource passwords;
    private final PrintStream out;
    private final PrintStream err;

    CommandLine(Map<String, String> environment, PasswordSource passwords, PrintStream out, PrintStream err) {
        this.environment = environment;
        this.passwords = passwords;
        this.out = out;
        this.err = err;
    }

    /** Ends the process: 0 done, 1 refused, 2 wrong usage. */
    public static void main(String[] arguments) {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        PrintStream err = new PrintStream(System.err, true, StandardCharsets.UTF_8);
        System.exit(new CommandLine(System.getenv(), PasswordSource.ofProcess(), out, err).run(arguments));
    }

    /** @return the exit code */
    int run(String... texts) {
        Arguments arguments;
        try {
            arguments = Arguments.parse(texts);
        } catch (IllegalArgumentException wrong) {
            err.println("user.sh: " + wrong.getMessage());
            err.print(USAGE);
            return WRONG_USAGE;
        }
        if (arguments.command() == Arguments.Command.HELP) {
            out.print(USAGE);
            return DONE;
        }
        try (Connection connection = new CommandDatabase(environment).connect(arguments.home())) {
            act(arguments, new UserAccounts(connection, actor(), adoptedRole()));
            return DONE;
        } catch (MediaFilesException refused) {
            err.println("user.sh: " + refused.getMessage());
        } catch (SQLException failed) {
            err.println("user.sh: " + explain(failed));
        }
        return REFUSED;
    }

    private void act(Arguments arguments, UserAccounts accounts) throws SQLException {
        String username = arguments.username();
        switch (arguments.command()) {
            case ADD -> {
                if (accounts.exists(username)) {
                    throw MediaFilesException.invalid("username", "There is a user " + username + " already.");
                }
                String password = password(arguments);
                accounts.add(arguments.newAccount(), password, arguments.oneTime());
                out.println("Added " + username + " as " + arguments.role().code() + ".");
                show(arguments, password);
            }
            case PASSWORD -> {
                if (!accounts.exists(username)) {
                    throw MediaFilesException.notFound("user " + username);
                }
                String password = password(arguments);
                accounts.changePassword(username, password, arguments.oneTime());
                out.println("Changed the password of " + username + "; open sessions end.");
                show(arguments, password);
            }
            case ROLE -> {
                accounts.changeRole(username, arguments.role(), arguments.force());
                out.println(username + " is " + arguments.role().code() + " now.");
            }
            case LOCK -> {
                accounts.lock(username, arguments.force());
                out.println("Locked " + username + ".");
            }
            case UNLOCK -> {
                accounts.unlock(username);
                out.println("Unlocked " + username + ".");
            }
            case LIST -> accounts.list().forEach(this::print);
            case HELP -> out.print(USAGE);
        }
    }

    private void print(UserAccounts.Account account) {
        out.printf("%-24s %-10s %-7s %s%s%n", account.username(), account.role(),
                account.active() ? "active" : "locked",
                account.displayName(), account.demo() ? " (demo)" : "");
    }

    private String password(Arguments arguments) {
        PasswordRules rules = new PasswordRules(access());
        if (arguments.oneTime()) {
            return rules.oneTimePassword();
        }
        String password = passwords.ask("Password for " + arguments.username() + ": ");
        rules.require("password", password, arguments.username());
        return password;
    }

    private void show(Arguments arguments, String password) {
        if (arguments.oneTime()) {
            out.println("One-time password, for 72 hours: " + password);
        }
    }

    private AccessConfig access() {
        String length = environment.getOrDefault("MEDIAFILES_ACCESS_PASSWORD_LENGTH", "");
        try {
            return length.isBlank()
                    ? AccessConfig.DEFAULTS
                    : new AccessConfig(AccessConfig.DEFAULTS.adoptedRole(), Integer.parseInt(length.strip()));
        } catch (IllegalArgumentException wrong) {
            throw MediaFilesException.invalid("password", "MEDIAFILES_ACCESS_PASSWORD_LENGTH: a number from 8 to 64.");
        }
    }

    private static String actor() {
        return "user.sh:" + System.getProperty("user.name", "unknown");
    }

    private Role adoptedRole() {
        return Role.findByCode(environment.getOrDefault("MEDIAFILES_ACCESS_ADOPTED_ROLE", "viewer"))
                .orElse(Role.VIEWER);
    }

    private static String explain(SQLException failed) {
        String state = failed.getSQLState() == null ? "" : failed.getSQLState();
        if (Arrays.asList(UNDEFINED_TABLE, INVALID_SCHEMA).contains(state)) {
            return "This database has no MediaFiles tables yet: start the server once, then add users.";
        }
        if (state.equals(INSUFFICIENT_PRIVILEGE)) {
            return "This login may not write users: use the tables' owner in MEDIAFILES_SCHEMA_USER and"
                    + " MEDIAFILES_SCHEMA_PASSWORD.";
        }
        String message = failed.getMessage() == null ? "" : failed.getMessage().lines().findFirst().orElse("");
        return "The database refused (" + state + "): " + message;
    }
}
