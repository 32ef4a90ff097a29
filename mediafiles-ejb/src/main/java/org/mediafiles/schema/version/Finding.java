package org.mediafiles.schema.version;

import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import java.text.MessageFormat;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.ResourceBundle;

/**
 * One thing that a check found. Its words stand in a bundle of its area, in both languages: {@code <code>} says what is the
 * matter, {@code <code>.remedy} what to do; both are {@link MessageFormat}s over the arguments.
 *
 * @param area      which bundle: {@code org/mediafiles/schema/<area>.properties}
 * @param code      kebab-case, stable: pages, JSON and tests know it
 * @param arguments in the bundle's order; no patient data
 * @param count     how many rows or files; 1 where it is not about many
 * @param examples  ids or keys, at most as many as a person reads; never free text of a patient
 */
public record Finding(Area area, String code, Level level, List<String> arguments, long count, List<String> examples) {
    /** Which operation's words. */
    public enum Area {
        PREFLIGHT, VALIDATION, ADOPTION
    }

    /** How much it matters. Preflight uses {@code OK}, {@code WARNING}, {@code STOPS}; validation the others. */
    public enum Level {
        /** Looked at, and as it should be. */
        OK,
        /** Goes on, but somebody should know. */
        WARNING,
        /** Nothing may be done before it is mended. */
        STOPS,
        /** The structure is wrong: keeps the application closed. */
        CLOSES,
        /** Data that somebody, or a job, has to mend; the application opens. */
        FINDING,
        /** Worth knowing, nothing to mend. */
        NOTE;

        public String code() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public Finding {
        Objects.requireNonNull(area, "area");
        Objects.requireNonNull(code, "code");
        Objects.requireNonNull(level, "level");
        arguments = List.copyOf(arguments);
        examples = List.copyOf(examples);
    }

    public static Finding of(Area area, String code, Level level, Object... arguments) {
        return new Finding(area, code, level, List.of(arguments).stream().map(String::valueOf).toList(), 1, List.of());
    }

    /** @return the same about so many, with some of them named */
    public Finding counted(long howMany, List<String> some) {
        return new Finding(area, code, level, arguments, howMany, some);
    }

    /** @return what is the matter, one sentence */
    public String text(Locale locale) {
        return words(locale, code);
    }

    /** @return what to do; empty where there is nothing to do */
    public String remedy(Locale locale) {
        return words(locale, code + ".remedy");
    }

    private String words(Locale locale, String key) {
        ResourceBundle bundle = ResourceBundle.getBundle(
                "org.mediafiles.schema." + area.name().toLowerCase(Locale.ROOT), locale,
                ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES));
        return bundle.containsKey(key)
                ? new MessageFormat(bundle.getString(key), locale).format(arguments.toArray())
                : "";
    }

    public JsonObject json(Locale locale) {
        JsonArrayBuilder some = Json.createArrayBuilder();
        examples.forEach(some::add);
        return Json.createObjectBuilder().add("code", code).add("level", level.code()).add("text", text(locale))
                .add("remedy", remedy(locale)).add("count", count).add("examples", some).build();
    }
}
