package org.mediafiles.catalog;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Whose derivatives are made anew. */
public enum RegenerationScope {
    ALL, PHOTOS, CLIPS,
    /** Those that could not be made. */
    FAILED,
    /** Those of one media file. */
    ONE;

    /** @return as the row, the API and the pages spell it */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<RegenerationScope> findByCode(String code) {
        return Arrays.stream(values()).filter(scope -> scope.code().equals(code)).findFirst();
    }

    boolean takes(JobKind kind, String jobState) {
        return switch (this) {
            case ALL, ONE -> true;
            case PHOTOS -> kind == JobKind.PICTURE;
            case CLIPS -> kind == JobKind.CLIP;
            case FAILED -> JobState.FAILED.code().equals(jobState);
        };
    }
}
