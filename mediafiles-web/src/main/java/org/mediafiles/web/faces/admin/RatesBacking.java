package org.mediafiles.web.faces.admin;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.List;
import org.mediafiles.config.RateConfig;
import org.mediafiles.security.LimitedPerson;
import org.mediafiles.security.RateLimitService;
import org.mediafiles.web.signin.CurrentCaller;

/** A part of the people's page: what one person may have within a minute, and who met a limit lately. */
@Named
@RequestScoped
public class RatesBacking {
    @Inject
    private RateLimitService rates;
    @Inject
    private CurrentCaller current;

    private RateConfig limits;
    private List<LimitedPerson> lately;

    public RateConfig getLimits() {
        if (limits == null) {
            limits = rates.limits(current.get());
        }
        return limits;
    }

    public List<LimitedPerson> getLately() {
        if (lately == null) {
            lately = rates.lately(current.get());
        }
        return lately;
    }
}
