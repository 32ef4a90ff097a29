package org.mediafiles.schema.preflight;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.MalformedObjectNameException;
import javax.management.ObjectName;

/**
 * What WildFly tells of its own web server over JMX, to programs within its process. At the command line there is none, and
 * nothing is known.
 */
final class WebServer {
    private static final String UNDERTOW = "jboss.as:subsystem=undertow,";

    private final MBeanServer beans;

    WebServer(MBeanServer beans) {
        this.beans = beans;
    }

    /** @return whether this is a server that tells */
    boolean isKnown() {
        return !named("server=*,*").isEmpty();
    }

    /** @return listeners that speak HTTP without TLS */
    int plainListeners() {
        return named("server=*,http-listener=*").size() + named("server=*,ajp-listener=*").size();
    }

    /** @return whether every plain listener trusts a proxy to say how the client came */
    boolean isBehindProxy() {
        List<ObjectName> listeners = named("server=*,http-listener=*");
        return !listeners.isEmpty() && listeners.stream()
                .allMatch(listener -> attribute(listener, "proxyAddressForwarding").orElse(false));
    }

    /** @return whether session cookies are sent over TLS alone; empty where the server has no word on it */
    Optional<Boolean> isSessionCookieSecure() {
        List<Boolean> settings = new ArrayList<>();
        for (ObjectName cookie : named("servlet-container=*,setting=session-cookie")) {
            attribute(cookie, "secure").ifPresent(settings::add);
        }
        return settings.isEmpty() ? Optional.empty() : Optional.of(!settings.contains(false));
    }

    private List<ObjectName> named(String pattern) {
        try {
            return List.copyOf(beans.queryNames(new ObjectName(UNDERTOW + pattern), null));
        } catch (MalformedObjectNameException never) {
            throw new IllegalStateException(never);
        }
    }

    private Optional<Boolean> attribute(ObjectName bean, String name) {
        try {
            return Optional.ofNullable(beans.getAttribute(bean, name)).map(Object::toString).map(Boolean::valueOf);
        } catch (JMException absent) {
            return Optional.empty();
        }
    }
}
