package org.mediafiles.security;

import java.util.List;

/**
 * What came of a sheet of roles.
 *
 * @param changed   who has another role now; 0 where a line was not valid
 * @param unchanged who had that role already
 * @param unknown   names that nobody has, as they stand in the sheet
 * @param invalid   lines that say nothing; one of them keeps the whole sheet from being applied
 */
public record RoleImport(int changed, int unchanged, List<String> unknown, List<InvalidLine> invalid) {
    /**
     * @param line   counted from 1
     * @param reason {@code columns}, {@code user}, {@code role}, {@code contradiction} or {@code quotes}
     */
    public record InvalidLine(int line, String reason) {}
}
