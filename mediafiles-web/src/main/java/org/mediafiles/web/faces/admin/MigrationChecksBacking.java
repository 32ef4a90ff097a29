package org.mediafiles.web.faces.admin;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.mediafiles.schema.preflight.PreflightReport;
import org.mediafiles.schema.preflight.Purpose;
import org.mediafiles.schema.validation.ValidationReport;
import org.mediafiles.schema.version.Door;
import org.mediafiles.schema.version.Finding;
import org.mediafiles.schema.version.Finding.Level;
import org.mediafiles.web.faces.support.LanguageBacking;
import org.mediafiles.web.faces.support.WordsBacking;
import org.mediafiles.web.migration.MigrationDoor;
import org.mediafiles.web.signin.CurrentCaller;

/** What the checks before and after a migration find, when they are asked for. */
@Named
@RequestScoped
public class MigrationChecksBacking {
    /**
     * Findings about one thing.
     *
     * @param matters what somebody should read
     * @param fine    what is as it should be
     */
    public record Group(String title, List<Found> matters, List<Found> fine) {}

    /**
     * A finding.
     *
     * @param level  as {@link Level} spells it
     * @param word   the level in the page's language
     * @param remedy empty where there is nothing to do
     * @param more   how many there are beyond the examples
     */
    public record Found(String level, String word, String text, String remedy, List<String> examples, long more) {}

    @Inject
    private MigrationDoor door;
    @Inject
    private CurrentCaller current;
    @Inject
    private WordsBacking words;
    @Inject
    private LanguageBacking language;

    @Inject
    private HttpServletRequest request;

    private PreflightReport preflight;
    private ValidationReport validation;

    private PreflightReport preflight() {
        if (preflight == null) {
            preflight = door.preflight(current.get(), Door.WEB, Purpose.MIGRATE);
        }
        return preflight;
    }

    private ValidationReport validation() {
        if (validation == null) {
            validation = door.validate(current.get(), Door.WEB, isFiles());
        }
        return validation;
    }

    public String getPreflightSummary() {
        return preflight().summary(locale());
    }

    /** @return {@code ok}, {@code warning} or {@code stops} */
    public String getPreflightLevel() {
        if (preflight().stops()) {
            return Level.STOPS.code();
        }
        return preflight().count(Level.WARNING) > 0 ? Level.WARNING.code() : Level.OK.code();
    }

    public List<Group> getPreflightGroups() {
        if (!MigrationsBacking.isRendering()) {
            return List.of();
        }
        return preflight().groups().stream().map(group -> group(group.title(locale()), group.findings())).toList();
    }

    /** @return {@code ok}, {@code finding} or {@code closes} */
    public String getValidationLevel() {
        if (!validation().faults().isEmpty()) {
            return Level.CLOSES.code();
        }
        return validation().findings().isEmpty() ? Level.OK.code() : Level.FINDING.code();
    }

    public String getValidationSummary() {
        return words.words().say("migrations.validation." + getValidationLevel(), validation().faults().size(),
                validation().findings().size());
    }

    /** @return structure, data and notes, without empty ones */
    public List<Group> getValidationGroups() {
        if (!MigrationsBacking.isRendering()) {
            return List.of();
        }
        List<Finding> fine = validation().found().stream().filter(finding -> finding.level() == Level.OK).toList();
        return Stream.of(group("migrations.validation.faults", validation().faults(), List.of()),
                group("migrations.validation.findings", validation().findings(), fine),
                group("migrations.validation.notes", validation().notes(), List.of()))
                .filter(group -> !group.matters.isEmpty() || !group.fine.isEmpty()).toList();
    }

    private Group group(String key, List<Finding> matters, List<Finding> fine) {
        return new Group(words.words().say(key), views(matters), views(fine));
    }

    private Group group(String title, List<Finding> findings) {
        return new Group(title, views(findings.stream().filter(finding -> finding.level() != Level.OK).toList()),
                views(findings.stream().filter(finding -> finding.level() == Level.OK).toList()));
    }

    private List<Found> views(List<Finding> findings) {
        return findings.stream().map(this::view).toList();
    }

    private Found view(Finding finding) {
        long more = finding.examples().isEmpty() ? 0 : finding.count() - finding.examples().size();
        boolean fine = finding.level() == Level.OK;
        return new Found(finding.level().code(), words.words().say("migrations.level." + finding.level().code()),
                finding.text(locale()), fine ? "" : finding.remedy(locale()), finding.examples(), Math.max(0, more));
    }

    private Locale locale() {
        return language.getLocale();
    }

    /** @return whether the store is compared with the rows too, which takes its time */
    public boolean isFiles() {
        return Boolean.parseBoolean(request.getParameter("files"));
    }
}
