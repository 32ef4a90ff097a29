package org.mediafiles.security;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Says of an id among a call's arguments what it names, for what stands on record of an {@link Attempt}. */
@Target(ElementType.PARAMETER)
@Retention(RetentionPolicy.RUNTIME)
public @interface About {
    /** What an id may name. */
    enum Kind {
        PATIENT, EVENT, MEDIA_FILE
    }

    /** What this one names. */
    Kind value();
}
