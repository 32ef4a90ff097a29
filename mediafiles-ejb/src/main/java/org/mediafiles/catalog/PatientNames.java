package org.mediafiles.catalog;

import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.mediafiles.model.CleanText;

/** Names as they are searched and compared: without accents, case and punctuation. */
final class PatientNames {
    private static final Pattern BETWEEN_WORDS = Pattern.compile("[^\\p{L}\\p{N}]+");

    private PatientNames() {}

    /** @return words of letters and digits with one space between them, so "Maria-José D'Ávila" is "maria jose d avila" */
    static String fold(String name) {
        return BETWEEN_WORDS.matcher(CleanText.fold(name)).replaceAll(" ").strip();
    }

    /** @return the folded words; empty where there is no letter and no digit */
    static List<String> words(String text) {
        return Arrays.stream(fold(text).split(" ")).filter(word -> !word.isEmpty()).distinct().toList();
    }
}
