package org.mediafiles.web.faces.support;

import java.text.MessageFormat;
import java.util.List;
import java.util.Map;
import java.util.MissingResourceException;
import java.util.ResourceBundle;
import java.util.stream.Collectors;
import org.mediafiles.config.UploadLimits;
import org.mediafiles.problem.MediaFilesException;
import org.mediafiles.problem.ProblemCode;

/** The words of one language: plain ones, ones with something put in, and what is said of a problem. */
public final class Words {
    /** Both languages have a file of their own, so that the server's own language is never fallen back to. */
    static final String BUNDLE = "org.mediafiles.web.faces.words";

    private final ResourceBundle bundle;
    private final Language language;
    private final HospitalFormat format;
    private final UploadLimits limits;

    public Words(Language language, HospitalFormat format, UploadLimits limits) {
        this.language = language;
        this.bundle = ResourceBundle.getBundle(BUNDLE, language.locale(), Words.class.getClassLoader());
        this.format = format;
        this.limits = limits;
    }

    /** @return the words under that key, or the key where there are none */
    public String say(String key, Object... values) {
        try {
            String words = bundle.getString(key);
            return values.length == 0 ? words : new MessageFormat(words, language.locale()).format(values);
        } catch (MissingResourceException e) {
            return key;
        }
    }

    /** @return all words whose keys begin with the prefix, by the rest of their keys */
    public Map<String, String> beginningWith(String prefix) {
        return bundle.keySet().stream().filter(key -> key.startsWith(prefix))
                .collect(Collectors.toMap(key -> key.substring(prefix.length()), bundle::getString));
    }

    /** @return what a person reads of a failure; of a field that is named, what is wrong with that field */
    public String problem(MediaFilesException failure) {
        Object rule = failure.extensions().get("rule");
        if (rule != null) {
            return say("password.rule." + rule, failure.extensions().getOrDefault("limit", ""));
        }
        String special = "problem." + failure.code().code() + '.' + failure.extensions().get("reason");
        if (bundle.containsKey(special)) {
            return say(special);
        }
        String atField = failure.field().map(field -> "problem." + failure.code().code() + '.' + field).orElse(null);
        if (atField != null && bundle.containsKey(atField)) {
            return say(atField, limits.maxDescriptionLength());
        }
        return problem(failure.code());
    }

    /** @return what a person reads of a code, with the limits as they are configured */
    public String problem(ProblemCode code) {
        List<Object> values = switch (code) {
            case UPLOAD_TOO_LARGE -> List.of(format.limit(limits.maxPhotoBytes()));
            case TOO_MANY_PIXELS -> List.of(format.megapixels(limits.maxPhotoPixels()),
                    format.number(limits.maxPhotoSide()));
            case CLIP_TOO_LONG -> List.of(limits.maxVideoDuration().toSeconds());
            case TOO_MANY_IMAGES -> List.of(limits.maxSeriesImages());
            default -> List.of();
        };
        return say("problem." + code.code(), values.toArray());
    }

    /** @return what a person reads of a code where a clip is at fault, not a picture */
    public String videoProblem(ProblemCode code) {
        String key = "problem." + code.code() + ".video";
        if (!bundle.containsKey(key)) {
            return problem(code);
        }
        return switch (code) {
            case UPLOAD_TOO_LARGE -> say(key, format.limit(limits.maxVideoBytes()));
            case TOO_MANY_PIXELS -> say(key, format.number(limits.maxVideoSide()));
            default -> say(key);
        };
    }
}
