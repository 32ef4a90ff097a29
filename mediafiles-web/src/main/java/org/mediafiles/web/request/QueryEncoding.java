package org.mediafiles.web.request;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** The spelling of an address's query, before anybody takes it apart. */
public final class QueryEncoding {
    private QueryEncoding() {}

    /**
     * @param query as the request line has it; {@code null} where there is none
     * @return whether it is percent-encoded UTF-8; whoever decodes it otherwise fails, each in a way of its own
     */
    public static boolean isWellFormed(String query) {
        if (query == null) {
            return true;
        }
        ByteBuffer bytes = ByteBuffer.allocate(query.length());
        for (int i = 0; i < query.length(); i++) {
            char c = query.charAt(i);
            if (c != '%') {
                // What is beyond ASCII was bytes before the server made characters of them: not judged here.
                bytes.put((byte) (c < 0x80 ? c : '?'));
            } else if (i + 2 < query.length() && Character.digit(query.charAt(i + 1), 16) >= 0
                    && Character.digit(query.charAt(i + 2), 16) >= 0) {
                bytes.put((byte) Integer.parseInt(query.substring(i + 1, i + 3), 16));
                i += 2;
            } else {
                return false;
            }
        }
        try {
            StandardCharsets.UTF_8.newDecoder().decode(bytes.flip());
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }
}
