package org.mediafiles.adoption;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Locale;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.mediafiles.adoption.SchemaArguments.Command;
import org.mediafiles.adoption.SchemaArguments.Option;

class SchemaArgumentsTest {
    @Test
    void optionsStandBeforeOrAfterTheCommandAndTakeTheirValueEitherWay() {
        SchemaArguments arguments = SchemaArguments.parse("--json", "plan", "--target", "6", "--url=jdbc:x", "--user",
                "ana");
        assertEquals(Command.PLAN, arguments.command());
        assertEquals(OptionalInt.of(6), arguments.target());
        assertEquals("jdbc:x", arguments.get(Option.URL));
        assertEquals("ana", arguments.get(Option.USER));
        assertTrue(arguments.has(Option.JSON));
        assertEquals(Locale.ENGLISH, arguments.locale());
    }

    @ParameterizedTest
    @EnumSource(Command.class)
    void everyCommandIsSpelledInLowerCaseAndTakesWhatBelongsEverywhere(Command command) {
        SchemaArguments arguments = SchemaArguments.parse(command.spelled(), "--yes", "--json", "--backup-dir", "b",
                "--storage-root", "s", "--lang", "pt-BR", "--url", "u", "--user", "u", "--password-env", "P", "--home",
                "h");
        assertEquals(command, arguments.command());
        assertEquals(Locale.forLanguageTag("pt-BR"), arguments.locale());
    }

    @ParameterizedTest
    @CsvSource({"'', A command is needed.", "fly, There is no command fly", "info plan, One command at a time",
            "info --loud, There is no option --loud", "validate --deep, --deep does not belong to validate",
            "plan --target, --target needs a value", "plan --yes=1, --yes takes no value",
            "info --csv x, --csv does not belong to info"})
    void whatIsWrongIsNamed(String line, String sentence) {
        String message = assertThrows(IllegalArgumentException.class,
                () -> SchemaArguments.parse(line.isEmpty() ? new String[0] : line.split(" "))).getMessage();
        assertTrue(message.startsWith(sentence), message);
    }

    @Test
    void targetIsAVersion() {
        SchemaArguments arguments = SchemaArguments.parse("migrate", "--target", "six");
        assertThrows(IllegalArgumentException.class, arguments::target);
        assertEquals(OptionalInt.empty(), SchemaArguments.parse("migrate").target());
    }

    @Test
    void missingOptionIsNamedWithItsCommand() {
        SchemaArguments arguments = SchemaArguments.parse("import");
        assertEquals("import needs --csv.",
                assertThrows(IllegalArgumentException.class, () -> arguments.get(Option.CSV)).getMessage());
    }
}
