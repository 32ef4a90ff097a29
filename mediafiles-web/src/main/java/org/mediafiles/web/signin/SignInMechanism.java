package org.mediafiles.web.signin;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.security.enterprise.AuthenticationStatus;
import jakarta.security.enterprise.authentication.mechanism.http.HttpAuthenticationMechanism;
import jakarta.security.enterprise.authentication.mechanism.http.HttpMessageContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Set;
import org.mediafiles.schema.SchemaGate;
import org.mediafiles.security.Caller;
import org.mediafiles.web.request.RequestPath;

/**
 * Tells the container who calls. Refuses nothing by itself: {@link AccessFilter}, behind it, answers refusals, so that
 * they have one form wherever they come from.
 */
@ApplicationScoped
public class SignInMechanism implements HttpAuthenticationMechanism {
    private RequestIdentifier identifier;
    private SchemaGate gate;

    protected SignInMechanism() {}

    @Inject
    SignInMechanism(RequestIdentifier identifier, SchemaGate gate) {
        this.identifier = identifier;
        this.gate = gate;
    }

    @Override
    public AuthenticationStatus validateRequest(HttpServletRequest request, HttpServletResponse response,
            HttpMessageContext context) {
        if (!gate.isOpen() && !RequestPath.isMigrations(RequestPath.of(request))) {
            return context.doNothing();
        }
        Identification identification;
        try {
            identification = identifier.identify(request);
        } catch (RuntimeException e) {
            // A database that is away, or too many at once: the filter answers with it.
            Identification.failed(e).storeIn(request);
            return context.doNothing();
        }
        identification.storeIn(request);
        Caller caller = identification.caller();
        return caller == null
                ? context.doNothing()
                : context.notifyContainerAboutLogin(caller.username(), Set.of(caller.role().code()));
    }
}
