package org.mediafiles.validation;

import java.util.List;

/** Marks of pages, drawings and scripts in text. XMP is markup too and has none of these. */
final class Markup {
    private record Mark(String text, String what) {}

    private static final List<Mark> MARKS = List.of(new Mark("<html", "a web page"), new Mark("<body", "a web page"),
            new Mark("<iframe", "a web page"), new Mark("<!doctype html", "a web page"),
            new Mark("<script", "a script"), new Mark("<?php", "a script"), new Mark("<svg", "an SVG drawing"),
            new Mark("<!doctype svg", "an SVG drawing"));

    private Markup() {}

    /** @return what starts here, {@code null} for nothing */
    static String at(byte[] block, int at, int count) {
        for (Mark mark : MARKS) {
            int end = at + mark.text.length();
            if (stands(mark.text, block, at, count) && (end == count || " \t\r\n>:/".indexOf(block[end]) >= 0)) {
                return mark.what;
            }
        }
        return null;
    }

    /** Byte by byte, without a string for each place: there can be as many places as bytes. */
    private static boolean stands(String mark, byte[] block, int at, int count) {
        if (at + mark.length() > count) {
            return false;
        }
        for (int i = 0; i < mark.length(); i++) {
            int found = block[at + i];
            int lower = found >= 'A' && found <= 'Z' ? found + 32 : found;
            if (lower != mark.charAt(i)) {
                return false;
            }
        }
        return true;
    }
}
