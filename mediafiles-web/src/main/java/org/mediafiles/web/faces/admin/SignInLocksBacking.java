package org.mediafiles.web.faces.admin;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.List;
import org.mediafiles.problem.MediaFilesException;
import org.mediafiles.security.SignInLock;
import org.mediafiles.security.SignInLockService;
import org.mediafiles.web.faces.support.PageMessages;
import org.mediafiles.web.faces.support.Redirect;
import org.mediafiles.web.signin.CurrentCaller;

/** A part of the people's page: who may not try to sign in for a while, and an earlier end of that. */
@Named
@RequestScoped
public class SignInLocksBacking {
    /** As many as one looks through; all of them are in the API. */
    private static final int SHOWN = 100;

    @Inject
    private SignInLockService locks;
    @Inject
    private CurrentCaller current;
    @Inject
    private PageMessages messages;
    @Inject
    private HttpServletRequest request;

    private List<SignInLock> rows;

    public List<SignInLock> getRows() {
        if (rows == null) {
            rows = locks.list(current.get(), Long.MAX_VALUE, SHOWN);
        }
        return rows;
    }

    /** Ends the lock whose button was pressed. */
    public void end() throws IOException {
        String id = String.valueOf(request.getParameter("lock"));
        if (!id.matches("[0-9]{1,18}")) {
            throw MediaFilesException.notFound("locked sign-in");
        }
        locks.end(current.get(), Long.parseLong(id));
        messages.done("locks.ended");
        Redirect.to("/admin/people.xhtml");
    }
}
