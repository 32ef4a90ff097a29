package org.mediafiles.web.wire;

import io.undertow.server.HttpServerExchange;
import io.undertow.util.HeaderMap;
import io.undertow.util.HeaderValues;
import io.undertow.util.Headers;

/**
 * Where a request's body ends. A proxy in front that reads it otherwise would take the rest for somebody else's request
 * (RFC 9112, 11.2), so what can be read in two ways is refused, and nothing more is read from that connection.
 */
final class Framing {
    private Framing() {}

    static boolean isPlain(HttpServerExchange exchange) {
        HeaderMap headers = exchange.getRequestHeaders();
        HeaderValues encodings = headers.get(Headers.TRANSFER_ENCODING);
        HeaderValues lengths = headers.get(Headers.CONTENT_LENGTH);
        return isPlain(encodings, lengths) && isMethod(exchange.getRequestMethod().toString());
    }

    /** JAX-RS takes {@code delete} for {@code DELETE}; whoever judges a request by its method before that would not. */
    static boolean isMethod(String name) {
        return name.chars().allMatch(c -> c >= 'A' && c <= 'Z');
    }

    /** @param encodings,lengths every value of {@code Transfer-Encoding} and {@code Content-Length}; {@code null} for none */
    static boolean isPlain(Iterable<String> encodings, Iterable<String> lengths) {
        String encoding = only(encodings);
        String length = only(lengths);
        if (encoding != null) {
            return length == null && encoding.equalsIgnoreCase("chunked");
        }
        return length == null || length.matches("[0-9]{1,18}");
    }

    /** @return the one value; {@code null} where there is none; what is no value of anything where there are several */
    private static String only(Iterable<String> values) {
        String only = null;
        if (values != null) {
            for (String value : values) {
                only = only == null ? value : "several";
            }
        }
        return only;
    }
}
