package org.mediafiles.validation;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/** Marks of pages, drawings and scripts in text. XMP is markup too and has none of these. */
final class Markup {
    private record Mark(String text, String what) {}

    private static final int LONGEST = 16;
    private static final List<Mark> MARKS = List.of(new Mark("<html", "a web page"), new Mark("<body", "a web page"),
            new Mark("<iframe", "a web page"), new Mark("<!doctype html", "a web page"),
            new Mark("<script", "a script"), new Mark("<?php", "a script"), new Mark("<svg", "an SVG drawing"),
            new Mark("<!doctype svg", "an SVG drawing"));

    private Markup() {}

    /** @return what starts here, {@code null} for nothing */
    static String at(byte[] block, int at, int count) {
        String text = new String(block, at, Math.min(LONGEST, count - at), StandardCharsets.ISO_8859_1)
                .toLowerCase(Locale.ROOT);
        for (Mark mark : MARKS) {
            if (text.startsWith(mark.text) && isEndOfName(text, mark.text.length())) {
                return mark.what;
            }
        }
        return null;
    }

    private static boolean isEndOfName(String text, int at) {
        return at >= text.length() || " \t\r\n>:/".indexOf(text.charAt(at)) >= 0;
    }
}
