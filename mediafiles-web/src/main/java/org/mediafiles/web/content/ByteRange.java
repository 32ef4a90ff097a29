package org.mediafiles.web.content;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One range of bytes (RFC 9110, 14).
 *
 * @param first 0-based; past the end where the range cannot be satisfied
 * @param count how many bytes, at least 1 where it can be satisfied
 */
record ByteRange(long first, long count) {
    private static final Pattern ONE_RANGE = Pattern.compile(
            "bytes[ \\t]*=[ \\t]*(\\d{0,18})[ \\t]*-[ \\t]*(\\d{0,18})[ \\t]*,?[ \\t]*",
            Pattern.CASE_INSENSITIVE);

    /**
     * @param header the {@code Range} header; {@code null} where there is none
     * @return empty where the whole is to be served: no header, another unit, malformed, or several ranges, which a server
     *         may answer with the whole
     */
    static Optional<ByteRange> parse(String header, long byteCount) {
        Matcher range = header == null ? null : ONE_RANGE.matcher(header.strip());
        if (range == null || !range.matches()) {
            return Optional.empty();
        }
        String from = range.group(1);
        String to = range.group(2);
        if (from.isEmpty() && to.isEmpty()) {
            return Optional.empty();
        }
        if (from.isEmpty()) {
            long suffix = Math.min(Long.parseLong(to), byteCount);
            return Optional.of(new ByteRange(suffix == 0 ? byteCount : byteCount - suffix, suffix));
        }
        long first = Long.parseLong(from);
        long last = to.isEmpty() ? byteCount - 1 : Math.min(Long.parseLong(to), byteCount - 1);
        if (!to.isEmpty() && Long.parseLong(to) < first) {
            return Optional.empty();
        }
        return Optional.of(new ByteRange(first, last - first + 1));
    }

    boolean isSatisfiable(long byteCount) {
        return first < byteCount && count > 0;
    }

    /** @return the value of {@code Content-Range} */
    String contentRange(long byteCount) {
        return "bytes " + first + '-' + (first + count - 1) + '/' + byteCount;
    }
}
