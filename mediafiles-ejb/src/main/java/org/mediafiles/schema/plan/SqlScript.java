package org.mediafiles.schema.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Takes a script apart into its statements, as {@code psql} does: a semicolon ends one unless it stands in a text, a quoted
 * name, a comment, a dollar-quoted body, parentheses, or a function's {@code BEGIN ATOMIC … END}.
 */
final class SqlScript {
    private final String text;
    private final List<SqlStatement> statements = new ArrayList<>();
    private int at;
    /** Where the statement's first word stands; -1 before it, so that comments ahead are not part of it. */
    private int start = -1;
    private int parentheses;
    private int atomic;
    private String lastWord = "";

    private SqlScript(String text) {
        this.text = text;
    }

    /** @return in order; nothing for what is only comments */
    static List<SqlStatement> split(String text) {
        SqlScript script = new SqlScript(text);
        while (script.at < text.length()) {
            script.step();
        }
        script.end();
        return List.copyOf(script.statements);
    }

    private void step() {
        char c = text.charAt(at);
        if (text.startsWith("--", at)) {
            at = lineEnd(at);
        } else if (text.startsWith("/*", at)) {
            at = commentEnd(at);
        } else if (Character.isWhitespace(c)) {
            at++;
        } else if (c == ';' && parentheses == 0 && atomic == 0) {
            end();
            at++;
        } else {
            start = start < 0 ? at : start;
            at = tokenEnd(c);
        }
    }

    private int tokenEnd(char c) {
        if (c == '\'') {
            boolean escapes = lastWord.equals("e") && at > 0 && "eE".indexOf(text.charAt(at - 1)) >= 0;
            return quotedEnd(at, '\'', escapes);
        }
        if (c == '"') {
            return quotedEnd(at, '"', false);
        }
        if (c == '$') {
            return dollarEnd(at);
        }
        if (Character.isLetter(c) || c == '_') {
            return wordEnd();
        }
        parentheses += c == '(' ? 1 : c == ')' ? -1 : 0;
        return at + 1;
    }

    private int wordEnd() {
        int end = at;
        while (end < text.length() && isWordPart(text.charAt(end))) {
            end++;
        }
        String word = text.substring(at, end).toLowerCase(Locale.ROOT);
        if (atomic > 0) {
            atomic += word.equals("case") ? 1 : word.equals("end") ? -1 : 0;
        } else if (word.equals("atomic") && lastWord.equals("begin")) {
            atomic = 1;
        }
        lastWord = word;
        return end;
    }

    /** A dollar inside a word, as in {@code a$1}, is part of it and quotes nothing. */
    private static boolean isWordPart(char c) {
        return Character.isLetterOrDigit(c) || c == '_' || c == '$';
    }

    private int lineEnd(int from) {
        int end = text.indexOf('\n', from);
        return end < 0 ? text.length() : end + 1;
    }

    /** PostgreSQL's comments nest. */
    private int commentEnd(int from) {
        int depth = 0;
        int i = from;
        while (i < text.length()) {
            if (text.startsWith("/*", i)) {
                depth++;
                i += 2;
            } else if (text.startsWith("*/", i)) {
                depth--;
                i += 2;
                if (depth == 0) {
                    return i;
                }
            } else {
                i++;
            }
        }
        return text.length();
    }

    private int quotedEnd(int from, char quote, boolean escapes) {
        int i = from + 1;
        while (i < text.length()) {
            char c = text.charAt(i);
            if (escapes && c == '\\') {
                i += 2;
            } else if (c == quote) {
                if (i + 1 == text.length() || text.charAt(i + 1) != quote) {
                    return i + 1;
                }
                i += 2;
            } else {
                i++;
            }
        }
        return text.length();
    }

    private int dollarEnd(int from) {
        int tagEnd = from + 1;
        while (tagEnd < text.length() && (Character.isLetterOrDigit(text.charAt(tagEnd))
                || text.charAt(tagEnd) == '_')) {
            tagEnd++;
        }
        boolean isTag = tagEnd < text.length() && text.charAt(tagEnd) == '$'
                && !Character.isDigit(text.charAt(from + 1));
        if (!isTag) {
            return from + 1;
        }
        String tag = text.substring(from, tagEnd + 1);
        int end = text.indexOf(tag, tagEnd + 1);
        return end < 0 ? text.length() : end + tag.length();
    }

    private void end() {
        if (start >= 0) {
            int line = (int) text.substring(0, start).chars().filter(c -> c == '\n').count() + 1;
            statements.add(new SqlStatement(line, text.substring(start, Math.min(at, text.length())).strip()));
        }
        start = -1;
        parentheses = 0;
        atomic = 0;
        lastWord = "";
    }
}
