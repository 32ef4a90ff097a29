package org.mediafiles.web.faces.admin;

import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.mediafiles.schema.plan.Expectation;
import org.mediafiles.schema.plan.PlanReport;
import org.mediafiles.schema.plan.PlannedVersion;
import org.mediafiles.schema.plan.RelationLock;
import org.mediafiles.schema.plan.ScriptEffects;
import org.mediafiles.schema.plan.StatementEffect;
import org.mediafiles.schema.version.Door;
import org.mediafiles.web.faces.support.LanguageBacking;
import org.mediafiles.web.faces.support.WordsBacking;
import org.mediafiles.web.migration.MigrationDoor;
import org.mediafiles.web.signin.CurrentCaller;

/** What a migration, or the way back to a version, would do. Writes nothing and locks nothing. */
@Named
@RequestScoped
public class MigrationPlanBacking {
    /**
     * A version that would be applied or taken back.
     *
     * @param effects    which locks it takes and what it reads or writes anew, a sentence each
     * @param statements one by one; empty where nothing was recorded
     * @param losses     tables that go with their rows, a sentence each
     */
    public record Planned(String name, String title, boolean transactional, String expected, List<String> effects,
            List<Statement> statements, List<String> losses, String sql) {}

    /** @param line where it begins in the script */
    public record Statement(int line, String summary, List<String> effects) {}

    @Inject
    private MigrationDoor door;
    @Inject
    private CurrentCaller current;
    @Inject
    private WordsBacking words;
    @Inject
    private LanguageBacking language;
    @Inject
    private MigrationsBacking page;

    @Inject
    private HttpServletRequest request;

    private String target;
    private PlanReport plan;

    @PostConstruct
    void read() {
        String asked = request.getParameter("target");
        target = asked != null && asked.matches("[0-9]{1,6}") ? asked : null;
    }

    private PlanReport plan() {
        if (plan == null) {
            OptionalInt to = target == null ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(target));
            plan = door.plan(current.get(), Door.WEB, to);
        }
        return plan;
    }

    public List<Planned> getVersions() {
        return MigrationsBacking.isRendering() ? plan().versions().stream().map(this::view).toList() : List.of();
    }

    /** @return how many versions, and what all of them take */
    public String getSummary() {
        if (plan().versions().isEmpty()) {
            return say("migrations.plan.nothing");
        }
        return say("migrations.plan." + plan().direction(), plan().versions().size(), "V" + plan().to(),
                words.format().duration(Duration.ofMillis(plan().expectedMilliseconds())),
                words.format().growth(plan().expectedBytes()));
    }

    /** @return what is to be said beside the versions */
    public List<String> getNotes() {
        return MigrationsBacking.isRendering() ? plan().noteLines(language.getLocale()) : List.of();
    }

    /** @return of all versions, what goes with its rows */
    public List<String> getLosses() {
        return MigrationsBacking.isRendering()
                ? plan().versions().stream().flatMap(this::losses).toList()
                : List.of();
    }

    private Stream<String> losses(PlannedVersion version) {
        return version.loses().stream()
                .map(lost -> say("migrations.plan.loses", lost.table(), words.format().number(lost.rows())));
    }

    /** @return whether the roles go, the admin's own among them: then a superuser alone gets in */
    public boolean isLosingRoles() {
        return plan().versions().stream().flatMap(version -> version.loses().stream())
                .anyMatch(lost -> lost.table().equals("mediafiles_ops.user_role"));
    }

    public boolean isLosing() {
        return plan().versions().stream().anyMatch(version -> !version.loses().isEmpty());
    }

    private Planned view(PlannedVersion version) {
        List<StatementEffect> effects = version.effects().map(ScriptEffects::all).orElse(List.of());
        List<String> told = version.effects().isEmpty()
                ? List.of(say("migrations.plan.unknown"))
                : summary(effects);
        return new Planned(version.name(), page.title(version.script().version(), version.name()),
                version.transactional(), expected(version.expected()), told,
                effects.stream().map(effect -> new Statement(effect.line(), effect.summary(),
                        sentences(effect).toList())).toList(),
                losses(version).toList(),
                version.sql());
    }

    private String expected(Expectation expected) {
        if (expected.basis() == Expectation.Basis.UNKNOWN) {
            return say("migrations.plan.expected.unknown");
        }
        return say("migrations.plan.expected." + expected.basis().code(),
                words.format().duration(Duration.ofMillis(expected.milliseconds())),
                words.format().growth(expected.bytes()));
    }

    /** By relation, the strongest lock that any statement takes; whoever waits, waits for that one. */
    private List<String> summary(List<StatementEffect> effects) {
        Map<String, RelationLock> strongest = new TreeMap<>();
        effects.stream().flatMap(effect -> effect.standingLocks().stream()).forEach(lock -> strongest.merge(
                lock.relation(), lock,
                (one, other) -> one.strongest().compareTo(other.strongest()) >= 0 ? one : other));
        List<String> told = new ArrayList<>(strongest.values().stream().map(this::lock).toList());
        effects.stream().flatMap(effect -> effect.rewrites().stream()).distinct()
                .forEach(relation -> told.add(say("migrations.plan.rewrites", relation)));
        effects.stream().flatMap(effect -> effect.scans().stream()).distinct()
                .forEach(relation -> told.add(say("migrations.plan.scans", relation)));
        return told.isEmpty() ? List.of(say("migrations.plan.noLocks")) : told;
    }

    private Stream<String> sentences(StatementEffect effect) {
        return Stream.of(effect.standingLocks().stream().map(this::lock),
                effect.rewrites().stream().map(relation -> say("migrations.plan.rewrites", relation)),
                effect.scans().stream().map(relation -> say("migrations.plan.scans", relation)))
                .flatMap(each -> each);
    }

    private String lock(RelationLock lock) {
        String who = lock.strongest().blocksReads() ? "all" : lock.strongest().blocksWrites() ? "writes" : "none";
        return say("migrations.plan.lock." + who, lock.strongest().sqlName(), lock.relation());
    }

    private String say(String key, Object... values) {
        return words.words().say(key, values);
    }

    /** @return the version to go to; {@code null} for what the program needs */
    public String getTarget() {
        return target;
    }
}
