package org.mediafiles.security;

import jakarta.enterprise.context.ApplicationScoped;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Credentials that were verified a moment ago, so that an API client does not pay for a slow hash at every request. Kept
 * as keyed hashes under a key that lives as long as the process, together with the stored password they were verified
 * against: a changed password is another key and finds nothing.
 */
@ApplicationScoped
class VerifiedCredentials {
    /** {@code 60 s}: DESIGN's limit. */
    static final Duration REMEMBERED = Duration.ofSeconds(60);
    /** More people than ever sign in within a minute. */
    private static final int MOST = 10_000;
    private static final String ALGORITHM = "HmacSHA256";

    private final SecretKeySpec key = newKey();
    private final Clock clock;
    private final Map<String, Instant> expiries = new LinkedHashMap<>();

    VerifiedCredentials() {
        this(Clock.systemUTC());
    }

    VerifiedCredentials(Clock clock) {
        this.clock = clock;
    }

    public synchronized boolean knows(long userId, String password, String stored) {
        Instant expiry = expiries.get(keyed(Long.toString(userId), password, stored));
        return expiry != null && clock.instant().isBefore(expiry);
    }

    public synchronized void remember(long userId, String password, String stored) {
        Instant now = clock.instant();
        expiries.values().removeIf(expiry -> !now.isBefore(expiry));
        if (expiries.size() >= MOST) {
            expiries.remove(expiries.keySet().iterator().next());
        }
        expiries.put(keyed(Long.toString(userId), password, stored), now.plus(REMEMBERED));
    }

    /** @return a mark of a stored password that tells nothing of it */
    public String mark(long userId, String stored) {
        return keyed("mark", Long.toString(userId), stored);
    }

    private String keyed(String... parts) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            for (String part : parts) {
                byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
                // The length before each part: "ab"+"c" is not "a"+"bc".
                mac.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).flip());
                mac.update(bytes);
            }
            return HexFormat.of().formatHex(mac.doFinal());
        } catch (GeneralSecurityException absent) {
            throw new IllegalStateException("every Java SE has " + ALGORITHM, absent);
        }
    }

    private static SecretKeySpec newKey() {
        byte[] bytes = new byte[32];
        new SecureRandom().nextBytes(bytes);
        return new SecretKeySpec(bytes, ALGORITHM);
    }
}
