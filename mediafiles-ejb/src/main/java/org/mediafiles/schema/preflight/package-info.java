/**
 * The checklist before the schema is touched: server, rights, concurrency, disk, scripts, tools, shared tables, deployment,
 * data. It writes nothing and takes no lock but those of plain reads. May import {@code schema.version},
 * {@code schema.validation}, {@code config}. First class to read: {@link org.mediafiles.schema.preflight.Preflight}.
 */
package org.mediafiles.schema.preflight;
