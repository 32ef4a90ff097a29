package org.mediafiles.adoption;

import java.nio.file.Path;
import java.util.UUID;

/**
 * A row of the sheet.
 *
 * @param line    in the sheet, 1-based
 * @param eventId {@code null} where it is none
 * @param file    {@code null} where it cannot be used
 * @param problem one English sentence, without the file's name; {@code null} where the row can be tried
 */
record ImportRow(int line, UUID eventId, Path file, String problem) {}
