package org.mediafiles.schema.preflight;

import java.util.Locale;

/** What a check is about: pages and the command line show the findings by it, in this order. */
public enum Topic {
    SERVER, RIGHTS, CONCURRENCY, DISK, SCHEMA, TOOLS, SHARED_TABLES, DEPLOYMENT, DATA;

    public String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
