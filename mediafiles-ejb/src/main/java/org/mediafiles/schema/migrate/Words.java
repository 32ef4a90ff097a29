package org.mediafiles.schema.migrate;

import java.text.MessageFormat;
import java.util.List;
import java.util.Locale;
import java.util.ResourceBundle;

/** The sentences of this package, in both languages. */
final class Words {
    private Words() {}

    static String of(Locale locale, String key, List<String> arguments) {
        ResourceBundle bundle = ResourceBundle.getBundle("org.mediafiles.schema.migrate", locale,
                ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES));
        return new MessageFormat(bundle.getString(key), locale).format(arguments.toArray());
    }
}
