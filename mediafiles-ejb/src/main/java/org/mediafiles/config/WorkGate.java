package org.mediafiles.config;

/**
 * Whether background work may go on. The schema's gate is one; workers and timers ask it by this name, so that they need
 * not know how the schema comes about.
 */
public interface WorkGate {
    boolean isOpen();
}
