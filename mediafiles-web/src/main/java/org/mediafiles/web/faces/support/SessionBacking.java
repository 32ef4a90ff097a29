package org.mediafiles.web.faces.support;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.time.Duration;
import org.mediafiles.config.SessionConfig;
import org.mediafiles.security.SignInService;
import org.mediafiles.web.signin.CurrentCaller;
import org.mediafiles.web.signin.PageSignIn;

/** What each page knows of its session: how long it lasts, and how to seal what is typed. */
@Named
@RequestScoped
public class SessionBacking {
    @Inject
    private PageSignIn pageSignIn;
    @Inject
    private CurrentCaller current;
    @Inject
    private SignInService signIn;
    @Inject
    private SessionConfig config;

    /** @return whether somebody is signed in on a session that has an end */
    public boolean isThere() {
        return current.find().isPresent() && pageSignIn.left().isPresent();
    }

    public long getLeftSeconds() {
        return pageSignIn.left().map(Duration::toSeconds).orElse(0L);
    }

    public long getWarningSeconds() {
        return config.warning().toSeconds();
    }

    /** @return what tells one person's drafts from another's */
    public long getPerson() {
        return current.get().userId();
    }

    /** @return 32 bytes in Base64, the same at each sign-in of this person until the password changes */
    public String getDraftKey() {
        return signIn.draftKey(current.get().userId());
    }
}
