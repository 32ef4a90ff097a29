package org.mediafiles.it;

import java.time.Duration;
import java.time.Instant;
import org.jboss.arquillian.container.spi.client.deployment.DeploymentScenario;
import org.jboss.arquillian.container.spi.event.DeployManagedDeployments;
import org.jboss.arquillian.container.spi.event.UnDeployManagedDeployments;
import org.jboss.arquillian.container.test.impl.client.deployment.event.GenerateDeployment;
import org.jboss.arquillian.core.api.InstanceProducer;
import org.jboss.arquillian.core.api.annotation.Inject;
import org.jboss.arquillian.core.api.annotation.Observes;
import org.jboss.arquillian.core.spi.EventContext;
import org.jboss.arquillian.core.spi.LoadableExtension;
import org.jboss.arquillian.test.spi.annotation.ClassScoped;
import org.mediafiles.launcher.Readiness;

/**
 * Keeps the first test class's deployment for all that follow. Arquillian would deploy the EAR anew for each class, which
 * costs more than all tests together; the server's own end removes it.
 */
public final class SharedDeployment implements LoadableExtension {
    private static final Duration READY_WITHIN = Duration.ofMinutes(3);

    @Override
    public void register(ExtensionBuilder builder) {
        builder.observer(Keeper.class);
    }

    /** Stands around Arquillian's own events. */
    public static final class Keeper {
        @Inject
        @ClassScoped
        private InstanceProducer<DeploymentScenario> scenarioOfClass;

        private DeploymentScenario shared;
        private boolean deployed;

        public void generate(@Observes EventContext<GenerateDeployment> context) {
            if (shared == null) {
                context.proceed();
                shared = scenarioOfClass.get();
            } else {
                scenarioOfClass.set(shared);
            }
        }

        public void deploy(@Observes EventContext<DeployManagedDeployments> context) {
            if (!deployed) {
                deployed = true;
                context.proceed();
                awaitReadiness();
            }
        }

        public void undeploy(@Observes EventContext<UnDeployManagedDeployments> context) {
            // Kept for the next class.
        }

        private static void awaitReadiness() {
            Readiness readiness = new Readiness(Integer.getInteger("mediafiles.it.management-port"));
            Instant end = Instant.now().plus(READY_WITHIN);
            while (!readiness.isUp()) {
                if (Instant.now().isAfter(end)) {
                    throw new IllegalStateException("readiness is not UP: see target/it/server/log/server.log");
                }
                try {
                    Thread.sleep(250);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    throw new IllegalStateException("interrupted", e);
                }
            }
        }
    }
}
