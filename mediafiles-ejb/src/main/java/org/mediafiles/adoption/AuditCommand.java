package org.mediafiles.adoption;

import jakarta.json.Json;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.logging.LogManager;
import javax.sql.DataSource;
import org.mediafiles.audit.AuditAct;
import org.mediafiles.audit.chain.AnchorFile;
import org.mediafiles.audit.chain.AuditVerification;
import org.mediafiles.audit.chain.Fault;
import org.mediafiles.audit.chain.VerificationReport;
import org.mediafiles.config.AuditConfig;
import org.mediafiles.problem.MediaFilesException;
import org.mediafiles.problem.ProblemCode;

/**
 * The audit trail's command line: compares the trail with its seals and with the anchors, whether a server runs or not. What it
 * came to goes to standard output, how far it is to standard error. Puts itself on record where its login may.
 */
public final class AuditCommand {
    static final int INTACT = 0;
    static final int NOT_INTACT = 1;
    static final int WRONG_USAGE = 64;

    static final String USAGE = """
                                Usage: audit.sh verify [--anchors FILE] [--json] [--home DIR]
                                  compares the audit trail with its chain of seals, and the chain with the anchors outside the
                                  database: names the first changed, missing, added or reordered row, and says how many rows have
                                  no seal yet. 0: intact; 1: not intact, or it could not be found out; 64: wrong usage.
                                The database is that of MEDIAFILES_SCHEMA_URL, _USER and _PASSWORD, else of MEDIAFILES_DB_URL,
                                _USER and _PASSWORD, else of `mvn -Prun` in --home, default ~/.mediafiles, while it runs.
                                The anchors are those of --anchors, else of MEDIAFILES_AUDIT_ANCHOR_FILE, else audit-anchors.jsonl
                                beside the storage root (MEDIAFILES_STORAGE_ROOT, or the home's).
                                """;

    private static final long TELL_EVERY = 100_000;
    /** SQLSTATE of a table that is not there. */
    private static final String UNDEFINED_TABLE = "42P01";

    private final Map<String, String> environment;
    private final PrintStream out;
    private final PrintStream err;

    AuditCommand(Map<String, String> environment, PrintStream out, PrintStream err) {
        this.environment = environment;
        this.out = out;
        this.err = err;
    }

    /** Ends the process: 0 intact, 1 not, 64 wrong usage. */
    public static void main(String[] arguments) {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        PrintStream err = new PrintStream(System.err, true, StandardCharsets.UTF_8);
        LogManager.getLogManager().reset();
        System.exit(new AuditCommand(System.getenv(), out, err).run(arguments));
    }

    /** What was typed, understood. */
    private record Typed(boolean help, Optional<Path> anchors, boolean json, Optional<Path> home) {
        static Typed parse(String... texts) {
            List<String> words = Arrays.asList(texts);
            if (words.contains("--help") || words.contains("-h") || words.equals(List.of("help"))) {
                return new Typed(true, Optional.empty(), false, Optional.empty());
            }
            if (words.isEmpty() || !words.get(0).equals("verify")) {
                throw new IllegalArgumentException("The command is verify.");
            }
            Optional<Path> anchors = Optional.empty();
            Optional<Path> home = Optional.empty();
            boolean json = false;
            for (int i = 1; i < texts.length; i++) {
                switch (texts[i]) {
                    case "--json" -> json = true;
                    case "--anchors" -> anchors = Optional.of(path(texts, i++));
                    case "--home" -> home = Optional.of(path(texts, i++));
                    default -> throw new IllegalArgumentException("There is no option " + texts[i] + ".");
                }
            }
            return new Typed(false, anchors, json, home);
        }

        private static Path path(String[] texts, int option) {
            if (option + 1 >= texts.length || texts[option + 1].isEmpty()) {
                throw new IllegalArgumentException(texts[option] + " needs a value.");
            }
            return Path.of(texts[option + 1]).toAbsolutePath();
        }
    }

    /** @return the exit code */
    int run(String... texts) {
        Typed typed;
        try {
            typed = Typed.parse(texts);
        } catch (IllegalArgumentException wrong) {
            err.println("audit.sh: " + wrong.getMessage());
            err.print(USAGE);
            return WRONG_USAGE;
        }
        if (typed.help) {
            out.print(USAGE);
            return INTACT;
        }
        try {
            return verify(typed);
        } catch (MediaFilesException refused) {
            return refuse(typed, refused.getMessage());
        } catch (SQLException failed) {
            return refuse(typed, UNDEFINED_TABLE.equals(failed.getSQLState())
                    ? "This database's trail has no seals yet: it is older than this program, or is none of ours."
                    : "The database refused (" + failed.getSQLState() + "): "
                            + String.valueOf(failed.getMessage()).lines().findFirst().orElse(""));
        }
    }

