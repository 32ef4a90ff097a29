package org.mediafiles.web.faces.admin;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.List;
import org.mediafiles.security.PeopleService;
import org.mediafiles.security.RoleImport;
import org.mediafiles.web.faces.support.PageMessages;
import org.mediafiles.web.faces.support.WordsBacking;
import org.mediafiles.web.signin.CurrentCaller;

/** Gives many people their roles by a sheet {@code user,role}. */
@Named
@RequestScoped
public class RoleSheetBacking {
    @Inject
    private PeopleService people;
    @Inject
    private CurrentCaller current;
    @Inject
    private WordsBacking words;
    @Inject
    private PageMessages messages;

    private String sheet;
    private RoleImport result;

    public void apply() {
        if (sheet == null || sheet.isBlank()) {
            messages.error("sheet", "people.roles.empty");
            return;
        }
        result = people.importRoles(current.get(), sheet);
    }

    /** @return {@code null} before a sheet was sent */
    public RoleImport getResult() {
        return result;
    }

    public String getSentence() {
        return result.invalid().isEmpty()
                ? words.words().say("people.roles.done", result.changed(), result.unchanged())
                : words.words().say("people.roles.refused", result.invalid().size());
    }

    public List<String> getInvalid() {
        return result.invalid().stream().map(line -> words.words().say("people.roles.line", line.line(),
                words.words().say("people.roles.reason." + line.reason()))).toList();
    }

    public String getSheet() {
        return sheet;
    }

    public void setSheet(String sheet) {
        this.sheet = sheet;
    }
}
