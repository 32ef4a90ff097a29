package org.mediafiles.it;

import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/** See {@link NeedsBrowser}. */
final class BrowserCondition implements ExecutionCondition {
    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        if (Browser.isThere()) {
            return ConditionEvaluationResult.enabled("Chromium and its driver are there");
        }
        String reason = "SKIPPED: no Chromium with its driver on this machine (Debian: apt-get install chromium "
                + "chromium-driver; elsewhere -Dmediafiles.it.chromium=<file> -Dmediafiles.it.chromedriver=<file>)";
        if (context.getTestMethod().isEmpty()) {
            System.out.println(context.getDisplayName() + " " + reason);
        }
        return ConditionEvaluationResult.disabled(reason);
    }
}
