package org.mediafiles.web.faces.support;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.mediafiles.security.SessionRecord;
import org.mediafiles.security.UserSessions;
import org.mediafiles.web.request.Ids;
import org.mediafiles.web.signin.CurrentCaller;
import org.mediafiles.web.signin.PageSignIn;

/** A part of the account's page: where one is signed in, and an end of that from here. */
@Named
@RequestScoped
public class OwnSessionsBacking {
    /** What a browser says of itself, in the order in which it must be looked for: each claims to be others, too. */
    private static final Map<String, String> BROWSERS = new LinkedHashMap<>();
    private static final Map<String, String> SYSTEMS = new LinkedHashMap<>();

    static {
        BROWSERS.put("Edg", "Edge");
        BROWSERS.put("OPR/", "Opera");
        BROWSERS.put("Firefox/", "Firefox");
        BROWSERS.put("Chrome/", "Chrome");
        BROWSERS.put("Safari/", "Safari");
        SYSTEMS.put("Android", "Android");
        SYSTEMS.put("iPhone", "iPhone");
        SYSTEMS.put("iPad", "iPad");
        SYSTEMS.put("Windows", "Windows");
        SYSTEMS.put("Mac OS X", "macOS");
        SYSTEMS.put("Linux", "Linux");
    }

    @Inject
    private UserSessions sessions;
    @Inject
    private CurrentCaller current;
    @Inject
    private PageSignIn signIn;
    @Inject
    private PageMessages messages;
    @Inject
    private HttpServletRequest request;

    private List<SessionRecord> rows;

    public List<SessionRecord> getRows() {
        if (rows == null) {
            rows = sessions.own(current.get());
        }
        return rows;
    }

    public boolean here(UUID id) {
        return signIn.sessionId().filter(id::equals).isPresent();
    }

    /** @return for example {@code Chrome · Android}; empty where nothing of it is known */
    public String device(String userAgent) {
        String browser = find(BROWSERS, userAgent);
        String system = find(SYSTEMS, userAgent);
        return browser.isEmpty() || system.isEmpty() ? browser + system : browser + " · " + system;
    }

    private static String find(Map<String, String> names, String userAgent) {
        return userAgent == null
                ? ""
                : names.entrySet().stream().filter(name -> userAgent.contains(name.getKey())).findFirst()
                        .map(Map.Entry::getValue).orElse("");
    }

    /** Ends the session whose button was pressed. */
    public void end() throws IOException {
        sessions.endOwn(current.get(), Ids.get(request.getParameter("session"), "session"));
        messages.done("sessions.ended");
        Redirect.to("/account.xhtml");
    }
}
