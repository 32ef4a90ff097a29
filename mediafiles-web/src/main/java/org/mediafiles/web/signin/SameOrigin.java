package org.mediafiles.web.signin;

import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;

/**
 * Whether a form comes from a page of ours. Beside the views' own state it also covers forms without one: signing in,
 * choosing a language; and calls of the API to which a browser adds Basic credentials that it keeps.
 */
final class SameOrigin {
    private SameOrigin() {}

    /** @return {@code false} where the browser says that another site sends this; {@code true} for mere reading */
    static boolean holds(HttpServletRequest request) {
        if (request.getMethod().equals("GET") || request.getMethod().equals("HEAD")) {
            return true;
        }
        String site = request.getHeader("Sec-Fetch-Site");
        if (site != null) {
            return site.equals("same-origin") || site.equals("none");
        }
        // Browsers that do not say so yet name the origin; where neither is told it is no browser.
        String origin = request.getHeader("Origin");
        return origin == null || authority(origin).equalsIgnoreCase(request.getHeader("Host"));
    }

    private static String authority(String origin) {
        try {
            String authority = URI.create(origin).getAuthority();
            return authority == null ? "" : authority;
        } catch (IllegalArgumentException e) {
            return "";
        }
    }
}
