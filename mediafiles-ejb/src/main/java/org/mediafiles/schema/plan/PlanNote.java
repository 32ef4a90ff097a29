package org.mediafiles.schema.plan;

import java.util.List;

/**
 * Something that a plan has to say beside its versions; the words stand in the bundle under {@code note.<code>}.
 *
 * @param code kebab-case, stable
 */
public record PlanNote(String code, List<String> arguments) {
    public PlanNote {
        arguments = List.copyOf(arguments);
    }

    static PlanNote of(String code, Object... arguments) {
        return new PlanNote(code, List.of(arguments).stream().map(String::valueOf).toList());
    }
}
