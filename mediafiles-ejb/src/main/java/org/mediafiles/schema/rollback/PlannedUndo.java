package org.mediafiles.schema.rollback;

/**
 * One version on the way down.
 *
 * @param standing the version that stands after it
 * @param brokeOff whether the version came only in part, outside a transaction: its way back is written to find nothing
 */
record PlannedUndo(UndoScript script, int standing, boolean brokeOff) {}
