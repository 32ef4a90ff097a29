package org.mediafiles.web.content;

import jakarta.inject.Inject;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.Serial;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jboss.logging.Logger;
import org.mediafiles.delivery.ArchiveContents;
import org.mediafiles.delivery.ArchiveSink;
import org.mediafiles.delivery.DeliveredBytes;
import org.mediafiles.delivery.OpenedArchive;
import org.mediafiles.delivery.SeriesArchive;
import org.mediafiles.problem.MediaFilesException;
import org.mediafiles.problem.ProblemCode;
import org.mediafiles.security.Caller;
import org.mediafiles.web.request.Ids;
import org.mediafiles.web.request.RequestId;
import org.mediafiles.web.request.RequestPath;
import org.mediafiles.web.signin.CurrentCaller;

/**
 * {@code GET} and {@code HEAD} of {@code /photo-series/{id}/archive}. Everything else goes on to JAX-RS. Failures go back to
 * the filter in front, which answers them.
 */
public class ArchiveFilter extends HttpFilter {
    @Serial
    private static final long serialVersionUID = 1L;
    private static final Logger LOG = Logger.getLogger(ArchiveFilter.class);
    private static final Pattern PATH = Pattern.compile(RequestPath.API + "/photo-series/([^/]+)/archive");
    private static final String METHODS = "GET, HEAD, OPTIONS";
    private static final String ORIGINAL = "original";

    @Inject
    private transient SeriesArchive archives;
    @Inject
    private transient CurrentCaller currentCaller;

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        Matcher path = PATH.matcher(RequestPath.of(request));
        if (!path.matches()) {
            chain.doFilter(request, response);
            return;
        }
        switch (request.getMethod()) {
            case "GET", "HEAD" -> serve(path.group(1), request, response);
            case "OPTIONS" -> {
                response.setHeader("Allow", METHODS);
                response.setStatus(HttpServletResponse.SC_NO_CONTENT);
            }
            default -> {
                response.setHeader("Allow", METHODS);
                throw new MediaFilesException(ProblemCode.METHOD_NOT_ALLOWED,
                        "The resource does not have this method.");
            }
        }
    }

    private void serve(String id, HttpServletRequest request, HttpServletResponse response) throws IOException {
        Caller caller = currentCaller.get();
        String original = request.getParameter(ORIGINAL);
        ArchiveContents contents = archives.find(caller, Ids.get(id, "event"), "true".equals(original));
        if (original != null && !original.equals("true") && !original.equals("false")) {
            throw MediaFilesException.invalid(ORIGINAL, "This is true or false.");
        }
        if (request.getMethod().equals("HEAD")) {
            describe(contents, response);
            return;
        }
        try (OpenedArchive archive = archives.open(caller, contents)) {
            describe(contents, response);
            archive.writeTo(new Socket(response.getOutputStream()));
        } catch (IOException e) {
            // Mostly a client that went away. The length was told, so half an archive is known as such.
            LOG.debugf(e, "Request %s: the archive was not taken to its end", RequestId.of(request));
            if (!response.isCommitted()) {
                throw e;
            }
        }
    }

    private static void describe(ArchiveContents contents, HttpServletResponse response) {
        response.setContentType("application/zip");
        response.setHeader("Content-Disposition", DispositionHeader.of(true, contents.downloadName()));
        response.setHeader("Content-Security-Policy", "sandbox");
        response.setHeader("Cross-Origin-Resource-Policy", "same-origin");
        response.setHeader("Cache-Control", "private, no-cache");
        response.setHeader("Accept-Ranges", "none");
        response.setContentLengthLong(contents.byteCount());
    }

    private record Socket(ServletOutputStream out) implements ArchiveSink {
        @Override
        public void write(byte[] bytes) throws IOException {
            out.write(bytes);
        }

        @Override
        public void send(DeliveredBytes picture) throws IOException {
            ContentFilter.send(picture, new ByteRange(0, picture.byteCount()), picture.byteCount(), out);
        }
    }
}
