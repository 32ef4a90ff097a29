package org.mediafiles.web.faces.support;

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
}
