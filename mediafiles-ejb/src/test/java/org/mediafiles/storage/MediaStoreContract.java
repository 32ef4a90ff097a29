package org.mediafiles.storage;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.YearMonth;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mediafiles.model.ByteSource;
import org.mediafiles.model.EventType;
import org.mediafiles.model.StorageKey;
import org.mediafiles.model.Variant;
import org.mediafiles.problem.MediaFilesException;
import org.mediafiles.problem.ProblemCode;

/** What every store keeps to. */
abstract class MediaStoreContract {
    private static final byte[] BYTES = random(700_001);

    private final UUID upload = UUID.randomUUID();
    private final StorageKey key = StorageKey.forOriginal(EventType.PHOTO, YearMonth.of(2026, 11), "jpg");
    MediaStore store;

    abstract MediaStore newStore() throws IOException;

    @BeforeEach
    void open() throws IOException {
        store = newStore();
    }

    static byte[] random(int length) {
        byte[] bytes = new byte[length];
        new Random(7).nextBytes(bytes);
        return bytes;
    }

    private Spooled spool(byte[] bytes) {
        return store.spool(upload, new ByteArrayInputStream(bytes), bytes.length);
    }

    private byte[] stored() throws IOException {
        try (StoredBytes opened = store.open(key).orElseThrow()) {
            return range(opened, 0, opened.byteCount());
        }
    }

