package org.mediafiles.ingest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mediafiles.TestArchive;
import org.mediafiles.catalog.DuplicateService;
import org.mediafiles.catalog.EventLink;
import org.mediafiles.model.EventType;
import org.mediafiles.problem.MediaFilesException;
import org.mediafiles.problem.ProblemCode;
import org.mediafiles.security.AccessPolicy;
import org.mediafiles.security.Caller;

/** Which of several uploads a patient has already. */
class DuplicateServiceTest {
    private static TestArchive archive;

    @TempDir
    Path root;
    private Fixture in;
    private UUID patient;

    @BeforeAll
    static void openArchive() {
        archive = TestArchive.open();
        Fixture.addPeople(archive);
    }

    @AfterAll
    static void closeArchive() {
        archive.close();
    }

    @BeforeEach
    void open() {
        in = new Fixture(archive, root, point -> {});
        patient = in.addPatient();
    }

    private Map<UUID, EventLink> find(Caller caller, UUID whose, List<UUID> uploads) {
        return archive.inTransaction(em -> new DuplicateService(em, new AccessPolicy()).find(caller, whose, uploads));
    }

    @Test
    void eachUploadThatThePatientHasIsToldWithItsEvent() {
        byte[] inPhoto = Fixture.picture();
        byte[] inSeries = Fixture.picture();
        UUID photo = in.publish(Fixture.ANA, patient, inPhoto);
        UUID series = in.ingest.publish(Fixture.ANA, Fixture.series(patient,
                in.receiveAll(Fixture.ANA, List.of(Fixture.picture(), inSeries)))).id();
        List<UUID> again = in.receiveAll(Fixture.ANA, List.of(inSeries, Fixture.picture(), inPhoto));

        assertEquals(Map.of(again.get(0), new EventLink(series, EventType.PHOTO_SERIES), again.get(2),
                new EventLink(photo, EventType.PHOTO)), find(Fixture.ANA, patient, again));
    }

    @Test
    void whatAnotherPatientHasIsNotTold() {
        byte[] picture = Fixture.picture();
        in.publish(Fixture.ANA, patient, picture);
        List<UUID> again = in.receiveAll(Fixture.ANA, List.of(picture));

        assertEquals(Map.of(), find(Fixture.ANA, in.addPatient(), again));
    }

    @Test
    void anotherPersonsUploadAndAnUnknownOneArePassedOver() {
        byte[] picture = Fixture.picture();
        in.publish(Fixture.ANA, patient, picture);
        List<UUID> again = in.receiveAll(Fixture.ANA, List.of(picture));

        assertEquals(Map.of(), find(Fixture.BIA, patient, List.of(again.get(0), UUID.randomUUID())));
    }

    @Test
    void viewersAskInVain() {
        MediaFilesException refusal = assertThrows(MediaFilesException.class,
                () -> find(Fixture.VERA, patient, List.of()));
        assertEquals(ProblemCode.FORBIDDEN, refusal.code());
    }
}
