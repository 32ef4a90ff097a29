package org.mediafiles.web.faces.clinician;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;

/**
 * When two pictures were, and how many days lie between. A picture's time is its event's. Two pictures of one series have
 * that in common, so there the camera's own time counts, where both have one.
 *
 * @param byCamera whether the times are the camera's
 * @param days     between the two days in the hospital's time zone, never negative
 */
record Comparison(Instant left, Instant right, boolean byCamera, long days) {
    static Comparison of(ComparedPicture left, ComparedPicture right, ZoneId hospital) {
        boolean byCamera = left.isOfOneEventWith(right) && left.captured() != null && right.captured() != null;
        Instant first = byCamera ? left.captured() : left.event().eventDatetime();
        Instant second = byCamera ? right.captured() : right.event().eventDatetime();
        long days = Math.abs(ChronoUnit.DAYS.between(LocalDate.ofInstant(first, hospital),
                LocalDate.ofInstant(second, hospital)));
        return new Comparison(first, second, byCamera, days);
    }
}
