package org.mediafiles.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.hibernate.SessionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.mediafiles.TestArchive;

class MappingTest {
    private static final Instant NOW = Instant.parse("2026-11-23T14:05:06.123456789Z");

    private static TestArchive archive;

    @BeforeAll
    static void openArchive() {
        archive = TestArchive.open();
    }

    @AfterAll
    static void closeArchive() {
        archive.close();
    }

    @Test
    void entitiesAreWhatTheMigrationsMade() {
        archive.units().unwrap(SessionFactory.class).getSchemaManager().validateMappedObjects();
    }

    @Test
    void photoComesBackAsItWasWritten() {
        UUID photoId = UUID.randomUUID();
        UUID patientId = UUID.randomUUID();
        StorageKey key = StorageKey.forOriginal(EventType.PHOTO, YearMonth.of(2026, 11), "jpg");
        archive.execute("insert into accounts_eqmduser values (7,'x',null,false,'ana','Ana','','',false,true,now())");
        archive.doInTransaction(em -> {
            em.persist(Patient.of(patientId, "Ângela Souza", LocalDate.of(1980, 5, 17)));
            StoredObject object = StoredObject.of(UUID.randomUUID(), Sha256.of(new byte[32]), key, 12, "image/jpeg",
                    true, NOW);
            em.persist(object);
            MediaFile file = MediaFile.of(UUID.randomUUID(), key, object, "a.jpg", 4, 3, null,
                    Map.of("camera", "X\u0000-100"), NOW);
            em.persist(file);
            em.persist(Photo.of(new EventHead(photoId, patientId, NOW, "Foto", 7, NOW), file));
        });
        archive.doInTransaction(em -> {
            Photo photo = assertInstanceOf(Photo.class, em.find(Event.class, photoId));
            assertEquals(Instant.parse("2026-11-23T14:05:06.123456Z"), photo.getUpdatedAt());
            assertEquals(3, photo.getTypeCode());
            MediaFile file = photo.getMediaFile();
            assertEquals(Map.of("camera", "X-100"), JsonText.readObject(file.getMetadata()));
            assertEquals(key, file.findStoredObject().orElseThrow().getStorageKey());
            assertEquals("image", file.getFileType());
            assertEquals(LocalDate.of(1980, 5, 17), em.find(Patient.class, patientId).getBirthday());
        });
        assertEquals("{\"camera\": \"X-100\"}", archive.query("select metadata from mediafiles_mediafile"));
    }

    @Test
    void eventOfAnotherKindIsReadAsABareEvent() {
        UUID id = UUID.randomUUID();
        UUID patientId = UUID.randomUUID();
        archive.execute("insert into patients_patient values ('" + patientId + "','P','1980-05-17')");
        archive.execute("insert into accounts_eqmduser values (8,'x',null,false,'bia','','','',false,true,now())");
        archive.execute("insert into events_event values ('" + id + "',24,now(),'d',now(),now(),8,'" + patientId
                + "',8)");
        archive.doInTransaction(em -> {
            assertEquals(Event.class, em.find(Event.class, id).getClass());
            List<Event> ours = em.createQuery(
                    "select e from Event e where e.id = :id and type(e) in (Photo, PhotoSeries, VideoClip)",
                    Event.class).setParameter("id", id).getResultList();
            assertTrue(ours.isEmpty());
        });
    }

    @Test
    void versionGrowsAlsoWhereTheClockStoodStill() {
        Event event = new Event(EventType.PHOTO,
                new EventHead(UUID.randomUUID(), UUID.randomUUID(), NOW, "Foto", 7, NOW));
        Instant before = event.getUpdatedAt();
        event.changedBy(8, NOW.minusSeconds(5));
        assertTrue(event.getUpdatedAt().isAfter(before));
        assertFalse(event.getUpdatedAt().isAfter(NOW.plusMillis(1)));
        assertEquals(8, event.getUpdatedById());
        assertEquals(7, event.getCreatedById());
    }

    @Test
    void adoptedMetadataThatIsNoObjectReadsAsNothing() {
        assertEquals(Map.of(), JsonText.readObject("[1,2]"));
        assertEquals(Map.of(), JsonText.readObject("\"text\""));
        assertEquals(Map.of(), JsonText.readObject("{broken"));
        assertEquals(Map.of("a", 1L), JsonText.readObject("{\"a\":1}"));
    }
}
