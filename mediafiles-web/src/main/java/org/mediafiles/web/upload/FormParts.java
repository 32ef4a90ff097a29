package org.mediafiles.web.upload;

import java.util.Set;

/**
 * The text parts that a form may have beside {@code file}.
 *
 * @param once     names of parts that come once at most
 * @param repeated names of parts that may come again
 * @param most     parts of any kind; past it nothing more is read
 */
record FormParts(Set<String> once, Set<String> repeated, int most) {
    /** The longest form of one file has seven parts; the rest is for clients that send empty ones. */
    private static final int SPARE = 64;

    /** Each of them at most once. */
    static FormParts of(Set<String> once) {
        return new FormParts(once, Set.of(), SPARE);
    }

    /** @param files how many files the form may bring; as many of each repeated part, and one more of all */
    static FormParts of(Set<String> once, Set<String> repeated, int files) {
        return new FormParts(once, repeated, SPARE + (files + 1) * (1 + repeated.size()));
    }

    boolean knows(String name) {
        return once.contains(name) || repeated.contains(name);
    }
}
