package org.mediafiles.web.faces.admin;

import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.RequestScoped;
import jakarta.faces.context.FacesContext;
import jakarta.faces.event.PhaseId;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.mediafiles.schema.SchemaGate;
import org.mediafiles.schema.migrate.InfoReport;
import org.mediafiles.schema.migrate.Stop;
import org.mediafiles.schema.migrate.VersionState;
import org.mediafiles.schema.version.Door;
import org.mediafiles.web.faces.support.LanguageBacking;
import org.mediafiles.web.faces.support.WordsBacking;
import org.mediafiles.web.migration.MigrationDoor;
import org.mediafiles.web.signin.CurrentCaller;

/**
 * Where the schema stands, version by version, and which part of the page is open. Works while the gate is closed: it asks
 * the schema's door alone.
 */
@Named
@RequestScoped
public class MigrationsBacking {
    private static final Set<String> PARTS = Set.of("plan", "preflight", "backup", "migrate", "validate", "rollback",
            "runs", "impact");

    /**
     * The versions of one phase.
     *
     * @param title what the phase is about
     */
    public record Phase(int number, String title, List<Version> versions) {}

    /**
     * A version as it is told to a person.
     *
     * @param title what it does
     * @param state as {@link VersionState.State} spells it
     * @param when  {@code null} where it is not applied
     * @param who   empty where nobody is known
     * @param took  empty where nobody measured
     */
    public record Version(int number, String title, String state, Instant when, String who, String took) {}

    @Inject
    private MigrationDoor door;
    @Inject
    private CurrentCaller current;
    @Inject
    private SchemaGate gate;
    @Inject
    private WordsBacking words;
    @Inject
    private LanguageBacking language;

    @Inject
    private HttpServletRequest request;

    private String show;
    private InfoReport info;
    private Boolean mayChange;

    @PostConstruct
    void read() {
        String asked = request.getParameter("show");
        show = asked != null && PARTS.contains(asked) ? asked : "";
    }

    /** Opens the page: what fails here answers with its own status, before anything is written. */
    public void open() {
        info();
    }

    InfoReport info() {
        if (info == null) {
            info = door.info(current.get(), Door.WEB);
        }
        return info;
    }

    /** @return whether the page is being written: fields read before that take no part in what was looked up */
    static boolean isRendering() {
        return FacesContext.getCurrentInstance().getCurrentPhaseId() == PhaseId.RENDER_RESPONSE;
    }

    /** @return where the schema stands, or what is the matter and what to do */
    public String getSentence() {
        return info().sentence(language.getLocale());
    }

    /** @return {@code ok}, {@code pending} or {@code wrong} */
    public String getStanding() {
        if (info().isNeeded()) {
            return gate.isOpen() ? "ok" : "pending";
        }
        return isBlocked() || isBrokenOff() || gate.reason().endsWith("-failed") ? "wrong" : "pending";
    }

    /** @return whether something has to be mended before anything can be applied */
    public boolean isBlocked() {
        return !info().isNeeded() && !isPending();
    }

    /** @return whether a version was begun and not finished */
    public boolean isBrokenOff() {
        return info().versions().stream().anyMatch(version -> version.state() == VersionState.State.FAILED);
    }

    /** @return whether versions wait, and nothing speaks against applying them */
    public boolean isPending() {
        return !info().isNeeded()
                && (info().stop().isEmpty() || info().stop().filter(Stop.VERSION_FAILED::equals).isPresent());
    }

    public boolean isGateOpen() {
        return gate.isOpen();
    }

    /** @return why nobody else gets in; empty while everybody does */
    public String getGateSentence() {
        String key = "migrations.gate." + gate.reason();
        return gate.isOpen() ? "" : words.words().say(key).equals(key) ? "" : words.words().say(key);
    }

    /** @return the server's own words, in English */
    public String getGateDetail() {
        return gate.detail();
    }

    public InfoReport getInfo() {
        return info();
    }

    /** @return the version that stands, for example {@code V9}; a dash where none does */
    public String getCurrentVersion() {
        return info().current() == null ? "–" : "V" + info().current();
    }

    public List<Phase> getPhases() {
        if (!isRendering()) {
            return List.of();
        }
        Map<Integer, List<Version>> byPhase = new TreeMap<>();
        for (VersionState version : info().versions()) {
            byPhase.computeIfAbsent(version.phase(), first -> new ArrayList<>()).add(view(version));
        }
        return byPhase.entrySet().stream()
                .map(phase -> new Phase(phase.getKey(), words.words().say("migrations.phase." + phase.getKey()),
                        phase.getValue()))
                .toList();
    }

    private Version view(VersionState version) {
        String who = version.appliedAt() == null
                ? ""
                : version.initiator() == null ? version.login() : version.initiator();
        return new Version(version.version(), title(version.version(), version.name()), version.state().code(),
                version.appliedAt(), who == null ? "" : who,
                version.took() == null ? "" : words.format().duration(version.took()));
    }

    /** @return what a version does; of one that the pages do not know, its file's name */
    String title(int version, String name) {
        String key = "migrations.version." + version;
        String told = words.words().say(key);
        return told.equals(key) ? name : told;
    }

    public boolean isMayChange() {
        if (mayChange == null) {
            mayChange = door.mayChange(current.get());
        }
        return mayChange;
    }

    /** @return what to run instead, where this server's login may not change the schema */
    public String getCommand() {
        return "wildfly-config/schema.sh migrate --url jdbc:postgresql://" + info().place().host() + "/"
                + info().place().database() + " --user … --password-env MEDIAFILES_SCHEMA_PASSWORD --grant-to "
                + info().place().login();
    }

    public boolean isRollbackOffered() {
        return door.isRollbackOffered() && isMayChange();
    }

    /** @return the versions to which it can be gone back, the nearest first */
    public List<Integer> getTargets() {
        return info().versions().stream().filter(version -> version.appliedAt() != null || version.version() == 0)
                .map(VersionState::version).filter(version -> info().current() != null && version < info().current())
                .sorted((one, other) -> other - one).toList();
    }

    /** @return whether the database was taken over from Django */
    public boolean isAdopted() {
        return info().versions().stream().anyMatch(version -> version.state() == VersionState.State.BASELINE);
    }

    /** @return the part that is open; empty for none */
    public String getShow() {
        return show;
    }
}
