package org.mediafiles.schema.preflight;

import java.util.List;
import java.util.Objects;
import org.mediafiles.schema.version.Finding;

/**
 * One thing that is looked at.
 *
 * @param name       kebab-case; its words stand in the bundle under {@code check.<name>}
 * @param readOnly   whether it looks inside a read-only transaction; one that does not, opens none itself
 */
record Check(String name, Topic topic, boolean readOnly, Inspection inspection) {
    /** Never an empty list: what is as it should be is said, too. */
    @FunctionalInterface
    interface Inspection {
        List<Finding> look(Look look) throws Exception;
    }

    Check {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(topic, "topic");
        Objects.requireNonNull(inspection, "inspection");
    }

    static Check of(String name, Topic topic, Inspection inspection) {
        return new Check(name, topic, true, inspection);
    }

    static Check outsideTransaction(String name, Topic topic, Inspection inspection) {
        return new Check(name, topic, false, inspection);
    }
}
