package org.mediafiles.web.signin;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.mediafiles.config.ProxyConfig;
import org.mediafiles.config.Settings;

class ClientOriginTest {
    private static final ProxyConfig PROXIES = Settings
            .read(key -> Optional.of("10.0.3.7, 192.168.8.0/24, 2001:db8:1::/64")
                    .filter(any -> key.equals("mediafiles.access.proxies")))
            .proxies();

    private static ClientOrigin origin(String peer, List<String> forwardedFor, List<String> proto) throws Exception {
        return ClientOrigin.of(InetAddress.getByName(peer), false, forwardedFor, proto, PROXIES);
    }

    @Test
    void whatAnUndeclaredPeerForwardsIsIgnored() throws Exception {
        assertEquals(new ClientOrigin("203.0.113.9", false, false),
                origin("203.0.113.9", List.of("10.1.1.1"), List.of("https")));
        assertEquals(new ClientOrigin("127.0.0.1", false, true),
                origin("127.0.0.1", List.of("10.1.1.1"), List.of("https")));
    }

    @Test
    void aDeclaredProxySaysWhoTheClientIsAndHowItCame() throws Exception {
        assertEquals(new ClientOrigin("203.0.113.9", true, false),
                origin("10.0.3.7", List.of("203.0.113.9"), List.of("https")));
        assertEquals(new ClientOrigin("203.0.113.9", false, false),
                origin("10.0.3.7", List.of("203.0.113.9"), List.of("http")));
        assertEquals(new ClientOrigin("203.0.113.9", false, false),
                origin("10.0.3.7", List.of("203.0.113.9"), List.of()));
        assertEquals(new ClientOrigin("10.0.3.7", true, false), origin("10.0.3.7", List.of(), List.of("HTTPS")));
    }

    @Test
    void whatTheClientWroteBeforeTheProxiesIsNotBelieved() throws Exception {
        assertEquals("203.0.113.9",
                origin("10.0.3.7", List.of("8.8.8.8, 203.0.113.9"), List.of("https")).address());
        assertEquals("203.0.113.9", origin("10.0.3.7", List.of("8.8.8.8", "203.0.113.9"), List.of("https")).address());
        assertEquals(false, origin("10.0.3.7", List.of("203.0.113.9"), List.of("https, http")).secure());
        assertEquals("10.0.3.7", origin("10.0.3.7", List.of("8.8.8.8, unknown"), List.of("https")).address());
    }

    @Test
    void severalProxiesInARowAreWalkedBack() throws Exception {
        assertEquals(new ClientOrigin("203.0.113.9", true, false), origin("10.0.3.7",
                List.of("203.0.113.9, 192.168.8.4", "192.168.8.5"), List.of("https")));
        assertEquals("192.168.8.4", origin("10.0.3.7", List.of("192.168.8.4, 192.168.8.5"), List.of("https")).address(),
                "a client within the proxies' own network");
    }

    @Test
    void ipv6IsReadInEachOfItsForms() throws Exception {
        for (String form : new String[]{"2001:db8:9::7", "[2001:db8:9::7]", "[2001:db8:9::7]:443",
                "\"[2001:db8:9::7]:443\""}) {
            assertEquals("2001:db8:9:0:0:0:0:7",
                    origin("2001:db8:1::1", List.of(form), List.of("https")).address(), form);
        }
        assertEquals("203.0.113.9", origin("2001:db8:1::1", List.of("203.0.113.9:4711"), List.of("https")).address());
        assertEquals(new ClientOrigin("0:0:0:0:0:0:0:1", false, true), origin("::1", List.of(), List.of()));
    }

    @Test
    void tlsToTheServerItselfNeedsNoProxy() throws Exception {
        assertEquals(new ClientOrigin("203.0.113.9", true, false), ClientOrigin
                .of(InetAddress.getByName("203.0.113.9"), true, List.of(), List.of("http"), PROXIES));
    }
}
