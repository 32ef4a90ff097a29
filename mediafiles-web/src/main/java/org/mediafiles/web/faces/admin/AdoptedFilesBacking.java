package org.mediafiles.web.faces.admin;

import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.List;
import org.mediafiles.catalog.AdoptedFileListing;
import org.mediafiles.catalog.AdoptedFileTrouble;
import org.mediafiles.catalog.AdoptedFilesService;
import org.mediafiles.catalog.AdoptedFilesSummary;
import org.mediafiles.catalog.Page;
import org.mediafiles.catalog.PageRequest;
import org.mediafiles.web.faces.support.PageMessages;
import org.mediafiles.web.faces.support.Redirect;
import org.mediafiles.web.faces.support.WordsBacking;
import org.mediafiles.web.signin.CurrentCaller;

/** How far the files are that stood when a database was taken over, and which of them a person has to look after. */
@Named
@RequestScoped
public class AdoptedFilesBacking {
    private static final int PAGE_SIZE = 50;
    private static final String PAGE = "/admin/adopted-files.xhtml?which=";

    @Inject
    private AdoptedFilesService files;
    @Inject
    private CurrentCaller current;
    @Inject
    private WordsBacking words;
    @Inject
    private PageMessages messages;
    @Inject
    private HttpServletRequest request;

    private AdoptedFileTrouble which;
    private String cursor;
    private AdoptedFilesSummary summary;
    private Page<AdoptedFileListing> page = new Page<>(List.of(), null);

    @PostConstruct
    void read() {
        String asked = request.getParameter("which");
        which = AdoptedFileTrouble.findByCode(asked == null ? "" : asked).orElse(AdoptedFileTrouble.MISSING);
        cursor = request.getParameter("cursor");
    }

    /** Opens the page. */
    public void open() {
        page = files.list(current.get(), which, new PageRequest(PAGE_SIZE, isContinued() ? cursor : null));
    }

    /** Has those that are listed looked at again. */
    public void retry() throws IOException {
        messages.done("adopted.retried", files.retry(current.get(), which));
        Redirect.to(PAGE + which.code());
    }

    /** Asked also when the form comes back: the button stands only where there are files. */
    public AdoptedFilesSummary getSummary() {
        if (summary == null) {
            summary = files.summary(current.get());
        }
        return summary;
    }

    public long getTotal() {
        return getSummary().total();
    }

    public List<AdoptedFileListing> getRows() {
        return page.items();
    }

    public String getNextCursor() {
        return page.nextCursor();
    }

    public boolean isContinued() {
        return cursor != null && !cursor.isBlank();
    }

    public String getWhich() {
        return which.code();
    }

    /** @return why a file is listed */
    public String why(AdoptedFileListing file) {
        if (file.code() == null || file.code().equals("type-mismatch")) {
            return words.words().say("adopted.type", file.recordedType(), file.detectedType());
        }
        String told = words.words().say("adopted.code." + file.code());
        return told.startsWith("adopted.code.") ? file.code() : told;
    }
}
