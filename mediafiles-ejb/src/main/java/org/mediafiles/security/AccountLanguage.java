package org.mediafiles.security;

import java.util.Locale;
import org.mediafiles.problem.MediaFilesException;

/** The languages that an account can ask for. */
final class AccountLanguage {
    private AccountLanguage() {}

    /**
     * @param tag any {@code en} or {@code pt}; blank for none
     * @return {@code en}, {@code pt-BR} or {@code null} for none
     * @throws MediaFilesException {@code INVALID_REQUEST} at the field
     */
    static String of(String field, String tag) {
        if (tag == null || tag.isBlank()) {
            return null;
        }
        return switch (Locale.forLanguageTag(tag.strip().replace('_', '-')).getLanguage()) {
            case "en" -> "en";
            case "pt" -> "pt-BR";
            default -> throw MediaFilesException.invalid(field, "The languages are en and pt-BR.");
        };
    }
}
