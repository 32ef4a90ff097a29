package org.mediafiles.schema.preflight;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.MessageFormat;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PreflightWordsTest {
    private static final Pattern SAID = Pattern
            .compile("(?:Found\\.(?:ok|warning|stops)\\(|Found\\.at\\([^\"]*?,\\s*)\"([a-z0-9-]+)\"");

    private static Properties words(String suffix) throws IOException {
        Properties words = new Properties();
        try (Reader reader = new InputStreamReader(PreflightWordsTest.class.getResourceAsStream(
                "/org/mediafiles/schema/preflight" + suffix + ".properties"), StandardCharsets.UTF_8)) {
            words.load(reader);
        }
        return words;
    }

    private static Set<String> keys(Properties words) {
        return new TreeSet<>(words.stringPropertyNames());
    }

    @Test
    void bothLanguagesHaveTheSameKeys() throws IOException {
        assertEquals(keys(words("")), keys(words("_pt_BR")));
    }

    @Test
    void bothLanguagesNameTheSameArguments() throws IOException {
        Properties english = words("");
        Properties portuguese = words("_pt_BR");
        for (String key : keys(english)) {
            assertEquals(arguments(english.getProperty(key)), arguments(portuguese.getProperty(key)), key);
        }
    }

    private static Set<String> arguments(String pattern) {
        return Pattern.compile("\\{\\d}").matcher(pattern).results().map(result -> result.group())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void everyWordIsAFormatWithoutAQuote() throws IOException {
        for (String suffix : Set.of("", "_pt_BR")) {
            Properties words = words(suffix);
            for (String key : keys(words)) {
                String pattern = words.getProperty(key);
                assertFalse(pattern.contains("'"), () -> suffix + " " + key + ": a straight apostrophe quotes");
                assertNotEquals("", new MessageFormat(pattern).format(new Object[]{"a", "b", "c", "d"}).strip(), key);
            }
        }
    }

    @Test
    void everyFindingHasWords() throws IOException {
        Set<String> keys = keys(words(""));
        Set<String> silent = new TreeSet<>();
        try (Stream<Path> classes = Files.list(Path.of("src/main/java/org/mediafiles/schema/preflight"))) {
            for (Path file : classes.toList()) {
                Matcher said = SAID.matcher(Files.readString(file));
                while (said.find()) {
                    if (!said.group(1).endsWith("-") && !keys.contains(said.group(1))) {
                        silent.add(said.group(1));
                    }
                }
            }
        }
        assertEquals(Set.of(), silent);
    }

    @Test
    void everyTopicAndPurposeHasATitle() throws IOException {
        Set<String> keys = keys(words(""));
        for (Topic topic : Topic.values()) {
            assertTrue(keys.contains("topic." + topic.code()), topic::code);
        }
        for (Purpose purpose : Purpose.values()) {
            assertTrue(keys.contains("purpose." + purpose.code()), purpose::code);
        }
    }
}
