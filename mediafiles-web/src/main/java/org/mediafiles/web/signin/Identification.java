package org.mediafiles.web.signin;

import jakarta.servlet.ServletRequest;
import org.mediafiles.problem.MediaFilesException;
import org.mediafiles.security.Caller;

/**
 * What the request's credentials came to: somebody, nobody (an open path, or a page before sign-in), a refusal, or a failure
 * to find out.
 *
 * @param caller    {@code null} for nobody
 * @param refusal   {@code null} unless refused
 * @param challenge {@code WWW-Authenticate} of a refusal with 401; {@code null} otherwise
 * @param failure   what kept the server from finding out; {@code null} otherwise. Asked once: another attempt would take
 *                  as long and hold as much
 */
record Identification(Caller caller, MediaFilesException refusal, String challenge,
        RuntimeException failure) {
    static final Identification NOBODY = new Identification(null, null, null, null);
    private static final String ATTRIBUTE = Identification.class.getName();

    static Identification of(Caller caller) {
        return new Identification(caller, null, null, null);
    }

    static Identification refused(MediaFilesException refusal, String challenge) {
        return new Identification(null, refusal, challenge, null);
    }

    static Identification failed(RuntimeException failure) {
        return new Identification(null, null, null, failure);
    }

    void storeIn(ServletRequest request) {
        request.setAttribute(ATTRIBUTE, this);
    }

    /** @return {@code null} where nobody identified the request yet */
    static Identification find(ServletRequest request) {
        return (Identification) request.getAttribute(ATTRIBUTE);
    }
}
