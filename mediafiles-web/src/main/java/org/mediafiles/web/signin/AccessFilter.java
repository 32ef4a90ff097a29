package org.mediafiles.web.signin;

import org.mediafiles.web.request.QueryEncoding;
import org.mediafiles.web.request.RequestPath;
import org.mediafiles.web.request.RequestId;
import io.undertow.servlet.handlers.ServletRequestContext;
import jakarta.inject.Inject;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.Serial;
import java.time.Duration;
import java.util.UUID;
import org.jboss.logging.MDC;
import org.mediafiles.problem.MediaFilesException;
import org.mediafiles.problem.ProblemCode;
import org.mediafiles.schema.SchemaGate;
import org.mediafiles.security.Caller;
import org.mediafiles.web.problem.ErrorServlet;
import org.mediafiles.web.problem.Failures;
import org.mediafiles.web.problem.ProblemDocument;
import org.mediafiles.web.problem.ProblemStatus;

/**
 * The door: gives the request its id, sends it away while the gate is closed, and lets through only whom it knows. Named
 * first in {@code web.xml}; no path goes round it.
 */
public class AccessFilter extends HttpFilter {
    @Serial
    private static final long serialVersionUID = 1L;
    /** 1 MiB: a view's state and the longest texts, several times over. */
    static final long LARGEST_FORM_BYTES = 1 << 20;
    private static final Duration GATE_WAIT = Duration.ofSeconds(5);

    @Inject
    private transient RequestIdentifier identifier;
    @Inject
    private transient SchemaGate gate;

    public AccessFilter() {}

