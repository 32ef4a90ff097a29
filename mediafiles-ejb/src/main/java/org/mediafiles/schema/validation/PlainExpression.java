package org.mediafiles.schema.validation;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * An expression as PostgreSQL prints it, without what it prints differently once a dump was restored: a list of words comes
 * back with the cast at each word instead of at the list, and with other parentheses.
 */
final class PlainExpression {
    private static final List<String> CASTS = List.of("::character varying[]", "::character varying", "::text[]",
            "::text");

    private PlainExpression() {}

    /** @return without casts between texts, and without the parentheses that only group */
    static String of(String text) {
        StringBuilder plain = new StringBuilder();
        Deque<Boolean> open = new ArrayDeque<>();
        boolean quoted = false;
        for (int i = 0; i < text.length(); i++) {
            char sign = text.charAt(i);
            if (sign == '\'') {
                quoted = !quoted;
            }
            if (quoted) {
                plain.append(sign);
            } else if (sign == '(') {
                // Behind a name they call a function.
                boolean call = plain.length() > 0 && Character.isJavaIdentifierPart(plain.charAt(plain.length() - 1));
                open.push(call);
                plain.append(call ? "(" : "");
            } else if (sign == ')') {
                plain.append(!open.isEmpty() && open.pop() ? ")" : "");
            } else if (castLength(text, i) > 0) {
                i += castLength(text, i) - 1;
            } else {
                plain.append(sign);
            }
        }
        return plain.toString();
    }

    /** @return how many signs a cast to a text takes; 0 where there is none */
    private static int castLength(String text, int at) {
        for (String cast : CASTS) {
            if (text.startsWith(cast, at)) {
                return cast.length();
            }
        }
        return 0;
    }
}
