package org.mediafiles.web.faces.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.mediafiles.catalog.JobsSummary;
import org.mediafiles.config.UploadLimits;
import org.mediafiles.web.faces.support.HospitalFormat;
import org.mediafiles.web.faces.support.Language;
import org.mediafiles.web.faces.support.Words;

class JobsStandingTest {
    private static JobsSummary summary(long waiting, long running, long failed) {
        return new JobsSummary(new JobsSummary.Counts(waiting, 0, failed), new JobsSummary.Counts(0, running, 0));
    }

    @Test
    void nothingWaitsOnlyWhereNothingIsAboutToBeMadeAnewEither() {
        assertEquals("ok", JobsBacking.standing(summary(0, 0, 0), false));
        assertEquals("pending", JobsBacking.standing(summary(0, 0, 0), true));
        assertEquals("pending", JobsBacking.standing(summary(1, 0, 0), false));
        assertEquals("pending", JobsBacking.standing(summary(0, 1, 0), false));
        assertEquals("wrong", JobsBacking.standing(summary(1, 1, 1), true));
    }

    @Test
    void theSentenceFitsAnyNumber() {
        Words words = new Words(Language.EN, new HospitalFormat(Language.EN, ZoneId.of("America/Sao_Paulo")),
                UploadLimits.DEFAULTS);
        assertEquals("Derivatives are about to be made anew, none has failed.",
                words.say("jobs.standing.pending", 0L, 0L));
        assertEquals("One job is waiting or under way, none has failed.", words.say("jobs.standing.pending", 0L, 1L));
        assertEquals("2 jobs are waiting or under way, none has failed.", words.say("jobs.standing.pending", 0L, 2L));
    }
}
