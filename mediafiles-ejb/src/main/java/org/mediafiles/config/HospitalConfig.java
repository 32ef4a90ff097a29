package org.mediafiles.config;

import java.time.ZoneId;
import java.util.Locale;
import java.util.Objects;

/**
 * The hospital's time and language. They govern pages, day grouping, keys and file names, never the device's.
 *
 * @param timeZone {@code mediafiles.time-zone}, for example {@code America/Sao_Paulo}; required outside the run profile
 * @param locale   {@code mediafiles.locale}, default {@code pt-BR}; any {@code pt-*} is {@code pt-BR}, any {@code en-*} is
 *                 {@code en}
 */
public record HospitalConfig(ZoneId timeZone, Locale locale) {
    public static final Locale PORTUGUESE = Locale.forLanguageTag("pt-BR");

    public HospitalConfig {
        Objects.requireNonNull(timeZone, "timeZone");
        Objects.requireNonNull(locale, "locale");
        if (!locale.equals(PORTUGUESE) && !locale.equals(Locale.ENGLISH)) {
            throw new IllegalArgumentException("mediafiles.locale: pt-BR or en");
        }
    }
}
