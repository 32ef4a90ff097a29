package org.mediafiles.web.rest;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.mediafiles.problem.MediaFilesException;

/** {@code X-Reason}: why something is changed, percent-encoded UTF-8, since headers are ASCII. */
final class Reasons {
    static final String HEADER = "X-Reason";

    private Reasons() {}

    /** @return the text; {@code null} where there is no header */
    static String decode(String header) {
        if (header == null) {
            return null;
        }
        byte[] bytes = new byte[header.length()];
        int count = 0;
        for (int i = 0; i < header.length(); i++) {
            char c = header.charAt(i);
            if (c != '%') {
                bytes[count++] = (byte) c;
            } else if (i + 2 < header.length() && Character.digit(header.charAt(i + 1), 16) >= 0
                    && Character.digit(header.charAt(i + 2), 16) >= 0) {
                bytes[count++] = (byte) Integer.parseInt(header.substring(i + 1, i + 3), 16);
                i += 2;
            } else {
                throw malformed();
            }
        }
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, 0, count)).toString();
        } catch (CharacterCodingException e) {
            throw malformed();
        }
    }

    private static MediaFilesException malformed() {
        return MediaFilesException.invalid(HEADER, "The header is percent-encoded UTF-8.");
    }
}
