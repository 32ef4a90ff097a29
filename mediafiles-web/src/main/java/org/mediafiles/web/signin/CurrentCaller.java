package org.mediafiles.web.signin;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import org.mediafiles.problem.MediaFilesException;
import org.mediafiles.problem.ProblemCode;
import org.mediafiles.security.Caller;

/** Who makes this request, for resources and pages to hand to the services. */
@RequestScoped
public class CurrentCaller {
    @Inject
    HttpServletRequest request;

    /** @throws MediaFilesException {@code AUTHENTICATION_REQUIRED} where nobody is signed in */
    public Caller get() {
        return find().orElseThrow(
                () -> new MediaFilesException(ProblemCode.AUTHENTICATION_REQUIRED, "Nobody is signed in."));
    }

    /** @return empty on open pages before sign-in */
    public Optional<Caller> find() {
        Identification identification = Identification.find(request);
        return identification == null ? Optional.empty() : Optional.ofNullable(identification.caller());
    }
}
