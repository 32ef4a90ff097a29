package org.mediafiles.web.content;

import io.undertow.servlet.spec.ServletOutputStreamImpl;
import jakarta.inject.Inject;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.Serial;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jboss.logging.Logger;
import org.mediafiles.delivery.Deliverable;
import org.mediafiles.delivery.DeliveredBytes;
import org.mediafiles.delivery.MediaDelivery;
import org.mediafiles.model.Variant;
import org.mediafiles.problem.MediaFilesException;
import org.mediafiles.problem.ProblemCode;
import org.mediafiles.security.Caller;
import org.mediafiles.web.problem.ProblemDocument;
import org.mediafiles.web.request.EntityTags;
import org.mediafiles.web.request.Ids;
import org.mediafiles.web.request.RequestId;
import org.mediafiles.web.request.RequestPath;
import org.mediafiles.web.signin.CurrentCaller;

/**
 * {@code GET} and {@code HEAD} of {@code /media-files/{id}/{variant}}. Everything else goes on to JAX-RS. Failures go back to
 * the filter in front, which answers them.
 */
public class ContentFilter extends HttpFilter {
    @Serial
    private static final long serialVersionUID = 1L;
    private static final Logger LOG = Logger.getLogger(ContentFilter.class);
    private static final Pattern VARIANT_PATH = Pattern.compile(RequestPath.API + "/media-files/([^/]+)/([a-z]+)");
    private static final String METHODS = "GET, HEAD, OPTIONS";

    @Inject
    private transient MediaDelivery delivery;
    @Inject
    private transient CurrentCaller currentCaller;

    public ContentFilter() {}

    ContentFilter(MediaDelivery delivery, CurrentCaller currentCaller) {
        this.delivery = delivery;
        this.currentCaller = currentCaller;
    }

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        Matcher path = VARIANT_PATH.matcher(RequestPath.of(request));
        Optional<Variant> variant = path.matches() ? Variant.findByApiName(path.group(2)) : Optional.empty();
        if (variant.isEmpty()) {
            chain.doFilter(request, response);
            return;
        }
        switch (request.getMethod()) {
            case "GET", "HEAD" -> serve(path.group(1), variant.get(), request, response);
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

    private void serve(String id, Variant variant, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        Caller caller = currentCaller.get();
        Deliverable found = delivery.find(caller, Ids.get(id, "media file"), variant);
        String tag = found.sha256().hex();
        response.setHeader("ETag", '"' + tag + '"');
        response.setHeader("Cache-Control", "private, no-cache");
        if (!matches(request, tag)) {
            throw new MediaFilesException(ProblemCode.VERSION_CONFLICT, "If-Match names other bytes.");
        }
        String known = request.getHeader("If-None-Match");
        if (known != null && EntityTags.parse("If-None-Match", known).matchesWeakly(tag)) {
            response.setStatus(HttpServletResponse.SC_NOT_MODIFIED);
            return;
        }
        response.setHeader("Accept-Ranges", "bytes");
        boolean isGet = request.getMethod().equals("GET");
        Optional<ByteRange> range = isGet && rangeHolds(request, tag)
                ? ByteRange.parse(request.getHeader("Range"), found.byteCount())
                : Optional.empty();
        if (range.isPresent() && !range.get().isSatisfiable(found.byteCount())) {
            refuseRange(found, request, response);
            return;
        }
        if (isGet) {
            try (DeliveredBytes bytes = delivery.open(caller, found)) {
                describe(found, range, request, response);
                send(bytes, range.orElse(new ByteRange(0, found.byteCount())), found.byteCount(),
                        response.getOutputStream());
            } catch (IOException e) {
                // Mostly a client that went away: half an answer cannot become a problem document.
                LOG.debugf(e, "Request %s: the answer was not taken to its end", RequestId.of(request));
                if (!response.isCommitted()) {
                    throw e;
                }
            }
        } else {
            describe(found, range, request, response);
        }
    }

    private static boolean matches(HttpServletRequest request, String tag) {
        String wanted = request.getHeader("If-Match");
        return wanted == null || EntityTags.parse("If-Match", wanted).matchesStrongly(tag);
    }

    /** {@code If-Range}: a part is of use only to whom has the same bytes; a date is never one of ours. */
    private static boolean rangeHolds(HttpServletRequest request, String tag) {
        String condition = request.getHeader("If-Range");
        return condition == null || condition.strip().equals('"' + tag + '"');
    }

    private static void refuseRange(Deliverable found, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        response.setHeader("Content-Range", "bytes */" + found.byteCount());
        ProblemDocument.of(new MediaFilesException(ProblemCode.RANGE_NOT_SATISFIABLE,
                "The resource has " + found.byteCount() + " bytes."), RequestId.of(request)).sendTo(response);
    }

    private static void describe(Deliverable found, Optional<ByteRange> range, HttpServletRequest request,
            HttpServletResponse response) {
        response.setContentType(found.mimeType());
        response.setHeader("Content-Disposition", DispositionHeader
                .of(found.attachment() || "true".equals(request.getParameter("download")), found.downloadName()));
        response.setHeader("Content-Security-Policy", "sandbox");
        response.setHeader("Cross-Origin-Resource-Policy", "same-origin");
        response.setContentLengthLong(range.map(ByteRange::count).orElse(found.byteCount()));
        if (range.isPresent()) {
            response.setStatus(HttpServletResponse.SC_PARTIAL_CONTENT);
            response.setHeader("Content-Range", range.get().contentRange(found.byteCount()));
        }
    }

    static void send(DeliveredBytes bytes, ByteRange range, long byteCount, ServletOutputStream out)
            throws IOException {
        FileChannel file = bytes.fileChannel();
        if (file != null && out instanceof ServletOutputStreamImpl undertow
                && range.first() + range.count() == byteCount) {
            // The kernel sends it. This way always sends to the end of the file, so other ranges take the one below.
            file.position(range.first());
            undertow.transferFrom(file);
        } else {
            bytes.transferTo(range.first(), range.count(), Channels.newChannel(out));
        }
    }
}
