package org.mediafiles.security;

import java.security.SecureRandom;
import java.time.Duration;

/** Passwords that are read from a screen, said over a telephone and used once: four groups of four, 79 bits. */
final class OneTimePassword {
    /** {@code 72 h}: over a weekend. */
    static final Duration VALID = Duration.ofHours(72);
    /** Small letters and digits without those that look or sound like another. */
    private static final String ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789";
    private static final int GROUP = 4;
    private static final int FEWEST_GROUPS = 4;
    private static final SecureRandom RANDOM = new SecureRandom();

    private OneTimePassword() {}

    /** @param shortest as the rules ask of every password */
    static String next(int shortest) {
        StringBuilder text = new StringBuilder();
        for (int group = 0; group < FEWEST_GROUPS || text.length() < shortest; group++) {
            text.append(group == 0 ? "" : "-");
            for (int i = 0; i < GROUP; i++) {
                text.append(ALPHABET.charAt(RANDOM.nextInt(ALPHABET.length())));
            }
        }
        return text.toString();
    }
}
