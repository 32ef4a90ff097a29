package org.mediafiles.audit.chain;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What stands outside the database: at this moment the chain's seal of this number bore this hash.
 *
 * @param hash lower-case hex, 64 digits
 */
record Anchor(Instant at, long seq, String hash) {
    private static final Pattern LINE = Pattern
            .compile("\\s*\\{\\s*\"at\"\\s*:\\s*\"([^\"]{1,40})\"\\s*,\\s*\"seq\"\\s*:"
                    + "\\s*([0-9]{1,18})\\s*,\\s*\"hash\"\\s*:\\s*\"([0-9a-f]{64})\"\\s*\\}\\s*");

    static Anchor of(Instant at, ChainEnd end) {
        return new Anchor(at, end.seq(), HexFormat.of().formatHex(end.chainHash()));
    }

    /** @return empty where the line is none */
    static Optional<Anchor> parse(String line) {
        Matcher matcher = LINE.matcher(line);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(new Anchor(Instant.parse(matcher.group(1)), Long.parseLong(matcher.group(2)),
                    matcher.group(3)));
        } catch (DateTimeException none) {
            return Optional.empty();
        }
    }

    String line() {
        return "{\"at\":\"" + at + "\",\"seq\":" + seq + ",\"hash\":\"" + hash + "\"}\n";
    }
}
