package org.mediafiles.schema.plan;

import java.util.regex.Pattern;

/**
 * One statement of a script.
 *
 * @param line where its first word stands, from 1
 * @param text without the semicolon; comments inside it stay
 */
record SqlStatement(int line, String text) {
    private static final int SUMMARY_LENGTH = 160;
    /** What PostgreSQL refuses inside a transaction and does in several of its own. */
    private static final Pattern CONCURRENT = Pattern.compile(
            "^(CREATE\\s+(UNIQUE\\s+)?INDEX\\s+CONCURRENTLY|DROP\\s+INDEX\\s+CONCURRENTLY|REINDEX\\b.*\\bCONCURRENTLY)\\b",
            Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

    boolean isConcurrent() {
        return CONCURRENT.matcher(text).find();
    }

    /** @return one line that a person knows it by, at most {@code 160} characters */
    String summary() {
        String one = text.lines().filter(line -> !line.strip().startsWith("--")).map(String::strip)
                .reduce((a, b) -> a + " " + b).orElse("");
        return one.length() <= SUMMARY_LENGTH ? one : one.substring(0, SUMMARY_LENGTH - 1) + "…";
    }
}
