package org.mediafiles.web.faces.support;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** What a change was, in words: of each field what it was and what it became. */
public final class ChangeWords {
    /**
     * One field.
     *
     * @param label what the field is called
     * @param from  what it was; empty for nothing
     * @param to    what it became; empty for nothing
     */
    public record Line(String label, String from, String to) {}

    private final Words words;
    private final HospitalFormat format;

    /** Says it in the language and zone of the page. */
    public ChangeWords(Words words, HospitalFormat format) {
        this.words = words;
        this.format = format;
    }

    /** @return one line for each field, in the order in which they are on record */
    public List<Line> lines(Map<String, Object> before, Map<String, Object> after) {
        Set<String> fields = new LinkedHashSet<>(before.keySet());
        fields.addAll(after.keySet());
        List<Line> lines = new ArrayList<>();
        for (String field : fields) {
            lines.add(new Line(label(field), value(field, before.get(field)), value(field, after.get(field))));
        }
        return lines;
    }

    private String label(String field) {
        String key = "audit.field." + field;
        String label = words.say(key);
        return label.equals(key) ? field : label;
    }

    /** @return one value as a person reads it */
    public String value(String field, Object value) {
        if (value == null) {
            return "";
        }
        if (value instanceof Boolean flag) {
            return words.say(flag ? "audit.yes" : "audit.no");
        }
        if (value instanceof List<?> items) {
            return items.stream().map(item -> value(field, item)).collect(Collectors.joining("; "));
        }
        if (value instanceof Map<?, ?> map) {
            return members(map);
        }
        return switch (field) {
            case "role" -> known("role." + value, value);
            case "type", "attached" -> known("kind." + value, value);
            case "act" -> known("audit.act." + value, value);
            case "outcome" -> known("audit.outcome." + value, value);
            case "code" -> known("problem." + value, value);
            case "variant" -> known("audit.variant." + value, value);
            case "change" -> known("audit.change." + value, value);
            case "birthday" -> day(value.toString());
            case "eventDatetime", "from", "to", "expiresAt" -> moment(value.toString());
            default -> value.toString();
        };
    }

    /** A picture of a series by its place and caption, an identifier by its system and value, anything else as it is. */
    private String members(Map<?, ?> map) {
        if (map.containsKey("orderIndex")) {
            Object caption = map.get("caption");
            return map.get("orderIndex") + ". " + (caption == null || caption.toString().isEmpty()
                    ? words.say("audit.noCaption")
                    : caption.toString());
        }
        return map.values().stream().map(String::valueOf).collect(Collectors.joining(" "));
    }

    private String known(String key, Object otherwise) {
        String said = words.say(key);
        return said.equals(key) ? otherwise.toString() : said;
    }

    private String moment(String text) {
        try {
            return format.dateTime(Instant.parse(text));
        } catch (DateTimeException e) {
            return text;
        }
    }

    private String day(String text) {
        try {
            return format.date(LocalDate.parse(text));
        } catch (DateTimeException e) {
            return text;
        }
    }
}
