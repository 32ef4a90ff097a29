package org.mediafiles.web.faces.clinician;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.mediafiles.catalog.EventLink;
import org.mediafiles.problem.MediaFilesException;
import org.mediafiles.problem.ProblemCode;
import org.mediafiles.web.faces.support.Json;
import org.mediafiles.web.faces.support.WordsBacking;
import org.primefaces.PrimeFaces;

/** What saving refuses of single files: the page's script shows it at each of them. */
final class Refusals {
    private final WordsBacking words;
    private final boolean video;
    private final List<Map<String, Object>> refused = new ArrayList<>();

    Refusals(WordsBacking words, boolean video) {
        this.words = words;
        this.video = video;
    }

    /** @param duplicateOf where it stands already; may be {@code null} */
    void add(UUID upload, MediaFilesException failure, EventLink duplicateOf) {
        add(upload, failure.code(),
                video ? words.words().videoProblem(failure.code()) : words.words().problem(failure), duplicateOf);
    }

    private void add(UUID upload, ProblemCode code, String message, EventLink duplicateOf) {
        Map<String, Object> refusal = new LinkedHashMap<>();
        refusal.put("uploadId", upload.toString());
        refusal.put("code", code.code());
        refusal.put("message", message);
        if (duplicateOf != null) {
            refusal.put("duplicateHref", words.hrefOf(duplicateOf.type(), duplicateOf.id()));
        }
        refused.add(refusal);
    }

    /** Those that the patient has already and that nobody said to keep. */
    void addDuplicates(Map<UUID, EventLink> duplicates, Set<UUID> anyway) {
        duplicates.forEach((upload, event) -> {
            if (!anyway.contains(upload)) {
                add(upload, ProblemCode.DUPLICATE_MEDIA, words.words().problem(ProblemCode.DUPLICATE_MEDIA), event);
            }
        });
    }

    /** Those that do not wait any more. */
    void addUnknown(Collection<UUID> chosen, Set<UUID> waiting) {
        chosen.stream().filter(upload -> !waiting.contains(upload)).forEach(upload -> add(upload,
                ProblemCode.UNKNOWN_UPLOAD, words.words().problem(ProblemCode.UNKNOWN_UPLOAD), null));
    }

    boolean isEmpty() {
        return refused.isEmpty();
    }

    /** Hands them to the script. */
    void tell() {
        PrimeFaces.current().ajax().addCallbackParam("refused", Json.write(refused));
    }
}
