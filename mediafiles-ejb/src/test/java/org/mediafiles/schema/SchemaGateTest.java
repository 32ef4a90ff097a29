package org.mediafiles.schema;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class SchemaGateTest {
    private final SchemaGate gate = new SchemaGate();

    @Test
    void itIsClosedUntilSomebodyOpensIt() {
        assertFalse(gate.isOpen());
        assertEquals(SchemaGate.State.CLOSED, gate.state());
        assertEquals("starting", gate.reason());
    }

    @Test
    void openGateHasNoReason() {
        gate.hold("database-unavailable", "It is away.");
        gate.open();
        assertTrue(gate.isOpen());
        assertEquals("", gate.reason());
        assertEquals("", gate.detail());
    }

    @Test
    void failedGateSaysWhy() {
        gate.fail("migration-pending", "Act.");
        assertFalse(gate.isOpen());
        assertEquals(SchemaGate.State.FAILED, gate.state());
        assertEquals("migration-pending", gate.reason());
        assertEquals("Act.", gate.detail());
    }
}
