/**
 * What would be done, and what the schema costs: the plan of a migration or a way back, which writes nothing and takes no
 * lock on a populated table, with each statement's locks as they were seen when the version was recorded; and the
 * impact: sizes, use of indexes, the last runs. Plain JDBC. May import {@code schema.version}, {@code config} and {@code problem}. First
 * class to read: {@link org.mediafiles.schema.plan.Plan}.
 */
package org.mediafiles.schema.plan;
