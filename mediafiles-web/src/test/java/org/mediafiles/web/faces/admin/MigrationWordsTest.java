package org.mediafiles.web.faces.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.time.Duration;
import java.time.ZoneId;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.mediafiles.config.SchemaConfig;
import org.mediafiles.config.UploadLimits;
import org.mediafiles.schema.migrate.VersionState;
import org.mediafiles.schema.version.Door;
import org.mediafiles.schema.version.Finding;
import org.mediafiles.schema.version.VersionScript;
import org.mediafiles.schema.version.VersionScripts;
import org.mediafiles.web.faces.support.HospitalFormat;
import org.mediafiles.web.faces.support.Language;
import org.mediafiles.web.faces.support.Words;

/** What the page of migrations puts together from codes has words for each of them. */
class MigrationWordsTest {
    private static final ZoneId ZONE = ZoneId.of("America/Sao_Paulo");

    private static void assertSaid(Language language, String key) {
        Words words = new Words(language, new HospitalFormat(language, ZONE), UploadLimits.DEFAULTS);
        assertNotEquals(key, words.say(key), () -> "no words in " + language);
    }

    @ParameterizedTest
    @EnumSource(Language.class)
    void everyVersionSaysWhatItDoes(Language language) {
        for (VersionScript script : VersionScripts.ours().all()) {
            assertSaid(language, "migrations.version." + script.version());
            assertSaid(language, "migrations.phase." + script.phase());
        }
    }

    @ParameterizedTest
    @EnumSource(Language.class)
    void everyCodeHasWords(Language language) {
        for (VersionState.State state : VersionState.State.values()) {
            assertSaid(language, "migrations.state." + state.code());
        }
        for (Finding.Level level : Finding.Level.values()) {
            assertSaid(language, "migrations.level." + level.code());
        }
        for (Door door : Door.values()) {
            assertSaid(language, "migrations.door." + door.code());
        }
        for (SchemaConfig.Backup backup : SchemaConfig.Backup.values()) {
            assertSaid(language, "migrations.backup." + backup.code());
        }
    }

    @ParameterizedTest
    @EnumSource(Language.class)
    void oneAndManyAreToldApart(Language language) {
        Words words = new Words(language, new HospitalFormat(language, ZONE), UploadLimits.DEFAULTS);
        assertEquals(language == Language.EN ? "One check is as it should be" : "Uma verificação está como deve",
                words.say("migrations.fine", 1));
        assertEquals(language == Language.EN ? "7 checks are as they should be" : "7 verificações estão como devem",
                words.say("migrations.fine", 7));
    }

    @ParameterizedTest
    @EnumSource(Language.class)
    void timesAndGrowthAreWrittenAsTheLanguageDoes(Language language) {
        HospitalFormat format = new HospitalFormat(language, ZONE);
        String point = language == Language.EN ? "." : ",";
        assertEquals("0" + point + "05\u00a0s", format.duration(Duration.ofMillis(50)));
        assertEquals("11" + point + "0\u00a0s", format.duration(Duration.ofSeconds(11)));
        assertEquals("2\u00a0min 5\u00a0s", format.duration(Duration.ofSeconds(125)));
        assertEquals("+4" + point + "7\u00a0MB", format.growth(4_700_000));
        assertEquals("\u2212286\u00a0kB", format.growth(-286_000));
    }
}