    AccessFilter(RequestIdentifier identifier, SchemaGate gate) {
        this.identifier = identifier;
        this.gate = gate;
    }

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        UUID id = RequestId.of(request);
        MDC.put("requestId", id.toString());
        try {
            SecurityHeaders.set(request, response);
            response.setHeader(RequestId.HEADER, id.toString());
            if (RequestPath.isApi(RequestPath.of(request))) {
                filterApi(request, response, chain);
            } else {
                filterPage(request, response, chain);
            }
        } finally {
            MDC.remove("requestId");
        }
    }

    private void filterApi(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        try {
            if (!RequestPath.isOpenApi(RequestPath.of(request))) {
                if (!gate.isOpen() && !RequestPath.isMigrations(RequestPath.of(request))) {
                    throw new MediaFilesException(ProblemCode.SCHEMA_NOT_READY,
                            "The server is starting, waits for its database, or the schema is not what it needs.")
                            .retryAfter(GATE_WAIT);
                }
                if (!SameOrigin.holds(request)) {
                    identifier.otherSite(request);
                    // A browser adds Basic credentials that it keeps to whatever site's form.
                    throw new MediaFilesException(ProblemCode.FORBIDDEN, "Another site's page sends this.");
                }
                Identification identification = identify(request, response);
                if (identification.refusal() != null) {
                    refuse(request, response, identification);
                    return;
                }
                if (!QueryEncoding.isWellFormed(request.getQueryString())) {
                    // JAX-RS would fill the log with it.
                    throw new MediaFilesException(ProblemCode.INVALID_REQUEST,
                            "The address's query is not percent-encoded UTF-8.");
                }
                if (gate.isOpen()) {
                    // While it is closed nobody can set a password; only admins get through, to mend the schema.
                    identifier.requireOwnPassword(request, identification.caller());
                }
            }
            chain.doFilter(request, response);
        } catch (RuntimeException e) {
            Failures.document(e, RequestId.of(request)).sendTo(response);
        }
    }

    private Identification identify(HttpServletRequest request, HttpServletResponse response) {
        Identification identification = identify(request);
        PageSessions.left(request).ifPresent(
                left -> response.setHeader(PageSessions.LEFT_HEADER, Long.toString(left.toSeconds())));
        return identification;
    }

    private Identification identify(HttpServletRequest request) {
        Identification identification = Identification.find(request);
        if (identification == null) {
            identification = identifier.identify(request);
            identification.storeIn(request);
        }
        if (identification.failure() != null) {
            throw identification.failure();
        }
        return identification;
    }

    private static void refuse(HttpServletRequest request, HttpServletResponse response, Identification refused)
            throws IOException {
        if (refused.challenge() != null) {
            response.setHeader("WWW-Authenticate", refused.challenge());
        }
        ProblemDocument.of(refused.refusal(), RequestId.of(request)).sendTo(response);
    }

    /** A form is parsed into memory, also of somebody who has not signed in; files travel by the API. */
    private static boolean boundForm(HttpServletRequest request) {
        if (request.getContentLengthLong() > LARGEST_FORM_BYTES) {
            return false;
        }
        ServletRequestContext context = ServletRequestContext.current();
        if (context != null) {
            context.getExchange().setMaxEntitySize(LARGEST_FORM_BYTES);
        }
        return true;
    }

    /** While the gate is closed an admin signs in and mends the schema; everybody else is told to come again. */
    private boolean isOpenMeanwhile(HttpServletRequest request, String path) {
        if (path.equals(RequestPath.SIGN_IN)) {
            String to = request.getParameter("to");
            // As PageRedirect spells it, without the first slash.
            return request.getMethod().equals("POST")
                    || to != null && to.startsWith(RequestPath.MIGRATIONS_PAGE.substring(1));
        }
        return RequestPath.isMigrations(path);
    }

    private boolean isToChangePassword(HttpServletRequest request, Caller caller) {
        return caller != null && caller.mustChangePassword() && gate.isOpen()
                && !RequestPath.isPasswordChange(request.getMethod(), RequestPath.of(request));
    }

    /**
     * Faces takes any request with a view's state for a form that was sent, also one by its address: a mere link of another
     * site would sign somebody in.
     */
    private static boolean isFormByAddress(HttpServletRequest request) {
        return !request.getMethod().equals("POST") && request.getParameter("jakarta.faces.ViewState") != null;
    }

    private static void refusePage(HttpServletResponse response, MediaFilesException refusal,
            HttpServletRequest request) throws IOException {
        request.setAttribute(ErrorServlet.PROBLEM_ATTRIBUTE, refusal.code().code());
        response.sendError(ProblemStatus.status(refusal.code()));
    }

    private void filterPage(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        String path = RequestPath.of(request);
        if (!RequestPath.isPlain(path)) {
            response.sendError(HttpServletResponse.SC_NOT_FOUND);
            return;
        }
        if (RequestPath.isPageResource(path)) {
            chain.doFilter(request, response);
            return;
        }
        if (!boundForm(request)) {
            // No page of ours sends that much, and the error page would read the form.
            ProblemDocument.of(new MediaFilesException(ProblemCode.UPLOAD_TOO_LARGE,
                    "A form holds at most " + LARGEST_FORM_BYTES + " bytes."), RequestId.of(request))
                    .sendTo(response);
            return;
        }
        if (!gate.isOpen() && !isOpenMeanwhile(request, path)) {
            response.setStatus(HttpServletResponse.SC_SERVICE_UNAVAILABLE);
            response.setHeader("Retry-After", Long.toString(GATE_WAIT.toSeconds()));
            request.getRequestDispatcher(RequestPath.NOT_READY).forward(request, response);
            return;
        }
        if (!SameOrigin.holds(request) || isFormByAddress(request)) {
            identifier.otherSite(request);
            response.sendError(HttpServletResponse.SC_FORBIDDEN);
            return;
        }
        Identification identification = identify(request, response);
        if (identification.refusal() != null && !RequestPath.isErrorPage(path)) {
            refusePage(response, identification.refusal(), request);
        } else if (identification.caller() == null && !RequestPath.isOpenPage(path)) {
            PageRedirect.toSignIn(request, response);
        } else if (isToChangePassword(request, identification.caller())) {
            PageRedirect.toPasswordChange(request, response);
        } else if (RequestPath.isAdminPage(path) && !identification.caller().isAdmin()) {
            identifier.adminsPage(identification.caller(), path);
            response.sendError(HttpServletResponse.SC_FORBIDDEN);
        } else {
            chain.doFilter(request, response);
        }
    }
}
