package org.mediafiles.web.faces.support;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import org.mediafiles.schema.SchemaGate;

/**
 * Why nobody gets in, for whoever stands before the closed gate: what kind of thing is the matter and what to do, without names,
 * folders or logins, which stand in the server's log.
 */
@Named
@RequestScoped
public class NotReadyBacking {
    @Inject
    private SchemaGate gate;
    @Inject
    private WordsBacking words;

    /** @return whether it does not open by itself */
    public boolean isWaitingForAnAdmin() {
        return gate.state() == SchemaGate.State.FAILED;
    }

    /** @return a code, as readiness and the log say it */
    public String getReason() {
        return gate.reason();
    }

    /** @return one sentence; empty where there is none for that reason */
    public String getSentence() {
        String key = "migrations.gate." + gate.reason();
        String sentence = words.words().say(key);
        return sentence.equals(key) ? "" : sentence;
    }
}
