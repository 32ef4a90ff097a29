package org.mediafiles.web.faces.support;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The languages of the pages. Any {@code pt-*} is Brazilian Portuguese. */
public enum Language {
    EN("en", Locale.ENGLISH), PT_BR("pt-BR", Locale.forLanguageTag("pt-BR"));

    private final String tag;
    private final Locale locale;

    Language(String tag, Locale locale) {
        this.tag = tag;
        this.locale = locale;
    }

    /** @return as in HTML's {@code lang} and in the cookie */
    public String tag() {
        return tag;
    }

    public Locale locale() {
        return locale;
    }

    /** @return the other one, for the switch */
    public Language other() {
        return this == EN ? PT_BR : EN;
    }

    /** Reads a language tag, with {@code -} or {@code _}; empty for what is neither English nor Portuguese. */
    public static Optional<Language> find(String tag) {
        if (tag == null) {
            return Optional.empty();
        }
        return switch (Locale.forLanguageTag(tag.strip().replace('_', '-')).getLanguage()) {
            case "pt" -> Optional.of(PT_BR);
            case "en" -> Optional.of(EN);
            default -> Optional.empty();
        };
    }

    /**
     * Which of ours a browser asks for first; empty where it asks for none of them.
     *
     * @param acceptLanguage the header as it came, such as {@code en-US,en;q=0.9,pt;q=0.8}; null where there was none
     */
    static Optional<Language> asked(String acceptLanguage) {
        if (acceptLanguage == null || acceptLanguage.isBlank()) {
            return Optional.empty();
        }
        try {
            List<Locale.LanguageRange> ranges = Locale.LanguageRange.parse(acceptLanguage.strip());
            return ranges.stream().filter(range -> range.getWeight() > 0)
                    .flatMap(range -> find(range.getRange()).stream()).findFirst();
        } catch (IllegalArgumentException e) {
            return Optional.empty(); // a header of no such form asks for nothing
        }
    }
}
