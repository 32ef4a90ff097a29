package org.mediafiles.web.rest;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.mediafiles.catalog.EventRecord;
import org.mediafiles.catalog.MediaFileRecord;
import org.mediafiles.catalog.Person;
import org.mediafiles.catalog.PlaybackRecord;
import org.mediafiles.catalog.SeriesFileRecord;
import org.mediafiles.model.EventType;

/** The contract's field names, letter by letter and in order. */
class ViewTest {
    private static final UUID ID = UUID.fromString("00000000-0000-4000-8000-000000000001");
    private static final Instant AT = Instant.parse("2026-11-23T14:05:00Z");
    private static final Person ANA = new Person("ana", "Ana Lima");
    private static final String ROOT = "/mediafiles/api/v1";
    private static final String PHOTO_FILE = "{'id':'00000000-0000-4000-8000-000000000001','originalFilename':'a.jpg',"
            + "'mimeType':'image/jpeg','fileType':'image','fileSize':5,'fileHash':'ab','width':3,'height':4,"
            + "'duration':null,'hasPosition':true,'playback':null,'metadata':{'camera':'X'},"
            + "'createdAt':'2026-11-23T14:05:00Z','links':{"
            + "'content':'/mediafiles/api/v1/media-files/00000000-0000-4000-8000-000000000001/content',"
            + "'large':'/mediafiles/api/v1/media-files/00000000-0000-4000-8000-000000000001/large',"
            + "'medium':'/mediafiles/api/v1/media-files/00000000-0000-4000-8000-000000000001/medium',"
            + "'thumbnail':'/mediafiles/api/v1/media-files/00000000-0000-4000-8000-000000000001/thumbnail',"
            + "'playback':null,'poster':null}}";
    private static final String COMMON = "'id':'00000000-0000-4000-8000-000000000001','type':'%s',"
            + "'patientId':'00000000-0000-4000-8000-000000000001','eventDatetime':'2026-11-23T14:05:00Z',"
            + "'description':'Foto','createdAt':'2026-11-23T14:05:00Z',"
            + "'createdBy':{'username':'ana','displayName':'Ana Lima'},'updatedAt':'2026-11-23T14:05:00Z',"
            + "'updatedBy':{'username':'ana','displayName':'Ana Lima'},'editableUntil':'2026-11-23T14:05:00Z',";

    private static MediaFileRecord file() {
        return new MediaFileRecord(ID, "a.jpg", "image/jpeg", "image", 5, "ab", 3, 4, null, true, null,
                Map.of("camera", "X"), AT, true, false);
    }

    private static EventRecord event(EventType type, MediaFileRecord file, List<SeriesFileRecord> files) {
        return new EventRecord(ID, type, ID, AT, "Foto", AT, ANA, AT, ANA, AT, file, null,
                files == null ? null : files.size(), files, "v1", AT);
    }

    private static void assertJson(String expected, Object view) {
        assertEquals(expected.replace('\'', '"'), new String(Json.bytes(view), StandardCharsets.UTF_8));
    }

    @Test
    void photo() {
        assertJson("{" + COMMON.formatted("photo") + "'mediaFile':" + PHOTO_FILE + "}",
                EventView.of(event(EventType.PHOTO, file(), null), ROOT));
    }

    @Test
    void photoInTheTrash() {
        assertJson(
                "{" + COMMON.formatted("photo") + "'mediaFile':" + PHOTO_FILE + ",'deletedAt':'2026-11-23T14:05:00Z'}",
                TrashedView.of(event(EventType.PHOTO, file(), null), ROOT));
    }

    @Test
    void photoSeries() {
        assertJson(
                "{" + COMMON.formatted("photoSeries") + "'seriesDescription':'','totalImages':1,"
                        + "'files':[{'id':'00000000-0000-4000-8000-000000000001','orderIndex':1,'caption':'c','mediaFile':"
                        + PHOTO_FILE + "}]}",
                EventView.of(event(EventType.PHOTO_SERIES, null, List.of(new SeriesFileRecord(ID, 1, "c", file()))),
                        ROOT));
    }

    @Test
    void clip() {
        String json = new String(Json.bytes(MediaFileView.of(
                new MediaFileRecord(ID, "a.mp4", "video/mp4", "video", 5, "ab", 3, 4, new BigDecimal("5.5680"), false,
                        new PlaybackRecord("failed", "x"), Map.of(), AT, false, false),
                ROOT)), StandardCharsets.UTF_8);
        assertEquals("\"duration\":5.568,\"hasPosition\":false,\"playback\":{\"status\":\"failed\",\"reason\":\"x\"},"
                + "\"metadata\":{},\"createdAt\":\"2026-11-23T14:05:00Z\",\"links\":{"
                + "\"content\":\"/mediafiles/api/v1/media-files/00000000-0000-4000-8000-000000000001/content\","
                + "\"large\":null,\"medium\":null,\"thumbnail\":null,"
                + "\"playback\":\"/mediafiles/api/v1/media-files/00000000-0000-4000-8000-000000000001/playback\","
                + "\"poster\":\"/mediafiles/api/v1/media-files/00000000-0000-4000-8000-000000000001/poster\"}}",
                json.substring(json.indexOf("\"duration\"")));
    }
}
