package org.mediafiles.web.faces.support;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Holds the pages' sources to the house's rules. */
class PageSourcesTest {
    private static final Path WEBAPP = Path.of("src/main/webapp");
    private static final Path JAVA = Path.of("src/main/java/org/mediafiles/web/faces");
    private static final int LONGEST_PAGE = 150;
    private static final Pattern KEY = Pattern.compile("w\\['([A-Za-z0-9.]+)'\\]|(?:fmt\\.say2?\\()'([A-Za-z0-9.]+)'");
    private static final Pattern JAVA_KEY = Pattern
            .compile("(?:\\.say|messages\\.error|messages\\.done)\\(\\s*(?:null, |\"[A-Za-z]+\", )?(?:saved == 1 \\? )?"
                    + "\"([A-Za-z0-9]+\\.[A-Za-z0-9.]+)\"");

    private static List<Path> files(Path root, String ending) {
        try (Stream<Path> all = Files.walk(root)) {
            return all.filter(path -> path.toString().endsWith(ending)).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(Path path) {
        try {
            return Files.readString(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void pagesAreShort() {
        for (Path page : files(WEBAPP, ".xhtml")) {
            assertTrue(read(page).lines().count() <= LONGEST_PAGE, page.toString());
        }
    }

    @Test
    void pagesHoldNoStyleScriptOrHandler() {
        Pattern forbidden = Pattern.compile("\\sstyle=|<style|<script|\\son[a-z]+=|javascript:");
        for (Path page : files(WEBAPP, ".xhtml")) {
            Matcher matcher = forbidden.matcher(read(page));
            assertFalse(matcher.find(), () -> page + ": " + matcher.group());
        }
    }

    @Test
    void pagesHoldNoWordsOfTheirOwn() {
        Pattern comment = Pattern.compile("<!--.*?-->", Pattern.DOTALL);
        Pattern text = Pattern.compile(">([^<]*)<");
        Pattern spoken = Pattern.compile("\\s(?:title|label|aria-label|placeholder|alt|headerText|hint)=\"([^\"]*)\"");
        List<String> found = new ArrayList<>();
        for (Path page : files(WEBAPP, ".xhtml")) {
            String source = comment.matcher(read(page)).replaceAll("");
            for (Pattern pattern : List.of(text, spoken)) {
                pattern.matcher(source).results().map(match -> match.group(1).replaceAll("#\\{[^}]*\\}", ""))
                        .filter(words -> words.matches("(?s).*\\p{L}{2,}.*"))
                        .forEach(words -> found.add(page + ": " + words.strip()));
            }
        }
        assertEquals(List.of(), found);
    }

    @Test
    void everyKeyThatPagesNameStandsInTheBundles() {
        Set<String> named = new TreeSet<>();
        for (Path page : files(WEBAPP, ".xhtml")) {
            KEY.matcher(read(page)).results().forEach(match -> named
                    .add(match.group(1) == null ? match.group(2) : match.group(1)));
        }
        for (Path source : files(JAVA, ".java")) {
            JAVA_KEY.matcher(read(source)).results().map(match -> match.group(1)).forEach(named::add);
        }
        named.removeIf(key -> key.endsWith("."));
        assertTrue(named.size() > 100, "the pattern finds keys: " + named.size());
        named.removeAll(WordsTest.bundle(Language.EN).keySet());
        assertEquals(Set.of(), named);
    }

    @Test
    void coloursStandInTokensAlone() {
        String css = read(WEBAPP.resolve("resources/css/mediafiles.css"));
        String afterTokens = css.substring(css.indexOf("*, *::before"));
        Matcher matcher = Pattern.compile("#[0-9a-fA-F]{3,8}\\b(?![^{]*\\{)|rgba?\\(|hsla?\\(").matcher(afterTokens);
        assertFalse(matcher.find(), () -> matcher.group());
    }
}
