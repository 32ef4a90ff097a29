package org.mediafiles.web.faces.support;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;

class HospitalFormatTest {
    private static final ZoneId SAO_PAULO = ZoneId.of("America/Sao_Paulo");
    private static final Instant AFTERNOON = Instant.parse("2026-11-23T17:05:00Z");
    private final HospitalFormat portuguese = new HospitalFormat(Language.PT_BR, SAO_PAULO);
    private final HospitalFormat english = new HospitalFormat(Language.EN, SAO_PAULO);

    @Test
    void datesFollowTheLanguageAndTheHospitalsZone() {
        assertEquals("23/11/2026 14:05", portuguese.dateTime(AFTERNOON));
        assertEquals("23 Nov 2026, 14:05", english.dateTime(AFTERNOON));
        assertEquals("segunda-feira, 23 de novembro de 2026", portuguese.dayHeading(LocalDate.of(2026, 11, 23)));
        assertEquals("Monday, 23 November 2026", english.dayHeading(LocalDate.of(2026, 11, 23)));
    }

    @Test
    void lateEveningBelongsToTheHospitalsDay() {
        assertEquals(LocalDate.of(2026, 11, 22), portuguese.dayOf(Instant.parse("2026-11-23T02:30:00Z")));
    }

    @Test
    void septemberIsThreeLettersInEveryJava() {
        assertEquals("5 Sep 2026", english.date(LocalDate.of(2026, 9, 5)));
    }

    @Test
    void sizesHaveUnitsAndTheLanguagesDecimalSign() {
        assertEquals("4,7\u00a0MB", portuguese.size(4_700_000));
        assertEquals("4.7\u00a0MB", english.size(4_700_000));
        assertEquals("123\u00a0kB", portuguese.size(123_456));
        assertEquals("0\u00a0B", portuguese.size(0));
        assertEquals("64\u00a0MB", portuguese.limit(64L << 20));
        assertEquals("1,5\u00a0MB", portuguese.limit(3L << 19));
        assertEquals("12\u00a0MP", portuguese.megapixels(12_192_768));
        assertEquals("0,4\u00a0MP", portuguese.megapixels(400_000));
        assertEquals("1.234", portuguese.number(1234));
    }

    @Test
    void ageIsWholeYears() {
        LocalDate born = LocalDate.of(1980, 5, 17);
        assertEquals(46, portuguese.age(born, LocalDate.of(2026, 11, 23)));
        assertEquals(45, portuguese.age(born, LocalDate.of(2026, 5, 16)));
        assertEquals(0, portuguese.age(LocalDate.of(2027, 1, 1), LocalDate.of(2026, 5, 16)));
    }
}
