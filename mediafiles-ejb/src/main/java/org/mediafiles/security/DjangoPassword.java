package org.mediafiles.security;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import java.util.OptionalInt;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/**
 * Passwords in Django's own format, {@code pbkdf2_sha256$<iterations>$<salt>$<base64 of 32 bytes>}, so that staff of an
 * adopted database sign in as before and Django could read what is written here. Its other algorithms and its mark for
 * "no password" ({@code !…}) are unusable.
 */
public final class DjangoPassword {
    /** Django 3.2's count, about 0.1 s of one core: a bedside sign-in must not wait. */
    public static final int ITERATIONS = 260_000;

    private static final String ALGORITHM = "pbkdf2_sha256";
    /** Ten times what the newest Django writes: a forged row must not keep a core busy for minutes. */
    private static final int MOST_ITERATIONS = 10_000_000;
    private static final int HASH_BYTES = 32;
    /** Django's alphabet and length, 131 bits. */
    private static final String SALT_ALPHABET = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
    private static final int SALT_LENGTH = 22;
    private static final SecureRandom RANDOM = new SecureRandom();

    private DjangoPassword() {}

    /**
     * @param password not empty
     * @return a new hash under a salt of its own
     */
    public static String hash(String password) {
        return hash(password, ITERATIONS);
    }

    static String hash(String password, int iterations) {
        if (password.isEmpty()) {
            throw new IllegalArgumentException("an empty password is none");
        }
        StringBuilder salt = new StringBuilder(SALT_LENGTH);
        for (int i = 0; i < SALT_LENGTH; i++) {
            salt.append(SALT_ALPHABET.charAt(RANDOM.nextInt(SALT_ALPHABET.length())));
        }
        byte[] derived = derive(password, salt.toString(), iterations);
        return ALGORITHM + '$' + iterations + '$' + salt + '$' + Base64.getEncoder().encodeToString(derived);
    }

    /**
     * @param stored what stands in {@code accounts_eqmduser.password}; {@code null} is unusable
     * @return whether the password is the one; false at once where the stored one is unusable
     */
    public static boolean verify(String password, String stored) {
        Optional<Stored> parsed = parse(stored);
        if (parsed.isEmpty() || password == null || password.isEmpty()) {
            return false;
        }
        byte[] derived = derive(password, parsed.get().salt, parsed.get().iterations);
        return MessageDigest.isEqual(derived, parsed.get().hash);
    }

    /** @return whether any password could ever match */
    public static boolean isUsable(String stored) {
        return parse(stored).isPresent();
    }

    /** @return what a verification costs; empty where the stored one is unusable */
    public static OptionalInt iterations(String stored) {
        return parse(stored).map(parsed -> OptionalInt.of(parsed.iterations)).orElse(OptionalInt.empty());
    }

    private record Stored(int iterations, String salt, byte[] hash) {}

    private static Optional<Stored> parse(String stored) {
        String[] parts = stored == null ? new String[0] : stored.split("\\$", -1);
        if (parts.length != 4 || !parts[0].equals(ALGORITHM) || parts[2].isEmpty()) {
            return Optional.empty();
        }
        try {
            int iterations = Integer.parseInt(parts[1]);
            byte[] hash = Base64.getDecoder().decode(parts[3]);
            boolean usable = iterations >= 1 && iterations <= MOST_ITERATIONS && hash.length == HASH_BYTES;
            return usable ? Optional.of(new Stored(iterations, parts[2], hash)) : Optional.empty();
        } catch (IllegalArgumentException notDjangos) {
            return Optional.empty();
        }
    }

    private static byte[] derive(String password, String salt, int iterations) {
        PBEKeySpec spec = new PBEKeySpec(password.toCharArray(), salt.getBytes(StandardCharsets.UTF_8),
                iterations, HASH_BYTES * 8);
        try {
            return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256").generateSecret(spec).getEncoded();
        } catch (GeneralSecurityException absent) {
            throw new IllegalStateException("every Java SE has PBKDF2WithHmacSHA256", absent);
        } finally {
            spec.clearPassword();
        }
    }
}
