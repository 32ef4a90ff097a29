package org.mediafiles.web.content;

import java.nio.charset.StandardCharsets;

/** {@code Content-Disposition} by RFC 6266, with the name by RFC 8187 where it is not plain ASCII. */
final class DispositionHeader {
    private static final String ATTR_CHAR = "!#$&+-.^_`|~";

    private DispositionHeader() {}

    static String of(boolean attachment, String filename) {
        StringBuilder ascii = new StringBuilder();
        filename.codePoints()
                .forEach(c -> ascii.appendCodePoint(c < ' ' || c > '~' || c == '"' || c == '\\' || c == '%' ? '_' : c));
        String header = (attachment ? "attachment" : "inline") + "; filename=\"" + ascii + '"';
        return ascii.toString().equals(filename) ? header : header + "; filename*=UTF-8''" + encode(filename);
    }

    private static String encode(String text) {
        StringBuilder encoded = new StringBuilder();
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xFF);
            if (c < 0x80 && (Character.isLetterOrDigit(c) || ATTR_CHAR.indexOf(c) >= 0)) {
                encoded.append(c);
            } else {
                encoded.append('%').append(Character.toUpperCase(Character.forDigit(c >> 4, 16)))
                        .append(Character.toUpperCase(Character.forDigit(c & 0xF, 16)));
            }
        }
        return encoded.toString();
    }
}
