package org.mediafiles.web.signin;

import jakarta.servlet.ServletRequest;
import org.mediafiles.problem.MediaFilesException;
import org.mediafiles.security.Caller;

/**
 * What the request's credentials came to: somebody, nobody (an open path, or a page before sign-in), or a refusal.
 *
 * @param caller    {@code null} for nobody
 * @param refusal   {@code null} unless refused
 * @param challenge {@code WWW-Authenticate} of a refusal with 401; {@code null} otherwise
 */
record Identification(Caller caller, MediaFilesException refusal, String challenge) {
    static final Identification NOBODY = new Identification(null, null, null);
    private static final String ATTRIBUTE = Identification.class.getName();

    static Identification of(Caller caller) {
        return new Identification(caller, null, null);
    }

    static Identification refused(MediaFilesException refusal, String challenge) {
        return new Identification(null, refusal, challenge);
    }

    void storeIn(ServletRequest request) {
        request.setAttribute(ATTRIBUTE, this);
    }

    /** @return {@code null} where nobody identified the request yet */
    static Identification find(ServletRequest request) {
        return (Identification) request.getAttribute(ATTRIBUTE);
    }
}
