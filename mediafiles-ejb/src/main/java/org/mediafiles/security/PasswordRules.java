package org.mediafiles.security;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.text.Normalizer;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.mediafiles.config.AccessConfig;
import org.mediafiles.model.CleanText;
import org.mediafiles.problem.MediaFilesException;

/**
 * Which passwords are taken: long enough, not a common one, not the person's own name. Nothing is asked of what they are
 * composed of. The same for pages, API and command line.
 */
@ApplicationScoped
public class PasswordRules {
    /** {@code 4,096}: Django's own limit of a password field, which signing in shares. */
    public static final int LONGEST = 4_096;
    /** What is repeated in a password must be longer than this: {@code abcabcabcabc} is no better than {@code abc}. */
    private static final int LONGEST_TRIVIAL_UNIT = 4;
    private static final Pattern SIGNS_AT_THE_ENDS = Pattern.compile("^[^\\p{L}]+|[^\\p{L}]+$");
    private static final Pattern SIGNS = Pattern.compile("[^\\p{L}\\p{N}]+");
    /** Signs that are typed for letters, and the letters. */
    private static final String TYPED = "@430$5";
    private static final String MEANT = "aaeoss";

    private final int shortest;

    /** What a password can be refused for. */
    public enum Rule {
        TOO_SHORT, TOO_LONG,
        /** Holds characters that no sign-in can carry. */
        UNUSABLE,
        /** The person's own user name or name. */
        PERSONAL,
        /** One that many people have, a word, a sequence, a repetition; also with digits around it. */
        COMMON,
        /** The password as it was. */
        UNCHANGED;

        /** @return as the API spells it, for example {@code too-short} */
        public String code() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /** For the container's proxy. */
    protected PasswordRules() {
        this(AccessConfig.DEFAULTS);
    }

    @Inject
    public PasswordRules(AccessConfig access) {
        this.shortest = access.passwordLength();
    }

    /** @return the fewest characters, in code points */
    public int shortest() {
        return shortest;
    }

    /** @return a new one that is good enough, for an admin to hand over */
    public String oneTimePassword() {
        return OneTimePassword.next(shortest);
    }

    /**
     * Refuses a password that is not good enough.
     *
     * @param field what the API calls it
     * @param own   the person's user name, first and last name, as far as they are known
     * @throws MediaFilesException {@code INVALID_REQUEST} at the field, with the {@link Rule#code()} as {@code rule}
     */
    public void require(String field, String password, String... own) {
        if (password.codePointCount(0, password.length()) < shortest) {
            throw refusal(field, Rule.TOO_SHORT, "The password needs at least " + shortest + " characters.")
                    .with("limit", shortest);
        }
        if (password.length() > LONGEST) {
            throw refusal(field, Rule.TOO_LONG, "The password has at most " + LONGEST + " characters.")
                    .with("limit", LONGEST);
        }
        if (password.codePoints().anyMatch(PasswordRules::isUnusable)) {
            throw refusal(field, Rule.UNUSABLE, "The password holds characters that cannot be typed at sign-in.");
        }
        Set<String> cores = cores(password);
        if (isOf(cores, own)) {
            throw refusal(field, Rule.PERSONAL, "The password must not be the user name.");
        }
        if (cores.stream().anyMatch(PasswordRules::isTrivial) || CommonPasswords.containAny(cores)) {
            throw refusal(field, Rule.COMMON, "This password is one of the most common: many people know it.");
        }
    }

    /** @throws MediaFilesException {@code INVALID_REQUEST} at the field where nothing would change */
    public void requireChange(String field, String current, String password) {
        if (password.equals(current)) {
            throw refusal(field, Rule.UNCHANGED, "This is the password as it was: choose another.");
        }
    }

    private static MediaFilesException refusal(String field, Rule rule, String sentence) {
        return MediaFilesException.invalid(field, sentence).with("rule", rule.code());
    }

    private static boolean isUnusable(int codePoint) {
        return Character.isISOControl(codePoint) || Character.getType(codePoint) == Character.SURROGATE;
    }

    /** What somebody would guess it by: itself, what is repeated in it, and both without digits and signs around. */
    private static Set<String> cores(String password) {
        Set<String> cores = new HashSet<>();
        String folded = CleanText.fold(Normalizer.normalize(password, Normalizer.Form.NFKC));
        for (String whole : List.of(folded, unit(folded))) {
            String core = SIGNS_AT_THE_ENDS.matcher(whole).replaceAll("");
            cores.addAll(List.of(whole, core, unit(core), asMeant(core)));
        }
        cores.remove("");
        return cores;
    }

    /** @return the shortest text of which this one is a repetition */
    private static String unit(String text) {
        for (int length = 1; length <= text.length() / 2; length++) {
            if (text.length() % length == 0
                    && text.substring(0, length).repeat(text.length() / length).equals(text)) {
                return text.substring(0, length);
            }
        }
        return text;
    }

    private static String asMeant(String text) {
        return text.codePoints().map(typed -> TYPED.indexOf(typed) < 0 ? typed : MEANT.charAt(TYPED.indexOf(typed)))
                .mapToObj(Character::toString).collect(Collectors.joining());
    }

    private static boolean isTrivial(String core) {
        return unit(core).length() <= LONGEST_TRIVIAL_UNIT && !unit(core).equals(core) || isSequence(core);
    }

    private static boolean isSequence(String core) {
        int step = core.length() < LONGEST_TRIVIAL_UNIT ? 0 : core.charAt(1) - core.charAt(0);
        if (Math.abs(step) != 1) {
            return false;
        }
        for (int i = 2; i < core.length(); i++) {
            if (core.charAt(i) - core.charAt(i - 1) != step) {
                return false;
            }
        }
        return true;
    }

    private static boolean isOf(Set<String> cores, String... own) {
        Set<String> names = Arrays.stream(own).filter(name -> name != null).map(PasswordRules::plain)
                .collect(Collectors.toCollection(HashSet::new));
        names.add(Arrays.stream(own).skip(1).filter(name -> name != null).map(PasswordRules::plain)
                .collect(Collectors.joining()));
        names.remove("");
        return cores.stream().map(PasswordRules::plain).anyMatch(names::contains);
    }

    private static String plain(String text) {
        return SIGNS.matcher(CleanText.fold(text)).replaceAll("");
    }
}
