package org.mediafiles.web.signin;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;

/**
 * User name and password of an {@code Authorization: Basic} header (RFC 7617), UTF-8.
 *
 * @param password never logged
 */
record BasicCredentials(String username, String password) {
    private static final String SCHEME = "basic ";
    // The longest name and password that are taken, in UTF-8 and Base64; keeps the hash's cost bounded.
    private static final int LONGEST_HEADER = 17 * 1024;

    /** @return empty where the header is of another scheme or malformed */
    static Optional<BasicCredentials> parse(String header) {
        if (header == null || header.length() > LONGEST_HEADER
                || !header.toLowerCase(Locale.ROOT).startsWith(SCHEME)) {
            return Optional.empty();
        }
        try {
            byte[] bytes = Base64.getDecoder().decode(header.substring(SCHEME.length()).strip());
            String pair = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
            int colon = pair.indexOf(':');
            if (colon < 1 || pair.chars().anyMatch(c -> c < ' ' || c == 0x7F)) {
                return Optional.empty();
            }
            return Optional.of(new BasicCredentials(pair.substring(0, colon), pair.substring(colon + 1)));
        } catch (IllegalArgumentException | CharacterCodingException e) {
            return Optional.empty();
        }
    }

    @Override
    public String toString() {
        return "BasicCredentials[…]";
    }
}
