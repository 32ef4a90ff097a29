package org.mediafiles.web.faces.support;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.servlet.http.HttpServletRequest;
import org.mediafiles.web.problem.ErrorServlet;
import org.mediafiles.web.request.RequestId;

/** The error page: one sentence, one way on, the request's id. Uses no service. */
@Named
@RequestScoped
public class ErrorBacking {
    @Inject
    private HttpServletRequest request;

    /** @return which of the page's sentences to show: {@code 403}, {@code 404}, {@code 503}, {@code tls}, {@code expired} or {@code 500} */
    public String getKind() {
        Object attribute = request.getAttribute(ErrorServlet.PROBLEM_ATTRIBUTE);
        String code = attribute == null ? request.getParameter("code") : attribute.toString();
        return switch (code == null ? "not-found" : code) {
            case "expired", "csrf-token-mismatch", "authentication-required" -> "expired";
            case "forbidden", "edit-window-closed", "patients-are-managed-elsewhere" -> "403";
            case "tls-required" -> "tls";
            case "not-found", "method-not-allowed", "unknown-upload" -> "404";
            case "not-ready", "schema-not-ready", "too-many-requests", "storage-full" -> "503";
            default -> "500";
        };
    }

    /** @return the id under which the failure stands in the log */
    public String getRequestId() {
        String given = request.getParameter("id");
        return given != null && given.matches("[0-9a-f-]{36}") ? given : RequestId.of(request).toString();
    }

    /** @return where trying again leads: back to the page, else to the start */
    public String getBack() {
        String context = request.getContextPath();
        return LocalPath.orElse(request.getParameter("back"), context, context + "/");
    }
}
