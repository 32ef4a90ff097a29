package org.mediafiles.web.faces.support;

import jakarta.enterprise.context.RequestScoped;
import jakarta.faces.context.ExternalContext;
import jakarta.faces.context.FacesContext;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.mediafiles.problem.MediaFilesException;
import org.mediafiles.problem.ProblemCode;
import org.mediafiles.security.Caller;
import org.mediafiles.security.Role;
import org.mediafiles.web.problem.ProblemStatus;
import org.mediafiles.web.signin.CurrentCaller;
import org.mediafiles.web.signin.PageRedirect;
import org.mediafiles.web.signin.PageSignIn;

/** Signing in and out, and who is signed in, for the frame around every page. */
@Named("signIn")
@RequestScoped
public class SignInBacking {
    @Inject
    private PageSignIn pageSignIn;
    @Inject
    private CurrentCaller current;
    @Inject
    private PageMessages messages;
    @Inject
    private HttpServletRequest request;

    private String username;
    private String password;
    private String to;
    private String ended;

    public void signIn() throws IOException {
        String site = request.getHeader("Sec-Fetch-Site");
        if (site != null && !site.equals("same-origin") && !site.equals("none")) {
            // This page keeps no state, so nothing else proves that the form is ours.
            messages.error(null, "signin.again");
            return;
        }
        try {
            switch (pageSignIn.signIn(username, password)) {
                case SIGNED_IN -> go(PageRedirect.after(to));
                case REFUSED -> messages.error(null, "signin.refused");
                case API_ONLY -> messages.error(null, "signin.apiOnly");
            }
        } catch (MediaFilesException refusal) {
            if (refusal.code() != ProblemCode.TOO_MANY_ATTEMPTS) {
                throw refusal;
            }
            sayLocked(refusal.retryAfter().orElse(Duration.ZERO));
        }
    }

    private void sayLocked(Duration wait) {
        ExternalContext external = FacesContext.getCurrentInstance().getExternalContext();
        external.setResponseStatus(ProblemStatus.status(ProblemCode.TOO_MANY_ATTEMPTS));
        external.setResponseHeader("Retry-After", Long.toString(wait.toSeconds()));
        long minutes = wait.plusSeconds(59).toMinutes();
        if (minutes > 90) {
            messages.error(null, "signin.lockedHours", Math.round(minutes / 60.0));
        } else {
            messages.error(null, "signin.locked", minutes);
        }
    }

    public void signOut() throws IOException {
        ExternalContext external = FacesContext.getCurrentInstance().getExternalContext();
        pageSignIn.signOut((HttpServletResponse) external.getResponse());
        go("/signin.xhtml");
    }

    private static void go(String path) throws IOException {
        ExternalContext external = FacesContext.getCurrentInstance().getExternalContext();
        external.redirect(external.getRequestContextPath() + path);
    }

    /** Somebody who is signed in already has no business here. */
    public void leaveIfSignedIn() throws IOException {
        if (isSignedIn()) {
            go(PageRedirect.after(to));
        }
    }

    public boolean isSignedIn() {
        return current.find().isPresent();
    }

    public String getDisplayName() {
        return current.find().map(Caller::displayName).orElse("");
    }

    /** @return the role as the API spells it; empty before sign-in */
    public String getRole() {
        return role().map(Role::code).orElse("");
    }

    public boolean isAdmin() {
        return role().filter(Role.ADMIN::equals).isPresent();
    }

    /** @return whether the pages lead to a new password alone */
    public boolean isToChangePassword() {
        return current.find().filter(Caller::mustChangePassword).isPresent();
    }

    /** @return whether to offer what adds something; the services decide again */
    public boolean isContributor() {
        return role().filter(role -> role != Role.VIEWER).isPresent();
    }

    private Optional<Role> role() {
        return current.find().map(Caller::role);
    }

    public String getCsrfToken() {
        return pageSignIn.csrfToken();
    }

    public String getUsername() {
        return username;
    }

    public void setUsername(String username) {
        this.username = username;
    }

    public String getPassword() {
        return password;
    }

    public void setPassword(String password) {
        this.password = password;
    }

    /** @return the key of what to say of the session that is over; empty where none is */
    public String getEndedWords() {
        if (ended == null) {
            return "";
        }
        return switch (ended) {
            case "idle", "expired", "password" -> "signin.ended." + ended;
            default -> "signin.ended.ended";
        };
    }

    public String getEnded() {
        return ended;
    }

    public void setEnded(String ended) {
        this.ended = ended;
    }

    public String getTo() {
        return to;
    }

    public void setTo(String to) {
        this.to = to;
    }
}
