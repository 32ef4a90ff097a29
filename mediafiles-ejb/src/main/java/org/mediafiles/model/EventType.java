package org.mediafiles.model;

import java.util.Arrays;
import java.util.Optional;

/** The three kinds of event that are ours. Other codes (0 to 24) exist in a shared database and are left alone. */
public enum EventType {
    /** The codes are the seed's: {@code PHOTO_EVENT = 3}. */
    PHOTO((short) 3, "photo"), PHOTO_SERIES((short) 9, "photoSeries"), VIDEO_CLIP((short) 10, "videoClip");

    private final short databaseCode;
    private final String apiName;

    EventType(short databaseCode, String apiName) {
        this.databaseCode = databaseCode;
        this.apiName = apiName;
    }

    /** @return the value of {@code events_event.event_type} */
    public short databaseCode() {
        return databaseCode;
    }

    /** @return the name in the API, for example {@code photoSeries} */
    public String apiName() {
        return apiName;
    }

    public static Optional<EventType> findByApiName(String name) {
        return Arrays.stream(values()).filter(type -> type.apiName.equals(name)).findFirst();
    }

    public static Optional<EventType> findByDatabaseCode(int code) {
        return Arrays.stream(values()).filter(type -> type.databaseCode == code).findFirst();
    }
}
