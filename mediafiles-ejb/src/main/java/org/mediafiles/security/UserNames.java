package org.mediafiles.security;

import java.text.Normalizer;
import java.util.Collection;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.mediafiles.model.CleanText;
import org.mediafiles.problem.MediaFilesException;
import org.mediafiles.problem.ProblemCode;

/** How people are called: Django's own rules, and no two who differ in nothing but small and capital letters. */
final class UserNames {
    /** Django's columns. */
    static final int LENGTH = 150;
    /** Django's validator of user names. */
    private static final Pattern USERNAME = Pattern.compile("[\\p{L}\\p{N}@.+_-]{1,150}");

    private UserNames() {}

    /** @return NFKC, as Django keeps it @throws MediaFilesException {@code INVALID_REQUEST} at {@code username} */
    static String username(String typed) {
        String name = typed == null ? "" : Normalizer.normalize(typed, Normalizer.Form.NFKC);
        if (!USERNAME.matcher(name).matches()) {
            throw MediaFilesException.invalid("username",
                    "A user name has 1 to 150 letters, digits and @ . + - _ and no spaces.");
        }
        return name;
    }

    /** @throws MediaFilesException {@code CONFLICT} where somebody is called so, or the same but for capitals */
    static void requireFree(String username, Collection<String> taken) {
        if (taken.contains(username)) {
            throw new MediaFilesException(ProblemCode.CONFLICT, "There is a user " + username + " already.")
                    .atField("username");
        }
        Optional<String> alike = taken.stream().filter(other -> alike(other).equals(alike(username))).findFirst();
        if (alike.isPresent()) {
            throw new MediaFilesException(ProblemCode.CONFLICT, "There is a user " + alike.get()
                    + " already: names that differ in capital letters alone are taken for each other.")
                    .atField("username");
        }
    }

    /** @return a first or last name as it is kept @throws MediaFilesException {@code INVALID_REQUEST} at the field */
    static String namePart(String field, String typed) {
        String name = CleanText.line(typed);
        if (name.codePointCount(0, name.length()) > LENGTH) {
            throw MediaFilesException.invalid(field, "A name has at most " + LENGTH + " characters.");
        }
        return name;
    }

    private static String alike(String username) {
        return username.toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT);
    }
}
