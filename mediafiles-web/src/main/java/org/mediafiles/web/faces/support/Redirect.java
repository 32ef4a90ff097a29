package org.mediafiles.web.faces.support;

import jakarta.faces.context.ExternalContext;
import jakarta.faces.context.FacesContext;
import java.io.IOException;

/** Sends the browser on, after an act that went well. */
public final class Redirect {
    private Redirect() {}

    /** @param path below the application, with its leading slash */
    public static void to(String path) throws IOException {
        ExternalContext external = FacesContext.getCurrentInstance().getExternalContext();
        external.redirect(external.getRequestContextPath() + path);
    }
}
