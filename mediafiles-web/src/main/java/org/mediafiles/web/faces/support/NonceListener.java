package org.mediafiles.web.faces.support;

import jakarta.faces.context.ExternalContext;
import jakarta.faces.context.FacesContext;
import jakarta.faces.event.PhaseEvent;
import jakarta.faces.event.PhaseId;
import jakarta.faces.event.PhaseListener;
import jakarta.servlet.http.HttpServletRequest;
import java.io.Serial;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.UUID;

/**
 * Lets a form be posted without JavaScript. PrimeFaces adds the nonce of the content policy to each form by script, and
 * fails where it has to show a page again to a postback without one. A page that is written anew needs no old nonce: it
 * gets a fresh one here. A partial answer goes into a page that stands, so there a missing nonce stays a failure.
 */
public class NonceListener implements PhaseListener {
    /** As PrimeFaces calls it, as parameter and in the view's own map. */
    static final String NONCE = "primefaces.nonce";
    @Serial
    private static final long serialVersionUID = 1L;

    @Override
    public PhaseId getPhaseId() {
        return PhaseId.RESTORE_VIEW;
    }

    @Override
    public void afterPhase(PhaseEvent event) {
        FacesContext context = event.getFacesContext();
        ExternalContext external = context.getExternalContext();
        if (context.getViewRoot() == null || !context.isPostback() || context.getPartialViewContext().isAjaxRequest()
                || !isBlank(external.getRequestParameterMap().get(NONCE))) {
            return;
        }
        // As PrimeFaces spells it: a UUID in Base64.
        String nonce = Base64.getEncoder()
                .encodeToString(UUID.randomUUID().toString().getBytes(StandardCharsets.UTF_8));
        Map<String, Object> kept = context.getViewRoot().getViewMap(false);
        if (kept != null && kept.containsKey(NONCE)) {
            kept.put(NONCE, nonce);
        }
        external.setRequest(new RequestWithParameter((HttpServletRequest) external.getRequest(), NONCE, nonce));
    }

    private static boolean isBlank(String text) {
        return text == null || text.isBlank();
    }
}
