package org.mediafiles.security;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.mediafiles.security.RoleImport.InvalidLine;

/**
 * A sheet {@code user,role}: one person a line, with or without the heading. Separated by commas or, as spreadsheets in
 * Brazil write it, by semicolons; fields may stand in quotes.
 *
 * @param roles   user name → role, in the sheet's order
 * @param invalid lines that say nothing, or two that say different things
 */
record RoleSheet(Map<String, Role> roles, List<InvalidLine> invalid) {
    private static final String BYTE_ORDER_MARK = "\uFEFF";

    static RoleSheet parse(String text) {
        Map<String, Role> roles = new LinkedHashMap<>();
        List<InvalidLine> invalid = new ArrayList<>();
        String[] lines = (text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text).split("\\R", -1);
        for (int i = 0; i < lines.length; i++) {
            if (!lines[i].isBlank()) {
                Optional<String> fault = read(lines[i], roles, i == 0);
                int line = i + 1;
                fault.ifPresent(reason -> invalid.add(new InvalidLine(line, reason)));
            }
        }
        return new RoleSheet(roles, invalid);
    }

    /** @return what is wrong with the line */
    private static Optional<String> read(String line, Map<String, Role> roles, boolean first) {
        Optional<List<String>> fields = fields(line);
        if (fields.isEmpty()) {
            return Optional.of("quotes");
        }
        if (fields.get().size() != 2) {
            return Optional.of("columns");
        }
        String user = fields.get().get(0);
        String code = fields.get().get(1).toLowerCase(Locale.ROOT);
        if (first && user.equalsIgnoreCase("user") && code.equals("role")) {
            return Optional.empty();
        }
        if (user.isEmpty() || user.length() > UserNames.LENGTH || user.indexOf(0) >= 0) {
            return Optional.of("user");
        }
        Optional<Role> role = Role.findByCode(code);
        if (role.isEmpty()) {
            return Optional.of("role");
        }
        Role before = roles.putIfAbsent(user, role.get());
        return before == null || before == role.get() ? Optional.empty() : Optional.of("contradiction");
    }

    /** @return the fields without their quotes; empty where a quote is not closed or stands amid a field */
    private static Optional<List<String>> fields(String line) {
        List<String> fields = new ArrayList<>();
        int at = 0;
        while (true) {
            StringBuilder field = new StringBuilder();
            at = skipBlanks(line, at);
            boolean quoted = at < line.length() && line.charAt(at) == '"';
            if (quoted) {
                at++;
                while (at < line.length() && (line.charAt(at) != '"' || line.startsWith("\"\"", at))) {
                    field.append(line.charAt(at));
                    at += line.charAt(at) == '"' ? 2 : 1;
                }
                if (at >= line.length()) {
                    return Optional.empty();
                }
                at = skipBlanks(line, at + 1);
                if (at < line.length() && !isSeparator(line.charAt(at))) {
                    return Optional.empty();
                }
            }
            while (at < line.length() && !isSeparator(line.charAt(at))) {
                field.append(line.charAt(at++));
            }
            fields.add(quoted ? field.toString() : field.toString().strip());
            if (at >= line.length()) {
                return Optional.of(fields);
            }
            at++;
        }
    }

    private static boolean isSeparator(char c) {
        return c == ',' || c == ';';
    }

    private static int skipBlanks(String line, int from) {
        int at = from;
        while (at < line.length() && Character.isWhitespace(line.charAt(at))) {
            at++;
        }
        return at;
    }
}
