package org.mediafiles.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mediafiles.Corpus;

class CleanTextTest {
    private static final Pattern ESCAPE = Pattern.compile("\\\\u([0-9a-fA-F]{4})|\\\\(.)");

    @Test
    void nullBecomesEmpty() {
        assertEquals("", CleanText.line(null));
        assertEquals("", CleanText.paragraph(null));
        assertEquals("", CleanText.fold(null));
        assertEquals("unnamed", CleanText.filename(null));
    }

    @Test
    void composesToNfc() {
        assertEquals("S\u00e3o Jo\u00e3o", CleanText.line("Sa\u0303o Joa\u0303o"));
    }

    @Test
    void composesWhatARemovedCharacterKeptApart() {
        assertEquals("\u00e3", CleanText.line("a\u0000\u0303"));
    }

    @ParameterizedTest
    @ValueSource(ints = {0x0, 0x1, 0x7, 0x8, 0x1B, 0x7F, 0x80, 0x9F, 0x061C, 0x200E, 0x200F, 0x202A, 0x202B, 0x202C,
            0x202D, 0x202E, 0x2066, 0x2067, 0x2068, 0x2069, 0xFEFF, 0xFFFE, 0xFFFF, 0x1FFFF, 0xE0001})
    void removesWhatIsNotSeen(int codePoint) {
        String hostile = "a" + Character.toString(codePoint) + "b";
        assertEquals("ab", CleanText.line(hostile));
        assertEquals("ab", CleanText.paragraph(hostile));
        assertEquals("ab", CleanText.filename(hostile));
    }

    @Test
    void removesLoneSurrogatesAndKeepsPairs() {
        assertEquals("ab", CleanText.line("a\ud83db"));
        assertEquals("ab", CleanText.line("a\udc69b"));
        assertEquals("a\ud83d\udc69b", CleanText.line("a\ud83d\udc69b"));
        assertEquals("a", CleanText.line("a\ud83d"));
        assertEquals("a", CleanText.line("\udc69\ud83da"));
    }

    @Test
    void keepsJoinersOfEmojiAndScripts() {
        String family = "\ud83d\udc68\u200d\ud83d\udc69\u200d\ud83d\udc67";
        assertEquals(family, CleanText.line(family));
    }

    @Test
    void lineHasNoLineBreaks() {
        assertEquals("a b c d e f", CleanText.line("  a\nb\r\nc\td\u2028e\u0085f\n"));
    }

    @Test
    void paragraphKeepsLineBreaksAsLineFeeds() {
        assertEquals("a\n\nb\nc\nd", CleanText.paragraph("\r\na  \r\n\r\nb\rc\u2029d \n"));
    }

    @ParameterizedTest
    @CsvSource({"../../../../etc/passwd.jpg,passwd.jpg", "..\\..\\WINDOWS\\win.ini,win.ini", "a\\b/c.png,c.png",
            "C:\\fakepath\\photo.jpg,photo.jpg", "/,unnamed", ".,unnamed", "..,unnamed", "'   ',unnamed",
            "x/..,unnamed",
            "a/ .. ,unnamed", "...,...", ".jpg,.jpg"})
    void filenameDropsFolders(String given, String kept) {
        assertEquals(kept, CleanText.filename(given));
    }

    @Test
    void filenameThatIsOnlyControlsIsUnnamed() {
        assertEquals("unnamed", CleanText.filename("\u0000\u202e\u0007"));
        assertEquals("unnamed", CleanText.filename(".\u0000."));
    }

    @Test
    void filenameIsCutInCodePointsAndKeepsItsExtension() {
        String cut = CleanText.filename("\ud83d\udc69".repeat(1000) + ".jpeg");
        assertEquals(255, cut.codePointCount(0, cut.length()));
        assertTrue(cut.endsWith("\ud83d\udc69.jpeg"), cut);
        assertEquals("a".repeat(251) + ".jpg", CleanText.filename("a".repeat(300) + ".jpg"));
        assertEquals("a".repeat(251) + ".jpg", CleanText.filename("a".repeat(251) + ".jpg"));
    }

    @Test
    void filenameWithoutARealExtensionIsJustCut() {
        assertEquals("a".repeat(255), CleanText.filename("a".repeat(300)));
        assertEquals("a." + "b".repeat(253), CleanText.filename("a." + "b".repeat(300)));
        assertEquals("." + "b".repeat(254), CleanText.filename("." + "b".repeat(300)));
    }

    @ParameterizedTest
    @CsvSource({"\u00c2NGELA,angela", "  Jo\u00e3o   da\u00a0Silva ,joao da silva", "Stra\u00dfe,stra\u00dfe",
            "\ufb01m,fim", "\u0130pek,ipek", "N\u00ba 7,no 7", "CONCEI\u00c7\u00c3O,conceicao"})
    void foldIgnoresAccentsCaseAndSpaces(String given, String folded) {
        assertEquals(folded, CleanText.fold(given));
        assertEquals(folded, CleanText.fold(folded));
    }

    @Test
    void cutNeverSplitsAPair() {
        assertEquals("a\ud83d\udc69", CleanText.cut("a\ud83d\udc69b", 2));
        assertEquals("ab", CleanText.cut("ab", 2));
    }

    @Test
    void hostileFilenamesOfTheCorpusBecomeHarmless() {
        List<Map<String, String>> rows = Corpus.rows("hostile_filenames.csv");
        assertFalse(rows.isEmpty());
        for (Map<String, String> row : rows) {
            String name = CleanText.filename(unquote(row.get("name_json")));
            assertFalse(name.isEmpty(), row.toString());
            assertTrue(name.codePointCount(0, name.length()) <= 255, row.toString());
            assertFalse(name.contains("/") || name.contains("\\"), row.toString());
            assertFalse(name.equals(".") || name.equals(".."), row.toString());
            assertTrue(name.codePoints().noneMatch(c -> Character.isISOControl(c) || c == 0x202E), row.toString());
            assertEquals(name, CleanText.filename(name), "cleaning twice changes nothing");
        }
    }

    private static String unquote(String json) {
        Matcher matcher = ESCAPE.matcher(json.substring(1, json.length() - 1));
        return matcher.replaceAll(found -> Matcher.quoteReplacement(
                found.group(1) == null ? found.group(2) : "" + (char) Integer.parseInt(found.group(1), 16)));
    }
}
