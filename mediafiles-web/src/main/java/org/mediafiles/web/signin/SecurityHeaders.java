package org.mediafiles.web.signin;

import org.mediafiles.web.request.RequestPath;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

/** Headers that every answer bears. Pages get their content policy, with the nonce of each view, from PrimeFaces. */
final class SecurityHeaders {
    private SecurityHeaders() {}

    static void set(HttpServletRequest request, HttpServletResponse response) {
        String path = RequestPath.of(request);
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.setHeader("Referrer-Policy", "same-origin");
        response.setHeader("X-Frame-Options", "SAMEORIGIN");
        if (RequestPath.isPageResource(path)) {
            return;
        }
        // Patient data: nothing stays on a shared ward PC. Bytes of media set their own value.
        response.setHeader("Cache-Control", "no-store");
        if (RequestPath.isApi(path)) {
            response.setHeader("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'; sandbox");
        }
    }
}
