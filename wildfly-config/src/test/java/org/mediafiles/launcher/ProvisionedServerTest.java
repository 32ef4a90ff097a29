package org.mediafiles.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProvisionedServerTest {
    @TempDir
    private Path target;
    private Path script;
    private Path scripts;

    @BeforeEach
    void writeInputs() throws IOException {
        script = Files.writeString(target.resolve("configure.cli"), "batch");
        scripts = Files.createDirectory(target.resolve("provisioning"));
        Files.writeString(scripts.resolve("driver.cli"), "postgresql-1.jar");
    }

    private ProvisionedServer inputs(String versions) throws IOException {
        return ProvisionedServer.of(target.resolve("server"), versions, List.of(script, scripts));
    }

    private void provision() throws IOException {
        Files.writeString(Files.createDirectories(target.resolve("server/modules")).resolve("module.xml"), "x");
    }

    private void provisionAndNote() throws IOException {
        provision();
        inputs("39").note();
    }

    private boolean stands() {
        return Files.exists(target.resolve("server"));
    }

    @Test
    void aServerOfTheSameInputsStays() throws IOException {
        provisionAndNote();
        assertEquals(Optional.empty(), inputs("39").removeUnlessCurrent());
        assertTrue(stands());
    }

    @Test
    void eachChangedInputRemovesItAndIsNamed() throws IOException {
        provisionAndNote();
        assertEquals(Optional.of("changed: versions"), inputs("40").removeUnlessCurrent());
        assertFalse(stands());

        provisionAndNote();
        Files.writeString(script, "batch\nrun-batch");
        Files.writeString(scripts.resolve("driver.cli"), "postgresql-2.jar");
        assertEquals(Optional.of("changed: configure.cli, driver.cli"), inputs("39").removeUnlessCurrent());
        assertFalse(stands());

        provisionAndNote();
        Files.delete(scripts.resolve("driver.cli"));
        Files.writeString(scripts.resolve("run.cli"), "batch");
        assertEquals(Optional.of("changed: driver.cli, run.cli"), inputs("39").removeUnlessCurrent());
        assertFalse(stands());
    }

    @Test
    void aServerWhoseProvisioningDidNotEndIsRemoved() throws IOException {
        provision();
        assertTrue(inputs("39").removeUnlessCurrent().orElseThrow().contains("did not end"));
        assertFalse(stands());
    }

    @Test
    void aNoteOfAServerThatIsGoneDoesNotVouchForTheNextOne() throws IOException {
        provisionAndNote();
        ServerBase.sweep(target.resolve("server"));
        assertEquals(Optional.empty(), inputs("39").removeUnlessCurrent());

        provision();
        assertTrue(inputs("39").removeUnlessCurrent().isPresent());
    }
}
