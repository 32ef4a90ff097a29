package org.mediafiles.web.signin;

import org.mediafiles.web.request.RequestPath;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.mediafiles.security.SessionEnd;

/** The way to the sign-in page and back. */
public final class PageRedirect {
    private PageRedirect() {}

    /** Sends a page request to the sign-in page, also where a script made it. */
    static void toSignIn(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String target = request.getContextPath() + RequestPath.SIGN_IN;
        String back = request.getMethod().equals("GET") ? pathAndQuery(request) : pageOf(request);
        if (!back.isEmpty()) {
            target += "?to=" + URLEncoder.encode(back, StandardCharsets.UTF_8);
        }
        Optional<SessionEnd> end = PageSessions.end(request);
        if (end.isPresent()) {
            target += (back.isEmpty() ? "?" : "&") + "ended=" + end.get().code();
        }
        go(request, response, target);
    }

    /** Sends somebody whose password is not the own one to where that is changed. */
    static void toPasswordChange(HttpServletRequest request, HttpServletResponse response) throws IOException {
        go(request, response, request.getContextPath() + RequestPath.ACCOUNT_PAGE + "?must=1");
    }

    private static void go(HttpServletRequest request, HttpServletResponse response, String target) throws IOException {
        if ("partial/ajax".equals(request.getHeader("Faces-Request"))) {
            // A redirect would be followed inside the script; Faces' own answer makes the browser go there.
            response.setContentType("text/xml;charset=UTF-8");
            response.getOutputStream()
                    .write(("<?xml version=\"1.0\" encoding=\"UTF-8\"?><partial-response><redirect url=\""
                            + target.replace("&", "&amp;")
                            + "\"/></partial-response>").getBytes(StandardCharsets.UTF_8));
        } else {
            response.setStatus(HttpServletResponse.SC_SEE_OTHER);
            response.setHeader("Location", target);
        }
    }

    /** A form leads back to the page that it stands on, as it was opened. */
    private static String pageOf(HttpServletRequest request) {
        String page = request.getHeader("Referer");
        int context = page == null ? -1 : page.indexOf(request.getContextPath() + '/');
        return context < 0 ? "" : page.substring(context + request.getContextPath().length() + 1);
    }

    private static String pathAndQuery(HttpServletRequest request) {
        String path = RequestPath.of(request);
        return path.equals("/")
                ? ""
                : path.substring(1)
                        + (request.getQueryString() == null ? "" : "?" + request.getQueryString());
    }

    /**
     * Where to go after signing in.
     *
     * @param to what the sign-in page was given as {@code to}; may be anything
     * @return a path within the application that begins with {@code /}; the start page for whatever leads out of it
     */
    public static String after(String to) {
        if (to == null || to.isBlank() || to.length() > 500
                || !to.matches("[A-Za-z0-9][A-Za-z0-9/_.-]*(\\?[A-Za-z0-9/_.~%&=:,+-]*)?") || to.contains("..")
                || to.contains("//") || to.startsWith("signin") || to.startsWith("api/")
                || to.startsWith("jakarta.faces.resource")) {
            return "/";
        }
        return "/" + to;
    }
}