    private static byte[] range(StoredBytes opened, long position, long count) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        opened.transferTo(position, count, Channels.newChannel(out));
        return out.toByteArray();
    }

    static InputStream breakingAfter(byte[] bytes) {
        return new SequenceInputStream(new ByteArrayInputStream(bytes), new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("connection reset");
            }
        });
    }

    @Test
    void spoolCountsAndHashesWhatCame() throws IOException {
        Spooled spooled = spool(BYTES);

        assertEquals(new Spooled(BYTES.length, InMemoryMediaStore.sha256(BYTES), false), spooled);
        assertEquals(BYTES.length, store.spooledSize(upload).orElseThrow());
        assertEquals(BYTES.length, store.spooled(upload).byteCount());
        try (var file = store.spooled(upload).asLocalFile()) {
            assertArrayEquals(BYTES, Files.readAllBytes(file.path()));
        }
    }

    @Test
    void spoolTakesExactlyTheLimit() {
        assertFalse(store.spool(upload, new ByteArrayInputStream(BYTES), BYTES.length).tooLarge());
    }

    @Test
    void spoolPastTheLimitStopsReadingAndKeepsNothing() {
        InputStream endless = new InputStream() {
            @Override
            public int read() {
                return 1;
            }
        };
        Spooled spooled = store.spool(upload, endless, 100_000);

        assertTrue(spooled.tooLarge());
        assertNull(spooled.sha256());
        assertTrue(store.spooledSize(upload).isEmpty());
        assertTrue(store.incoming().isEmpty());
    }

    @Test
    void spoolOfAClientThatGoesAwayKeepsNothing() {
        MediaFilesException refused = assertThrows(MediaFilesException.class,
                () -> store.spool(upload, breakingAfter(BYTES), Long.MAX_VALUE));

        assertEquals(ProblemCode.INVALID_REQUEST, refused.code());
        assertTrue(store.incoming().isEmpty());
    }

    @Test
    void spoolNeverOverwritesAnotherUploadsBytes() throws IOException {
        spool(BYTES);

        assertThrows(MediaFilesException.class, () -> store.spool(upload, InputStream.nullInputStream(), 10));
        assertEquals(BYTES.length, store.spooled(upload).byteCount());
    }

    @Test
    void putGivesTheBytesTheirKeyAndEmptiesTheSpool() throws IOException {
        spool(BYTES);

        assertTrue(store.put(upload, key));
        assertArrayEquals(BYTES, stored());
        assertTrue(store.incoming().isEmpty());
        assertEquals(BYTES.length, store.size(key).orElseThrow());
    }

    @Test
    void putRefusesExistingKey() throws IOException {
        spool(BYTES);
        store.put(upload, key);
        UUID other = UUID.randomUUID();
        store.spool(other, new ByteArrayInputStream(new byte[]{1, 2, 3}), 3);

        assertFalse(store.put(other, key));
        assertArrayEquals(BYTES, stored());
        assertEquals(3, store.spooledSize(other).orElseThrow());
    }

    @Test
    void putSaidTwiceDoesNoHarm() throws IOException {
        spool(BYTES);
        store.put(upload, key);

        assertFalse(store.put(upload, key));
        assertArrayEquals(BYTES, stored());
    }

    @Test
    void putOfUnknownUploadIsRefused() {
        MediaFilesException refused = assertThrows(MediaFilesException.class, () -> store.put(upload, key));
        assertEquals(ProblemCode.UNKNOWN_UPLOAD, refused.code());
        assertTrue(store.size(key).isEmpty());
    }

    @Test
    void openGivesAnyRange() throws IOException {
        spool(BYTES);
        store.put(upload, key);

        try (StoredBytes opened = store.open(key).orElseThrow()) {
            assertArrayEquals(java.util.Arrays.copyOfRange(BYTES, 65_535, 65_537), range(opened, 65_535, 2));
            assertArrayEquals(java.util.Arrays.copyOfRange(BYTES, 700_000, 700_001), range(opened, 700_000, 500));
            assertEquals(0, range(opened, 0, 0).length);
        }
    }

    @Test
    void sourceIsReadAgainAndAgain() throws IOException {
        spool(BYTES);
        store.put(upload, key);

        for (int time = 0; time < 2; time++) {
            try (var channel = store.source(key).open()) {
                assertEquals(BYTES.length, channel.size());
                assertEquals(0, channel.position());
            }
        }
    }

    @Test
    void replaceLeavesTheNewBytesAlone() throws IOException {
        StorageKey thumbnail = key.sibling(Variant.THUMBNAIL);
        store.replace(thumbnail, new byte[]{1, 2, 3, 4});
        store.replace(thumbnail, new byte[]{5, 6});

        assertEquals(2, store.size(thumbnail).orElseThrow());
        assertTrue(store.incoming().isEmpty());
    }

    /** Bytes whose reading breaks off after these. */
    private static ByteSource source(byte[] bytes, boolean breaks) {
        return new ByteSource() {
            @Override
            public long byteCount() {
                return bytes.length;
            }

            @Override
            public SeekableByteChannel open() throws IOException {
                Path file = Files.createTempFile("source", null);
                Files.write(file, bytes);
                SeekableByteChannel whole = Files.newByteChannel(file, StandardOpenOption.READ,
                        StandardOpenOption.DELETE_ON_CLOSE);
                return breaks ? new BreakingChannel(whole) : whole;
            }

            @Override
            public LocalFile asLocalFile() {
                throw new UnsupportedOperationException();
            }
        };
    }

    @Test
    void replaceByASourceCountsAndHashesAndLeavesTheNewBytesAlone() throws IOException {
        StorageKey playback = key.sibling(Variant.PLAYBACK);
        store.replace(playback, new byte[]{1, 2, 3, 4});

        Spooled written = store.replace(playback, source(BYTES, false), () -> true).orElseThrow();

        assertEquals(new Spooled(BYTES.length, InMemoryMediaStore.sha256(BYTES), false), written);
        try (StoredBytes opened = store.open(playback).orElseThrow()) {
            assertArrayEquals(BYTES, range(opened, 0, opened.byteCount()));
        }
        assertTrue(store.incoming().isEmpty());
    }

    @Test
    void replaceByASourceThatBreaksLeavesWhatStoodThere() throws IOException {
        StorageKey playback = key.sibling(Variant.PLAYBACK);
        store.replace(playback, new byte[]{1, 2, 3, 4});

        MediaFilesException failed = assertThrows(MediaFilesException.class,
                () -> store.replace(playback, source(BYTES, true), () -> true));

        assertEquals(ProblemCode.INTERNAL_ERROR, failed.code());
        assertEquals(4, store.size(playback).orElseThrow());
        assertTrue(store.incoming().isEmpty());
    }

    @Test
    void replaceThatIsNotToGoOnLeavesWhatStoodThere() {
        StorageKey playback = key.sibling(Variant.PLAYBACK);
        store.replace(playback, new byte[]{1, 2, 3, 4});

        assertTrue(store.replace(playback, source(BYTES, false), () -> false).isEmpty());
        assertThrows(IllegalStateException.class, () -> store.replace(playback, source(BYTES, false), () -> {
            assertEquals(4, store.size(playback).orElseThrow(), "the old one stands to the last");
            throw new IllegalStateException("told to");
        }));

        assertEquals(4, store.size(playback).orElseThrow());
        assertTrue(store.incoming().isEmpty());
    }

    @Test
    void whoReadsWhileAnObjectIsReplacedReadsTheOldOneToItsEnd() throws IOException {
        StorageKey playback = key.sibling(Variant.PLAYBACK);
        store.replace(playback, source(BYTES, false), () -> true);
        try (StoredBytes opened = store.open(playback).orElseThrow()) {
            store.replace(playback, source(new byte[]{1}, false), () -> true);
            assertArrayEquals(BYTES, range(opened, 0, opened.byteCount()));
        }
        assertEquals(1, store.size(playback).orElseThrow());
    }

    @Test
    void deleteRemovesAndSaysWhetherThereWasAnything() {
        spool(BYTES);
        store.put(upload, key);

        assertTrue(store.delete(key));
        assertFalse(store.delete(key));
        assertTrue(store.open(key).isEmpty());
        assertTrue(store.size(key).isEmpty());
        assertThrows(IOException.class, () -> store.source(key).open());
    }

    @Test
    void setAsideTakesAnObjectOutOfReach() {
        spool(BYTES);
        store.put(upload, key);

        assertTrue(store.setAside(key));
        assertFalse(store.setAside(key));
        assertTrue(store.open(key).isEmpty());
        assertTrue(store.size(key).isEmpty());
        assertTrue(store.incoming().isEmpty());
    }

    @Test
    void discardRemovesASpoolByItsUploadAndByItsName() {
        spool(BYTES);
        assertTrue(store.discard(upload));
        assertFalse(store.discard(upload));

        spool(BYTES);
        IncomingFile file = store.incoming().get(0);
        assertEquals(upload, file.uploadId());
        assertTrue(store.discard(file));
        assertTrue(store.incoming().isEmpty());
    }

    @Test
    void anEmptyUploadIsSpooledAsSuch() {
        Spooled spooled = store.spool(upload, InputStream.nullInputStream(), 10);
        assertEquals(0, spooled.byteCount());
        assertEquals("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855", spooled.sha256().hex());
    }
}
