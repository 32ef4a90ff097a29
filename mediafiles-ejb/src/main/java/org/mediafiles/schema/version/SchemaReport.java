package org.mediafiles.schema.version;

import jakarta.json.JsonObject;
import java.util.List;
import java.util.Locale;

/** What an operation came to: the same for the command line's text, its {@code --json}, REST and the pages. */
public interface SchemaReport {
    /** @return for {@code --json} and REST; members are camelCase, instants ISO-8601 with offset */
    JsonObject json();

    /** @return for a person, without line breaks inside; no patient data */
    List<String> lines(Locale locale);

    /** @return the command line's exit code: 0 exactly where it holds, else 1; {@code validate} has 2 for findings */
    int exitCode();
}
