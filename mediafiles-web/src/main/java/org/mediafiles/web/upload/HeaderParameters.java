package org.mediafiles.web.upload;

import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * A header of the form {@code value; name=value; name*=UTF-8''value}: {@code Content-Disposition}, {@code Content-Type}.
 * Takes what clients really send: raw UTF-8, quotes with or without escapes, RFC 5987, and the browsers' percent-encoded
 * quotes and line breaks.
 *
 * @param value      in lower case, for example {@code form-data}
 * @param parameters by lower-case name; {@code name*} decoded under {@code name}, where it wins
 */
record HeaderParameters(String value, Map<String, String> parameters) {
    static HeaderParameters parse(String header) {
        if (header == null) {
            return new HeaderParameters("", Map.of());
        }
        int semicolon = header.indexOf(';');
        String value = (semicolon < 0 ? header : header.substring(0, semicolon)).strip().toLowerCase(Locale.ROOT);
        Map<String, String> plain = new LinkedHashMap<>();
        Map<String, String> extended = new LinkedHashMap<>();
        int at = semicolon < 0 ? header.length() : semicolon + 1;
        while (at < header.length()) {
            int equals = header.indexOf('=', at);
            if (equals < 0) {
                break;
            }
            String name = header.substring(at, equals).strip().toLowerCase(Locale.ROOT);
            Token token = token(header, equals + 1);
            at = token.end();
            if (name.endsWith("*")) {
                String decoded = decodeExtended(token.text());
                if (decoded != null) {
                    extended.putIfAbsent(name.substring(0, name.length() - 1), decoded);
                }
            } else {
                plain.putIfAbsent(name, token.text());
            }
        }
        plain.putAll(extended);
        return new HeaderParameters(value, plain);
    }

    /** @return {@code null} where there is no such parameter */
    String get(String name) {
        return parameters.get(name);
    }

    /** @return the file's name as the sender gave it, unclean; {@code null} where there is none */
    String filename() {
        String name = get("filename");
        // Browsers percent-encode these three in a quoted name, and nothing else (WHATWG, multipart/form-data).
        return name == null ? null : name.replace("%22", "\"").replace("%0D", "\r").replace("%0A", "\n");
    }

    private record Token(String text, int end) {}

    private static Token token(String header, int from) {
        int at = from;
        while (at < header.length() && header.charAt(at) == ' ') {
            at++;
        }
        if (at >= header.length() || header.charAt(at) != '"') {
            int end = header.indexOf(';', at);
            end = end < 0 ? header.length() : end;
            return new Token(header.substring(at, end).strip(), end + 1);
        }
        StringBuilder text = new StringBuilder();
        for (at++; at < header.length() && header.charAt(at) != '"'; at++) {
            // Only a quote or a backslash is escaped: old clients send C:\photos\x.jpg as it is.
            if (header.charAt(at) == '\\' && at + 1 < header.length()
                    && (header.charAt(at + 1) == '"' || header.charAt(at + 1) == '\\')) {
                at++;
            }
            text.append(header.charAt(at));
        }
        int end = header.indexOf(';', at);
        return new Token(text.toString(), end < 0 ? header.length() : end + 1);
    }

    private static String decodeExtended(String text) {
        String[] parts = text.split("'", 3);
        if (parts.length != 3) {
            return null;
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        String encoded = parts[2];
        for (int i = 0; i < encoded.length(); i++) {
            char c = encoded.charAt(i);
            if (c == '%' && i + 2 < encoded.length() && Character.digit(encoded.charAt(i + 1), 16) >= 0
                    && Character.digit(encoded.charAt(i + 2), 16) >= 0) {
                bytes.write(Integer.parseInt(encoded.substring(i + 1, i + 3), 16));
                i += 2;
            } else {
                bytes.writeBytes(String.valueOf(c).getBytes(StandardCharsets.UTF_8));
            }
        }
        try {
            return bytes.toString(Charset.forName(parts[0]));
        } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
            return null;
        }
    }
}
