package org.mediafiles.web.faces.support;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class HospitalDatesTest {
    private static final ZoneId SAO_PAULO = ZoneId.of("America/Sao_Paulo");

    @ParameterizedTest
    @ValueSource(strings = {"17/05/1980", "17/5/1980", "17.05.1980", "17-05-1980", "17051980", "1980-05-17",
            "17 May 1980", "17 mai 1980", "17 de maio de 1980", " 17/05/1980 "})
    void readsDatesAsPeopleTypeThem(String typed) {
        assertEquals(Optional.of(LocalDate.of(1980, 5, 17)), HospitalDates.parseDate(typed));
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "31/02/1980", "17/13/1980", "05/1980", "17/05/80", "ontem", "17 foo 1980"})
    void refusesWhatIsNoDate(String typed) {
        assertEquals(Optional.empty(), HospitalDates.parseDate(typed));
    }

    @ParameterizedTest
    @ValueSource(strings = {"23/11/2026 14:05", "23 Nov 2026, 14:05", "23112026 1405", "2026-11-23T14:05",
            "23/11/2026 14h05", "23/11/2026, 14:05", "23/11/2026 às 14:05"})
    void readsTimesInTheHospitalsZone(String typed) {
        assertEquals(Optional.of(Instant.parse("2026-11-23T17:05:00Z")),
                HospitalDates.parseDateTime(typed, SAO_PAULO));
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "23/11/2026", "23/11/2026 25:00", "23/11/2026 14:75", "14:05", "amanhã 14:05"})
    void refusesWhatIsNoDateWithTime(String typed) {
        assertEquals(Optional.empty(), HospitalDates.parseDateTime(typed, SAO_PAULO));
    }

    @ParameterizedTest
    @EnumSource(Language.class)
    void readsBackWhatThePagesWrite(Language language) {
        Instant september = Instant.parse("2026-09-05T12:30:00Z");
        HospitalFormat format = new HospitalFormat(language, SAO_PAULO);
        assertEquals(Optional.of(september), HospitalDates.parseDateTime(format.dateTime(september), SAO_PAULO));
    }

    @Test
    void timeThatAClockChangeSkipsIsMovedOn() {
        assertEquals(Optional.of(Instant.parse("2018-11-04T03:30:00Z")),
                HospitalDates.parseDateTime("04/11/2018 00:30", SAO_PAULO));
    }
}
