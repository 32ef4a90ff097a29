package org.mediafiles.web.request;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.mediafiles.problem.MediaFilesException;

/**
 * A list of entity tags, as {@code If-Match} and {@code If-None-Match} hold one (RFC 9110, 8.8.3 and 13.1).
 *
 * @param any  the header is {@code *}
 * @param tags in order, quotes taken off
 */
public record EntityTags(boolean any, List<Tag> tags) {
    // etagc: %x21, %x23-7E, obs-text
    private static final Pattern LIST_ITEM = Pattern
            .compile("\\G[ \\t]*(?:(W/)?\"([\\x21\\x23-\\x7E\\x80-\\xFF]*)\")?[ \\t]*(?:,|$)");

    /** One tag. */
    public record Tag(boolean weak, String value) {}

    /** @throws MediaFilesException {@code INVALID_REQUEST} at the header where it is malformed */
    public static EntityTags parse(String header, String field) {
        if (field == null || field.strip().equals("*")) {
            return new EntityTags(true, List.of());
        }
        List<Tag> tags = new ArrayList<>();
        Matcher item = LIST_ITEM.matcher(field);
        int end = 0;
        while (end < field.length() && item.find()) {
            if (item.group(2) != null) {
                tags.add(new Tag(item.group(1) != null, item.group(2)));
            }
            end = item.end();
        }
        if (end < field.length() || tags.isEmpty()) {
            throw MediaFilesException.invalid(header, "The header holds quoted entity tags or *.");
        }
        return new EntityTags(false, tags);
    }

    /** Strong comparison, for {@code If-Match}: a weak tag matches nothing. */
    public boolean matchesStrongly(String current) {
        return any || tags.stream().anyMatch(tag -> !tag.weak() && tag.value().equals(current));
    }

    /** Weak comparison, for {@code If-None-Match}. */
    public boolean matchesWeakly(String current) {
        return any || tags.stream().anyMatch(tag -> tag.value().equals(current));
    }
}
