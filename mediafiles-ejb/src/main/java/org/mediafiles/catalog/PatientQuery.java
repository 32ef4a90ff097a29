package org.mediafiles.catalog;

/**
 * What to look for among the patients.
 *
 * @param words      words of the name in any order, accents and case ignored, each the beginning of a word of the name;
 *                   {@code null} or blank for all
 * @param identifier exact value of an identifier of any system; {@code null} for any
 * @param page       which page
 */
public record PatientQuery(String words, String identifier, PageRequest page) {}
