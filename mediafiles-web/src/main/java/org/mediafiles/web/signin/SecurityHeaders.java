package org.mediafiles.web.signin;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.mediafiles.web.request.RequestPath;

/** Headers that every answer bears. Pages get their content policy, with the nonce of each view, from PrimeFaces. */
final class SecurityHeaders {
    /** What would tell the product and the version that answers. */
    static final List<String> BANNERS = List.of("Server", "X-Powered-By");

    /** {@code 365 d} in seconds. Without subdomains and preloading: the domain is the hospital's. */
    private static final String HSTS = "max-age=31536000";
    /** What pages of ours use stays allowed to them; a file input that opens the camera needs none. */
    private static final String PERMISSIONS = "accelerometer=(), autoplay=(self), camera=(), display-capture=(),"
            + " encrypted-media=(), fullscreen=(self), geolocation=(), gyroscope=(), magnetometer=(), microphone=(),"
            + " midi=(), payment=(), picture-in-picture=(self), publickey-credentials-get=(), usb=(),"
            + " xr-spatial-tracking=()";
    private static final String NOTHING = "default-src 'none'; frame-ancestors 'none'";

    private SecurityHeaders() {}

    /** @return by name, what an answer bears that says nothing else itself */
    static Map<String, String> ofEveryAnswer(boolean secure, boolean pageResource) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("X-Content-Type-Options", "nosniff");
        headers.put("Referrer-Policy", "same-origin");
        headers.put("X-Frame-Options", "DENY");
        headers.put("Permissions-Policy", PERMISSIONS);
        headers.put("Cross-Origin-Opener-Policy", "same-origin");
        headers.put("Cross-Origin-Resource-Policy", "same-origin");
        headers.put("Content-Security-Policy", NOTHING);
        if (secure) {
            headers.put("Strict-Transport-Security", HSTS);
        }
        if (!pageResource) {
            // Patient data: nothing stays on a shared ward PC. Bytes of media set their own value.
            headers.put("Cache-Control", "no-store");
        }
        return headers;
    }

    static void set(HttpServletRequest request, HttpServletResponse response) {
        String path = RequestPath.of(request);
        Map<String, String> headers = ofEveryAnswer(request.isSecure(), RequestPath.isPageResource(path));
        headers.remove("Content-Security-Policy");
        headers.forEach(response::setHeader);
        if (RequestPath.isApi(path)) {
            response.setHeader("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'; sandbox");
        }
    }
}
