package org.mediafiles.security;

import com.nulabinc.zxcvbn.StandardDictionaries;
import com.nulabinc.zxcvbn.matchers.DictionaryLoader;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;

/**
 * Passwords, words and names that are tried first: about 95,000 of zxcvbn's (ADR 17), and {@code common-words.txt} with what
 * Brazilians and hospitals like to take. Read at each question, some hundredths of a second, since questions are rare.
 */
final class CommonPasswords {
    private static final List<DictionaryLoader> LISTS = List.of(StandardDictionaries.PASSWORDS_LOADER,
            StandardDictionaries.FEMALE_NAMES_LOADER, StandardDictionaries.MALE_NAMES_LOADER,
            StandardDictionaries.SURNAMES_LOADER, StandardDictionaries.ENGLISH_WIKIPEDIA_LOADER,
            StandardDictionaries.US_TV_AND_FILM_LOADER);
    private static final String OWN = "common-words.txt";

    private CommonPasswords() {}

    /** @param folded in lower case, without marks */
    static boolean containAny(Set<String> folded) {
        try {
            for (DictionaryLoader list : LISTS) {
                if (list.load().getFrequencies().stream().anyMatch(folded::contains)) {
                    return true;
                }
            }
            try (BufferedReader own = new BufferedReader(new InputStreamReader(
                    CommonPasswords.class.getResourceAsStream(OWN), StandardCharsets.UTF_8))) {
                return own.lines().filter(line -> !line.startsWith("#")).anyMatch(folded::contains);
            }
        } catch (IOException unreadable) {
            throw new UncheckedIOException("a list of common passwords cannot be read", unreadable);
        }
    }
}
