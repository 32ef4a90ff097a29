package org.mediafiles.web.faces.support;

import jakarta.enterprise.inject.spi.CDI;
import jakarta.faces.application.ViewExpiredException;
import jakarta.faces.context.ExceptionHandler;
import jakarta.faces.context.ExceptionHandlerWrapper;
import jakarta.faces.context.ExternalContext;
import jakarta.faces.context.FacesContext;
import jakarta.faces.event.ExceptionQueuedEvent;
import jakarta.faces.event.PhaseId;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.UUID;
import org.jboss.logging.Logger;
import org.mediafiles.problem.MediaFilesException;
import org.mediafiles.problem.ProblemCode;
import org.mediafiles.web.problem.ProblemStatus;
import org.mediafiles.web.request.RequestId;

/**
 * What a page shows of a failure. What a person can mend in the form is a message at its field, and the form keeps what was
 * typed; everything else is the error page with the request's id.
 */
class ProblemHandler extends ExceptionHandlerWrapper {
    private static final Logger LOG = Logger.getLogger(ProblemHandler.class);
    private static final String ERROR_PAGE = "/error.xhtml";

    ProblemHandler(ExceptionHandler wrapped) {
        super(wrapped);
    }

    @Override
    public void handle() {
        FacesContext context = FacesContext.getCurrentInstance();
        Iterator<ExceptionQueuedEvent> events = getUnhandledExceptionQueuedEvents().iterator();
        if (events.hasNext()) {
            Throwable failure = events.next().getContext().getException();
            events.remove();
            while (events.hasNext()) {
                events.next();
                events.remove();
            }
            try {
                answer(context, failure);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        getWrapped().handle();
    }

    private static void answer(FacesContext context, Throwable failure) throws IOException {
        if (find(failure, ViewExpiredException.class) != null) {
            leave(context, "expired", back(context));
            return;
        }
        MediaFilesException problem = find(failure, MediaFilesException.class);
        if (problem != null && context.isPostback() && context.getCurrentPhaseId() != PhaseId.RENDER_RESPONSE
                && problem.code() != ProblemCode.AUTHENTICATION_REQUIRED) {
            CDI.current().select(PageMessages.class).get().problem(problem);
            return;
        }
        HttpServletRequest request = (HttpServletRequest) context.getExternalContext().getRequest();
        UUID id = RequestId.of(request);
        ProblemCode code = problem == null ? ProblemCode.INTERNAL_ERROR : problem.code();
        if (problem == null) {
            LOG.errorf(failure, "Request %s failed", id);
        }
        ExternalContext external = context.getExternalContext();
        if (context.isPostback()) {
            // A container's error page would be run with the form's own fields, as if it were that page's.
            leave(context, code.code(), back(context));
        } else if (!external.isResponseCommitted()) {
            external.responseReset();
            external.responseSendError(ProblemStatus.status(code), null);
            context.responseComplete();
        }
    }

    private static void leave(FacesContext context, String code, String back) throws IOException {
        ExternalContext external = context.getExternalContext();
        if (external.isResponseCommitted()) {
            return;
        }
        HttpServletRequest request = (HttpServletRequest) external.getRequest();
        external.redirect(external.getRequestContextPath() + ERROR_PAGE + "?code=" + code + "&id="
                + RequestId.of(request) + "&back=" + URLEncoder.encode(back, StandardCharsets.UTF_8));
        context.responseComplete();
    }

    /** @return the page as it was opened: a form's own address lacks what stood behind the question mark */
    private static String back(FacesContext context) {
        HttpServletRequest request = (HttpServletRequest) context.getExternalContext().getRequest();
        return LocalPath.orElse(request.getHeader("Referer"), request.getContextPath(), request.getRequestURI());
    }

    private static <T extends Throwable> T find(Throwable failure, Class<T> type) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (type.isInstance(cause)) {
                return type.cast(cause);
            }
        }
        return null;
    }
}