    private int refuse(Typed typed, String sentence) {
        err.println("audit.sh: " + sentence);
        if (typed.json) {
            out.println(Json.createObjectBuilder().add("outcome", "failed").add("message", sentence).build());
        }
        return NOT_INTACT;
    }

    private int verify(Typed typed) throws SQLException {
        CommandLogin login = new CommandDatabase(environment).login(typed.home);
        CommandDatabase.open(login, "mediafiles-audit").close();
        DataSource database = login.dataSource("mediafiles-audit");
        Path anchors = anchors(typed, login);
        VerificationReport report = new AuditVerification(new AnchorFile(anchors)).run(database, (done, total) -> {
            if (done % TELL_EVERY == 0) {
                err.println(done + " of " + total + " seals compared");
            }
        });
        record(database, report);
        if (typed.json) {
            out.println(json(report));
        } else {
            print(report);
        }
        return report.intact() ? INTACT : NOT_INTACT;
    }

    private Path anchors(Typed typed, CommandLogin login) {
        return typed.anchors
                .or(() -> Optional.ofNullable(environment.get("MEDIAFILES_AUDIT_ANCHOR_FILE"))
                        .filter(text -> !text.isBlank()).map(Path::of))
                .or(() -> login.storage().map(AuditConfig.DEFAULTS::anchorFile))
                .orElseThrow(
                        () -> new MediaFilesException(ProblemCode.NOT_READY, "Name the file of anchors with --anchors,"
                                + " or the storage root beside which it stands in MEDIAFILES_STORAGE_ROOT."));
    }

    private void record(DataSource database, VerificationReport report) {
        JsonObjectBuilder details = Json.createObjectBuilder().add("intact", report.intact())
                .add("rows", report.rows()).add("sealed", report.sealed()).add("unsealed", report.unsealed())
                .add("anchors", report.anchorsChecked());
        try (Connection connection = database.getConnection();
                PreparedStatement insert = connection.prepareStatement(
                        "INSERT INTO mediafiles_ops.audit_event (act, username, outcome, details)"
                                + " VALUES (?, ?, 'ok', ?::jsonb)")) {
            insert.setString(1, AuditAct.AUDIT_VERIFY.code());
            insert.setString(2, "audit.sh:" + System.getProperty("user.name", "unknown"));
            insert.setString(3, details.build().toString());
            insert.executeUpdate();
        } catch (SQLException mayOnlyRead) {
            err.println("audit.sh: this verification is not on record, since its login may not write there.");
        }
    }

    private void print(VerificationReport report) {
        out.println("intact: " + (report.intact() ? "yes" : "NO"));
        out.println("rows: " + report.rows());
        out.println("sealed: " + report.sealed());
        out.println("not sealed yet: " + report.unsealed());
        out.println("anchors compared: " + report.anchorsChecked());
        if (report.anchorTrouble() != null) {
            out.println("warning: " + report.anchorTrouble());
        }
        Fault first = report.firstFault();
        if (first != null) {
            out.println("faults: " + report.faults());
            out.println("first fault: " + first.kind().code() + (first.id() == null ? "" : ", row " + first.id())
                    + (first.seq() == null ? "" : ", seal " + first.seq())
                    + (first.at() == null ? "" : ", " + first.at()));
            out.println("  " + first.detail());
        }
    }

    /** As the API tells it. */
    private static JsonValue json(VerificationReport report) {
        JsonObjectBuilder json = Json.createObjectBuilder().add("intact", report.intact()).add("rows", report.rows());
        Fault first = report.firstFault();
        if (first == null) {
            json.addNull("firstFault");
        } else {
            JsonObjectBuilder fault = Json.createObjectBuilder().add("kind", first.kind().code());
            number(fault, "id", first.id());
            number(fault, "seq", first.seq());
            json.add("firstFault", text(fault, "at", first.at()).add("detail", first.detail()));
        }
        json.add("sealed", report.sealed()).add("unsealed", report.unsealed()).add("anchors", report.anchorsChecked())
                .add("faults", report.faults());
        return text(json, "anchorTrouble", report.anchorTrouble()).build();
    }

    private static void number(JsonObjectBuilder json, String name, Long value) {
        if (value == null) {
            json.addNull(name);
        } else {
            json.add(name, value);
        }
    }

    private static JsonObjectBuilder text(JsonObjectBuilder json, String name, Object value) {
        return value == null ? json.addNull(name) : json.add(name, value.toString());
    }
}
