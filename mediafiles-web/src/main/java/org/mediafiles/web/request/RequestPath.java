package org.mediafiles.web.request;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Which door a path leads to. Paths are those within the application, decoded by the container and without path parameters
 * ({@code ;jsessionid=…}); it does not normalise them, see {@link #isPlain}.
 */
public final class RequestPath {
    /** Where the API stands within the application. */
    public static final String API = "/api/v1";
    /** The page that asks for name and password. */
    public static final String SIGN_IN = "/signin.xhtml";
    /** The page that is shown while the gate is closed. */
    public static final String NOT_READY = "/not-ready.xhtml";
    /** Everybody's own account: password, language, sessions. */
    public static final String ACCOUNT_PAGE = "/account.xhtml";
    /** The page of the schema. */
    public static final String MIGRATIONS_PAGE = "/admin/migrations.xhtml";
    /** What a script adds to a request that it makes by itself, whatever its value. */
    public static final String BACKGROUND_HEADER = "X-Background";
    private static final Set<String> BACKGROUND_PAGES = Set.of("/admin/jobs-live.xhtml", "/clinician/clip-state.xhtml");
    private static final String MIGRATIONS = API + "/admin/migrations";
    private static final String PASSWORD = API + "/account/password";
    private static final Set<String> OPEN_PAGES = Set.of(SIGN_IN, NOT_READY, "/error.xhtml", "/favicon.ico",
            "/robots.txt");

    /** What is left of {@code ;} had been encoded. */
    private static final Pattern ROUNDABOUT = Pattern.compile("[;\\\\]|//|/\\.{1,2}(/|$)");

    private RequestPath() {}

    /** @return the path within the application */
    public static String of(HttpServletRequest request) {
        String info = request.getPathInfo();
        return request.getServletPath() + (info == null ? "" : info);
    }

    /**
     * @return whether the path means the same to everybody who reads it; {@code false} where a door would see another page
     *         than the one that opens behind it
     */
    public static boolean isPlain(String path) {
        return !ROUNDABOUT.matcher(path).find();
    }

    /** @return whether the path is the API's: its failures are problem documents */
    public static boolean isApi(String path) {
        return path.equals("/api") || path.startsWith("/api/");
    }

    public static boolean isOpenApi(String path) {
        return path.equals(API + "/openapi.json");
    }

    /** @return style sheets, scripts and pictures of the pages: the same for everybody */
    public static boolean isPageResource(String path) {
        return path.startsWith("/jakarta.faces.resource/");
    }

    /** @return whether a page asks by itself, so that nobody need be there: it keeps no session alive */
    public static boolean isBackground(HttpServletRequest request) {
        return request.getHeader(BACKGROUND_HEADER) != null || BACKGROUND_PAGES.contains(of(request));
    }

    /** @return pages that say what is the matter, and ask for nothing */
    public static boolean isErrorPage(String path) {
        return path.equals(NOT_READY) || path.equals("/error.xhtml");
    }

    public static boolean isOpenPage(String path) {
        return isPageResource(path) || OPEN_PAGES.contains(path);
    }

    /** @return whether the door to the schema is meant, which stands open to admins while the gate is closed */
    public static boolean isMigrations(String path) {
        return path.equals(MIGRATIONS_PAGE) || path.equals(MIGRATIONS) || path.startsWith(MIGRATIONS + "/");
    }

    /** @return whether this is where a person may go who has to set a password first */
    public static boolean isPasswordChange(String method, String path) {
        return isOpenPage(path) || path.equals(ACCOUNT_PAGE) || path.equals(PASSWORD) && method.equals("PUT");
    }

    public static boolean isAdminPage(String path) {
        return path.startsWith("/admin/");
    }
}
