package org.mediafiles.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.YearMonth;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StorageKeyTest {
    @Test
    void aKeyOfOurMakingHasSiblingsInItsMonth() {
        StorageKey key = StorageKey.forOriginal(EventType.PHOTO, YearMonth.of(2026, 11), "heic");

        assertTrue(key.isOwn());
        assertTrue(key.value().matches("photos/2026/11/originals/[0-9a-f-]{36}\\.heic"), key.value());
        assertEquals(key.value().replace("originals", "thumbnails").replace(".heic", ".jpg"),
                key.sibling(Variant.THUMBNAIL).value());
    }

    @ParameterizedTest
    @ValueSource(strings = {"a.jpg", "old files/ação nº 2.JPG", "photos/2024/a..b.jpg", "x//y.jpg", "./x.jpg", "-rf",
            "photos/incoming/x.jpg"})
    void aPathThatStoodBeforeUsIsAKeyWithoutSiblings(String path) {
        StorageKey key = StorageKey.findStanding(path).orElseThrow();

        assertEquals(path, key.value());
        assertFalse(key.isOwn());
        assertThrows(IllegalStateException.class, () -> key.sibling(Variant.LARGE));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "/etc/passwd", "../a.jpg", "a/../../b.jpg", "a/..", "folder/", "a\u0000b", "a\nb",
            "incoming/a.jpg", "./incoming/a.jpg", "/incoming/a", "set-aside/a.jpg", ".mediafiles-store", "."})
    void aPathThatLeadsOutOrIntoTheStoresOwnFoldersIsNone(String path) {
        assertTrue(StorageKey.findStanding(path).isEmpty());
        assertThrows(IllegalArgumentException.class, () -> new StorageKey(path));
    }

    @Test
    void variantsOfAStandingFileGoUnderItsObjectsId() {
        UUID object = UUID.fromString("00000000-0000-4000-8000-000000000001");

        assertEquals("photos/2026/11/large/" + object + ".jpg",
                StorageKey.besideStanding(object, false, YearMonth.of(2026, 11), Variant.LARGE).value());
        assertEquals("videos/2026/11/playback/" + object + ".mp4",
                StorageKey.besideStanding(object, true, YearMonth.of(2026, 11), Variant.PLAYBACK).value());
    }
}
