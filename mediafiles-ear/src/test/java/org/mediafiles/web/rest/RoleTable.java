package org.mediafiles.web.rest;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** The table of roles as it stands in {@code role-table.txt}: a row a call or page, a column a {@link TableCaller}. */
final class RoleTable {
    private static final String SOURCE = "role-table.txt";

    private final List<Row> rows;

    private RoleTable(List<Row> rows) {
        this.rows = rows;
    }

    /**
     * What a caller gets.
     *
     * @param code   the problem's; {@code null} where the status tells enough
     * @param closed refused for another reason than the role: the role may, but what is asked for is not offered here
     */
    record Expected(int status, String code, boolean closed) {
        static Expected parse(String cell) {
            boolean closed = cell.endsWith("!");
            String[] parts = (closed ? cell.substring(0, cell.length() - 1) : cell).split(":", 2);
            int status = Integer.parseInt(parts[0]);
            String usual = switch (status) {
                case 401 -> "authentication-required";
                case 403 -> "forbidden";
                case 404 -> "not-found";
                default -> null;
            };
            String code = parts.length > 1 ? parts[1] : usual;
            if (status >= 400 && code == null) {
                throw new IllegalArgumentException(cell + ": which problem?");
            }
            return new Expected(status, code, closed);
        }

        /** @return whether the door was shut to the role, not to the event or the moment */
        boolean isRefusedToRole() {
            return !closed && (status == 401 || status == 403 && "forbidden".equals(code) || status == 303);
        }
    }

    /**
     * @param method upper case; {@code PAGE} for a page
     * @param path   as the OpenAPI document or the page's file spells it
     * @param variant what tells several rows of one call apart, for example {@code ?original=true}; empty for most
     */
    record Row(String method, String path, String variant, Map<TableCaller, Expected> cells) {
        boolean isPage() {
            return method.equals("PAGE");
        }

        /** @return the call without its variant */
        String call() {
            return method + ' ' + path;
        }

        @Override
        public String toString() {
            return call() + variant;
        }
    }

    List<Row> rows() {
        return rows;
    }

    /** @return what the table knows, calls or pages */
    Set<String> calls(boolean pages) {
        Set<String> calls = new TreeSet<>();
        rows.stream().filter(row -> row.isPage() == pages).map(Row::call).forEach(calls::add);
        return calls;
    }

    /** @return the roles that some row of this call lets in */
    Set<String> rolesOf(String call) {
        Set<String> roles = new LinkedHashSet<>();
        for (Row row : rows) {
            if (row.call().equals(call)) {
                TableCaller.ROLES.stream()
                        .filter(role -> TableCaller.of(role).stream()
                                .anyMatch(caller -> !row.cells().get(caller).isRefusedToRole()))
                        .forEach(roles::add);
            }
        }
        return roles;
    }

    static RoleTable read() {
        try (BufferedReader lines = new BufferedReader(
                new InputStreamReader(RoleTable.class.getResourceAsStream(SOURCE), StandardCharsets.UTF_8))) {
            return parse(lines.lines().toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static RoleTable parse(List<String> lines) {
        List<Row> rows = new ArrayList<>();
        Set<String> seen = new LinkedHashSet<>();
        for (String line : lines) {
            if (line.isBlank() || line.startsWith("#")) {
                continue;
            }
            String[] words = line.replace("|", " ").strip().split("\\s+");
            if (words.length != 2 + TableCaller.values().length) {
                throw new IllegalArgumentException("a row has a cell for each caller: " + line);
            }
            int query = words[1].indexOf('?');
            String path = query < 0 ? words[1] : words[1].substring(0, query);
            Map<TableCaller, Expected> cells = new EnumMap<>(TableCaller.class);
            for (TableCaller caller : TableCaller.values()) {
                cells.put(caller, Expected.parse(words[2 + caller.ordinal()]));
            }
            Row row = new Row(words[0], path, query < 0 ? "" : words[1].substring(query), cells);
            if (!seen.add(row.toString())) {
                throw new IllegalArgumentException("twice in the table: " + row);
            }
            rows.add(row);
        }
        return new RoleTable(rows);
    }
}
