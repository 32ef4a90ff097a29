package org.mediafiles.catalog;

/**
 * What goes with a change of an event.
 *
 * @param reason          why; {@code null} or blank where none was given
 * @param expectedVersion what {@code If-Match} named, without quotes; {@code null} for no comparison
 */
public record ChangeContext(String reason, String expectedVersion) {
    public static final ChangeContext NONE = new ChangeContext(null, null);
}
