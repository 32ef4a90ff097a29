package org.mediafiles.web.problem;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.Serial;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.mediafiles.web.request.RequestId;
import org.mediafiles.web.request.RequestPath;

/**
 * What nobody else answered: a problem document under {@code /api}, the error page elsewhere. Named by {@code error-page} in
 * {@code web.xml}.
 */
public class ErrorServlet extends HttpServlet {
    /** The pages' own error page; it uses no service. */
    static final String ERROR_PAGE = "/error.xhtml";
    /** Attribute of a request: the code that is behind an error status, where whoever sent that knows it. */
    public static final String PROBLEM_ATTRIBUTE = "mediafiles.problem.code";
    @Serial
    private static final long serialVersionUID = 1L;

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response)
            throws ServletException, IOException {
        UUID id = RequestId.of(request);
        Throwable failure = (Throwable) request.getAttribute(RequestDispatcher.ERROR_EXCEPTION);
        Integer status = (Integer) request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE);
        ProblemDocument document = failure == null
                ? ProblemDocument.of(Failures.ofStatus(status == null ? 404 : status), id)
                : Failures.document(failure, id);
        String uri = (String) request.getAttribute(RequestDispatcher.ERROR_REQUEST_URI);
        response.setHeader(RequestId.HEADER, id.toString());
        if (uri != null
                && RequestPath.isApi(uri.substring(Math.min(uri.length(), request.getContextPath().length())))) {
            document.sendTo(response);
            return;
        }
        response.setStatus(document.status());
        response.setHeader("Cache-Control", "no-store");
        if (getServletContext().getResource(ERROR_PAGE) == null || response.isCommitted()) {
            plain(response, document);
        } else {
            if (request.getAttribute(PROBLEM_ATTRIBUTE) == null) {
                request.setAttribute(PROBLEM_ATTRIBUTE, document.members().get("code"));
            }
            request.getRequestDispatcher(ERROR_PAGE).forward(request, response);
        }
    }

    private static void plain(HttpServletResponse response, ProblemDocument document) throws IOException {
        if (!response.isCommitted()) {
            response.setContentType("text/plain;charset=UTF-8");
            response.getOutputStream()
                    .write((document.members().get("title") + "\n" + document.members().get("instance") + "\n")
                            .getBytes(StandardCharsets.UTF_8));
        }
    }
}
