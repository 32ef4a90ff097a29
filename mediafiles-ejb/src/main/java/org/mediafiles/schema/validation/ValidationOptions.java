package org.mediafiles.schema.validation;

import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * How far a validation goes.
 *
 * @param data     whether the rows are looked at, too, and what is worth knowing
 * @param files    whether the store is compared with the rows, which takes its time; not without {@code data}
 * @param examples how many keys or ids are named for each finding, at least 1
 * @param mapping  tells the first difference between tables and entities; only the server knows those, elsewhere nothing
 *                 differs
 */
public record ValidationOptions(boolean data, boolean files, int examples, Supplier<Optional<String>> mapping) {
    /** What a terminal and a file can hold; memory is bound by it. */
    public static final int MANY = 10_000;

    /** Structure alone: for the start-up. */
    public static final ValidationOptions STRUCTURE = new ValidationOptions(false, false, DataFindings.EXAMPLES,
            Optional::empty);
    /** All, with as many keys as a page shows. */
    public static final ValidationOptions ALL = new ValidationOptions(true, true, DataFindings.EXAMPLES,
            Optional::empty);
    /** All, with every key that can be told. */
    public static final ValidationOptions LISTED = new ValidationOptions(true, true, MANY, Optional::empty);

    public ValidationOptions {
        Objects.requireNonNull(mapping, "mapping");
        if (files && !data) {
            throw new IllegalArgumentException("files are compared with the rows: data, too");
        }
    }

    /** @return the same, with the server's entities */
    public ValidationOptions withMapping(Supplier<Optional<String>> entities) {
        return new ValidationOptions(data, files, examples, entities);
    }

    /** @return the same without the walk through the store */
    public ValidationOptions withoutFiles() {
        return new ValidationOptions(data, false, examples, mapping);
    }
}
