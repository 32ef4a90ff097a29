package org.mediafiles.schema.preflight;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.mediafiles.schema.preflight.Scene.assertFine;
import static org.mediafiles.schema.preflight.Scene.assertFound;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.management.Attribute;
import javax.management.AttributeList;
import javax.management.AttributeNotFoundException;
import javax.management.DynamicMBean;
import javax.management.MBeanInfo;
import javax.management.MBeanServer;
import javax.management.MBeanServerFactory;
import javax.management.ObjectName;
import org.junit.jupiter.api.Test;
import org.mediafiles.config.SchemaConfig;
import org.mediafiles.schema.version.Finding;
import org.mediafiles.schema.version.Finding.Level;

class DeploymentChecksTest {
    private static final String UNDERTOW = "jboss.as:subsystem=undertow,";

    private final MBeanServer beans = MBeanServerFactory.newMBeanServer();

    /** A part of WildFly's model, as it shows it to programs in its process. */
    private record Part(Map<String, Object> attributes) implements DynamicMBean {
        @Override
        public Object getAttribute(String name) throws AttributeNotFoundException {
            if (!attributes.containsKey(name)) {
                throw new AttributeNotFoundException(name);
            }
            return attributes.get(name);
        }

        @Override
        public void setAttribute(Attribute attribute) {
            throw new UnsupportedOperationException();
        }

        @Override
        public AttributeList getAttributes(String[] names) {
            return new AttributeList();
        }

        @Override
        public AttributeList setAttributes(AttributeList attributes) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Object invoke(String action, Object[] parameters, String[] signature) {
            throw new UnsupportedOperationException();
        }

        @Override
        public MBeanInfo getMBeanInfo() {
            return new MBeanInfo(Part.class.getName(), "", null, null, null, null);
        }
    }

    private void server(String name, Map<String, Object> attributes) throws Exception {
        beans.registerMBean(new Part(attributes), new ObjectName(UNDERTOW + name));
    }

    private DeploymentChecks checks(String bindAddress) {
        return new DeploymentChecks(new WebServer(beans), Optional.ofNullable(bindAddress), Clock.systemUTC());
    }

    private List<Finding> tls(String bindAddress) {
        return Scene.empty().run(checks(bindAddress)::tls);
    }

    private List<Finding> cookie(String bindAddress) {
        return Scene.empty().run(look -> checks(bindAddress).cookie());
    }

    @Test
    void whatTheCommandLineCannotKnowIsAskedFor() {
        assertFound(Level.WARNING, "tls-unknown", tls(null));
        assertFound(Level.WARNING, "cookie-unknown", cookie(null));
    }

    @Test
    void listenerWithoutTlsIsAWarningUnlessNobodyElseReachesIt() throws Exception {
        server("server=default-server", Map.of());
        server("server=default-server,http-listener=default", Map.of("proxyAddressForwarding", false));
        server("server=default-server,https-listener=https", Map.of());
        assertEquals("1", assertFound(Level.WARNING, "tls-plain", tls("0.0.0.0")).arguments().get(0));
        assertFound(Level.WARNING, "cookie-plain", cookie("0.0.0.0"));
        assertFine(tls("127.0.0.1"));
        assertFine(cookie("127.0.0.1"));
    }

    @Test
    void proxyIsAskedAbout() throws Exception {
        server("server=default-server,http-listener=default", Map.of("proxyAddressForwarding", true));
        assertFound(Level.WARNING, "tls-by-proxy", tls(null));
    }

    @Test
    void serverThatOnlyEncryptsIsFine() throws Exception {
        server("server=default-server,https-listener=https", Map.of());
        server("servlet-container=default,setting=session-cookie", Map.of("secure", true));
        assertFine(tls("0.0.0.0"));
        assertFine(cookie("0.0.0.0"));
    }

    @Test
    void demoUserOutsideOfTheDemonstrationStopsTheOpening() {
        Scene scene = Scene.migrated();
        assertFine(scene.check("demo-users", Purpose.DEPLOY));
        scene.execute(
                "insert into public.accounts_eqmduser (password, is_superuser, username, first_name, last_name, email,"
                        + " is_staff, is_active, date_joined) values ('!', false, 'viewer', '', '', '', false, true, now());"
                        + " insert into mediafiles_ops.user_role (user_id, role, demo) select id, 'viewer', true from"
                        + " public.accounts_eqmduser");
        assertEquals(List.of("viewer"),
                assertFound(Level.STOPS, "demo-users", scene.check("demo-users", Purpose.DEPLOY)).examples());
        assertFound(Level.WARNING, "demo-users", scene.check("demo-users"));
        SchemaConfig defaults = SchemaConfig.DEFAULTS;
        scene.config(
                new SchemaConfig(defaults.onStartup(), true, defaults.backup(), Optional.empty(), 5, Optional.empty(),
                        Optional.empty(), false, defaults.lockWait(), defaults.statementTimeout()));
        assertFine(scene.check("demo-users", Purpose.DEPLOY));
        scene.config(defaults).execute("update public.accounts_eqmduser set is_active = false");
        assertFine(scene.check("demo-users", Purpose.DEPLOY));
    }

    @Test
    void clocksThatDifferByMoreThanFiveSecondsAreSeen() {
        Scene scene = Scene.empty();
        assertFine(scene.check("clocks"));
        for (long seconds : new long[]{-7, 7, 3600}) {
            DeploymentChecks off = new DeploymentChecks(new WebServer(beans), Optional.empty(),
                    Clock.offset(Clock.systemUTC(), Duration.ofSeconds(seconds)));
            Check check = Check.of("clocks", Topic.DEPLOYMENT, off::clock);
            Finding differ = assertFound(Level.STOPS, "clocks-differ", scene.run(check, Purpose.DEPLOY));
            assertEquals(Math.abs(seconds), Long.parseLong(differ.arguments().get(0)), 1);
            assertFound(Level.WARNING, "clocks-differ", scene.run(check, Purpose.MIGRATE));
        }
        DeploymentChecks near = new DeploymentChecks(new WebServer(beans), Optional.empty(),
                Clock.offset(Clock.systemUTC(), Duration.ofSeconds(3)));
        assertFine(scene.run(near::clock));
    }
}
