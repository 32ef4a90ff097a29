package org.mediafiles.web.faces.support;

import java.net.URI;
import java.net.URISyntaxException;

/** Addresses that came with a request and that we are asked to go to: only our own ones. */
final class LocalPath {
    private LocalPath() {}

    /**
     * @param path      may be {@code null}; may be a whole address, of which path and query are taken
     * @param context   the application's path, without a slash at its end
     * @param otherwise where to go instead
     */
    static String orElse(String path, String context, String otherwise) {
        if (path == null || path.startsWith("//") || path.indexOf('\\') >= 0) {
            return otherwise;
        }
        try {
            URI uri = new URI(path).normalize();
            String inside = uri.getRawPath();
            if (uri.isOpaque() || inside == null || !inside.startsWith(context + "/") || inside.startsWith("//")) {
                return otherwise;
            }
            return uri.getRawQuery() == null ? inside : inside + '?' + uri.getRawQuery();
        } catch (URISyntaxException e) {
            return otherwise;
        }
    }
}
