package org.mediafiles.health;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Objects;
import java.util.function.Supplier;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** UP while the gate is open; otherwise it names the gate's reason, a code without secrets and without patient data. */
@Readiness
@ApplicationScoped
public class SchemaReadiness implements HealthCheck {
    static final String NAME = "mediafiles";

    private volatile Supplier<String> obstacle = () -> "starting";

    /** @param source tells why the archive does not work yet, as a code; empty once it works; asked at each probe */
    public void watch(Supplier<String> source) {
        obstacle = Objects.requireNonNull(source);
    }

    @Override
    public HealthCheckResponse call() {
        String reason = obstacle.get();
        return reason.isEmpty()
                ? HealthCheckResponse.up(NAME)
                : HealthCheckResponse.named(NAME).down().withData("reason", reason).build();
    }
}
