package org.mediafiles.web.faces.admin;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import org.mediafiles.config.SchemaConfig.Backup;
import org.mediafiles.config.Settings;
import org.mediafiles.problem.MediaFilesException;
import org.mediafiles.problem.ProblemCode;
import org.mediafiles.schema.SchemaTask;
import org.mediafiles.schema.backup.BackupReport;
import org.mediafiles.schema.migrate.MigrateReport;
import org.mediafiles.schema.rollback.RollbackReport;
import org.mediafiles.schema.rollback.RollbackRequest;
import org.mediafiles.schema.version.Door;
import org.mediafiles.schema.version.SchemaReport;
import org.mediafiles.web.faces.support.LanguageBacking;
import org.mediafiles.web.faces.support.PageMessages;
import org.mediafiles.web.faces.support.Redirect;
import org.mediafiles.web.faces.support.WordsBacking;
import org.mediafiles.web.migration.MigrationDoor;
import org.mediafiles.web.signin.CurrentCaller;

/** What is done to the schema from the page: backup, migration, rollback; how far it is, and what it came to. */
@Named
@RequestScoped
public class MigrationTaskBacking {
    private static final String PAGE = "/admin/migrations.xhtml?show=";

    @Inject
    private MigrationDoor door;
    @Inject
    private CurrentCaller current;
    @Inject
    private Settings settings;
    @Inject
    private WordsBacking words;
    @Inject
    private LanguageBacking language;
    @Inject
    private PageMessages messages;
    @Inject
    private MigrationsBacking page;
    @Inject
    private MigrationPlanBacking plan;

    private String label;
    private String database;
    private String password;
    private boolean agreed;
    private boolean withDjango;
    private Optional<SchemaTask> task;

    public void backup() throws IOException {
        begin("backup", () -> door.backup(current.get(), Door.WEB, label()));
    }

    public void migrate() throws IOException {
        begin("migrate", () -> door.migrate(current.get(), Door.WEB, OptionalInt.empty(), label()));
    }

    public void rollback() throws IOException {
        if (plan.getTarget() == null) {
            throw MediaFilesException.invalid("target", "A version.");
        }
        if (plan.isLosing() && !agreed) {
            messages.error(null, "migrations.rollback.notAgreed");
            return;
        }
        RollbackRequest wanted = RollbackRequest.parse(plan.getTarget());
        RollbackRequest along = withDjango ? wanted.alongWithDjango() : wanted;
        RollbackRequest request = agreed ? along.agreed() : along;
        begin("rollback", () -> door.rollback(current.get(), Door.WEB, request, password, database, label()));
    }

    public void stop() throws IOException {
        String operation = task().map(SchemaTask::operation).orElse("migrate");
        door.stop(current.get(), Door.WEB);
        Redirect.to(PAGE + operation);
    }

    /** What is begun. */
    @FunctionalInterface
    private interface Begun {
        SchemaTask begin();
    }

    private void begin(String part, Begun act) throws IOException {
        try {
            act.begin();
        } catch (MediaFilesException refused) {
            if (refused.code() == ProblemCode.CONFLICT) {
                messages.error(null, "migrations.task.busy");
                return;
            }
            if (refused.code() == ProblemCode.FORBIDDEN && refused.field().isEmpty()) {
                messages.error(null, "migrations.task.notAllowed");
                return;
            }
            throw refused;
        }
        Redirect.to(PAGE + part);
    }

    /** First of all on the page: an operation that is told as ended stands in whatever is looked up after it. */
    public void open() {
        task();
    }

    private Optional<SchemaTask> task() {
        if (task == null) {
            task = door.task(current.get());
        }
        return task;
    }

    public boolean isRunning() {
        return task().filter(SchemaTask::isRunning).isPresent();
    }

    /** @return whether the part that is open is where the last operation's end is told */
    public boolean isEnded() {
        return task().filter(last -> !last.isRunning() && last.operation().equals(page.getShow())).isPresent();
    }

    public SchemaTask getCurrent() {
        return task().orElse(null);
    }

    public String getOperation() {
        return task().map(last -> words.words().say("migrations.operation." + last.operation())).orElse("");
    }

    /** @return what it said so far, oldest first */
    public List<String> getLines() {
        return task().map(SchemaTask::lines).orElse(List.of());
    }

    /** @return whether it came to its end and did what it was asked for */
    public boolean isDone() {
        return report().filter(came -> came.exitCode() == 0).isPresent();
    }

    private Optional<SchemaReport> report() {
        return task().flatMap(SchemaTask::report);
    }

    /** @return what it came to */
    public String getOutcome() {
        SchemaReport came = report().orElse(null);
        if (came instanceof MigrateReport migrated) {
            return migrated.sentence(language.getLocale());
        }
        if (came instanceof RollbackReport rolled) {
            return words.words().say("migrations.rolled." + rolled.outcome().name().toLowerCase(Locale.ROOT),
                    rolled.reached() < 0 ? "–" : "V" + rolled.reached());
        }
        if (came instanceof BackupReport saved) {
            return saved.saves()
                    ? words.words().say("migrations.saved", saved.place())
                    : words.words().say("migrations.saved.off");
        }
        return words.words().say("migrations.task.brokeOff");
    }

    /** @return why it did not do what it was asked for, in English; empty where the outcome says it already */
    public String getReason() {
        List<String> account = getAccount();
        boolean told = isDone() || account.isEmpty() || report().filter(MigrateReport.class::isInstance).isPresent();
        return told ? "" : account.get(account.size() - 1);
    }

    /** @return the operation's own account, in English: for whoever helps */
    public List<String> getAccount() {
        return report().map(came -> came.lines(language.getLocale()))
                .orElseGet(() -> task().flatMap(SchemaTask::failure).map(List::of).orElse(List.of()));
    }

    /** @return what is saved before something is changed, as it is configured */
    public String getBackupSentence() {
        return words.words().say("migrations.backup." + settings.schema().backup().code());
    }

    /** @return whether a backup can be made now: not where it is off, nor of a cluster that would have to be stopped */
    public boolean isBackupOffered() {
        Backup means = settings.schema().backup();
        return means == Backup.DUMP || means == Backup.EXTERNAL;
    }

    /** @return whether the site's own backup has to be named */
    public boolean isLabelAsked() {
        return settings.schema().backup() == Backup.EXTERNAL;
    }

    private Optional<String> label() {
        Optional<String> given = Optional.ofNullable(label).map(String::strip).filter(text -> !text.isEmpty());
        if (isLabelAsked() && given.isEmpty()) {
            throw MediaFilesException.invalid("label", "What the site calls its own backup.");
        }
        return given;
    }

    public String getLabel() {
        return label;
    }

    public void setLabel(String label) {
        this.label = label;
    }

    public String getDatabase() {
        return database;
    }

    public void setDatabase(String database) {
        this.database = database;
    }

    public String getPassword() {
        return password;
    }

    public void setPassword(String password) {
        this.password = password;
    }

    public boolean isAgreed() {
        return agreed;
    }

    public void setAgreed(boolean agreed) {
        this.agreed = agreed;
    }

    public boolean isWithDjango() {
        return withDjango;
    }

    public void setWithDjango(boolean withDjango) {
        this.withDjango = withDjango;
    }
}
