package org.mediafiles.config;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Turns texts into values. What cannot be turned gives the default and a problem; it never throws. */
final class SettingsReader {
    private static final Pattern BYTES = Pattern.compile("(\\d{1,18})\\s*(KiB|MiB|GiB)?");

    private final Function<String, Optional<String>> lookup;
    private final List<String> problems = new ArrayList<>();

    SettingsReader(Function<String, Optional<String>> lookup) {
        this.lookup = lookup;
    }

    List<String> problems() {
        return problems;
    }

    void report(String sentence) {
        problems.add(sentence);
    }

    private Optional<String> find(String key) {
        return lookup.apply(key).map(String::strip).filter(value -> !value.isEmpty());
    }

    /** @return what the supplier makes, or the default and a problem where a record refuses its values */
    <T> T checked(T defaults, Supplier<T> made) {
        try {
            return made.get();
        } catch (IllegalArgumentException refused) {
            report(refused.getMessage() + ".");
            return defaults;
        }
    }

    String text(String key, String defaults) {
        return find(key).orElse(defaults);
    }

    Optional<String> given(String key) {
        return find(key);
    }

    /** One of an enumeration's constants, spelled in lower case. */
    <E extends Enum<E>> E choice(String key, E defaults, E[] constants) {
        String value = text(key, defaults.name().toLowerCase(Locale.ROOT));
        for (E constant : constants) {
            if (constant.name().toLowerCase(Locale.ROOT).equals(value)) {
                return constant;
            }
        }
        report(key + ": " + Arrays.stream(constants).map(constant -> constant.name().toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(", ")) + ".");
        return defaults;
    }

    boolean flag(String key, boolean defaults) {
        String value = text(key, String.valueOf(defaults));
        if (!value.equals("true") && !value.equals("false")) {
            report(key + ": true or false.");
            return defaults;
        }
        return value.equals("true");
    }

    long number(String key, long defaults, long largest) {
        Optional<String> value = find(key);
        if (value.isEmpty()) {
            return defaults;
        }
        try {
            long number = Long.parseLong(value.get());
            if (number >= 0 && number <= largest) {
                return number;
            }
        } catch (NumberFormatException none) {
            // reported below, in the same words as a number out of range
        }
        report(key + ": a whole number from 0 to " + largest + ".");
        return defaults;
    }

    int integer(String key, int defaults) {
        return (int) number(key, defaults, Integer.MAX_VALUE);
    }

    /** A number of bytes, plain or in KiB, MiB, GiB. */
    long bytes(String key, long defaults) {
        Optional<String> value = find(key);
        if (value.isEmpty()) {
            return defaults;
        }
        Matcher matcher = BYTES.matcher(value.get());
        if (!matcher.matches()) {
            report(key + ": a number of bytes, or of KiB, MiB, GiB, for example 64MiB.");
            return defaults;
        }
        String unit = matcher.group(2) == null ? "" : matcher.group(2);
        int shift = switch (unit) {
            case "KiB" -> 10;
            case "MiB" -> 20;
            case "GiB" -> 30;
            default -> 0;
        };
        long count = Long.parseLong(matcher.group(1));
        if (count > Long.MAX_VALUE >> shift) {
            report(key + ": that many bytes do not exist.");
            return defaults;
        }
        return count << shift;
    }

    Duration seconds(String key, Duration defaults) {
        return Duration.ofSeconds(integer(key, (int) defaults.toSeconds()));
    }

    Duration minutes(String key, Duration defaults) {
        return Duration.ofMinutes(integer(key, (int) defaults.toMinutes()));
    }

    Duration hours(String key, Duration defaults) {
        return Duration.ofHours(integer(key, (int) defaults.toHours()));
    }

    Duration days(String key, Duration defaults) {
        return Duration.ofDays(integer(key, (int) defaults.toDays()));
    }

    Optional<Path> path(String key) {
        Optional<String> value = find(key);
        try {
            return value.map(Path::of);
        } catch (InvalidPathException none) {
            report(key + ": not a path.");
            return Optional.empty();
        }
    }

    /** @param optional whether the machine's own zone will do where none is set */
    ZoneId timeZone(String key, boolean optional) {
        Optional<String> value = find(key);
        if (value.isEmpty()) {
            if (optional) {
                return ZoneId.systemDefault();
            }
            report(key + " is not set: name the hospital's time zone, for example America/Sao_Paulo.");
            return ZoneOffset.UTC;
        }
        try {
            return ZoneId.of(value.get());
        } catch (DateTimeException none) {
            report(key + ": not a time zone; it looks like America/Sao_Paulo.");
            return ZoneOffset.UTC;
        }
    }

    /** Any {@code pt-*} is pt-BR, any {@code en-*} is en; {@code pt_BR} is understood, too. */
    Locale locale(String key, Locale defaults) {
        Optional<String> value = find(key);
        if (value.isEmpty()) {
            return defaults;
        }
        String language = Locale.forLanguageTag(value.get().replace('_', '-')).getLanguage();
        switch (language) {
            case "pt" :
                return HospitalConfig.PORTUGUESE;
            case "en" :
                return Locale.ENGLISH;
            default :
                report(key + ": pt-BR or en.");
                return defaults;
        }
    }
}
