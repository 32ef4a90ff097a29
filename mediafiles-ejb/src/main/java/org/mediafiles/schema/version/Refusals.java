package org.mediafiles.schema.version;

import org.mediafiles.problem.MediaFilesException;

/** Sentences of expected failures that go into longer ones. */
public final class Refusals {
    private static final String UNCHANGED = " Nothing was changed.";

    private Refusals() {}

    /** @return the sentence without its own assurance, where the longer one gives it */
    public static String within(MediaFilesException refused) {
        String sentence = String.valueOf(refused.getMessage());
        return sentence.endsWith(UNCHANGED) ? sentence.substring(0, sentence.length() - UNCHANGED.length()) : sentence;
    }
}
