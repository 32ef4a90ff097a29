package org.mediafiles.web.signin;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.mediafiles.config.AddressRange;
import org.mediafiles.config.ProxyConfig;

/**
 * Where a request comes from. What {@code X-Forwarded-…} headers say is believed of declared proxies alone; anybody can
 * send them.
 *
 * @param address the client's; the peer's where nobody else's can be believed
 * @param secure  it came over TLS, to us or to a declared proxy
 * @param local   it came from this machine, through no declared proxy
 */
record ClientOrigin(String address, boolean secure, boolean local) {
    /**
     * @param peer           who has opened the connection
     * @param tls            the connection itself is TLS
     * @param forwardedFor   every {@code X-Forwarded-For} of the request, in order
     * @param forwardedProto every {@code X-Forwarded-Proto} of the request, in order
     */
    static ClientOrigin of(InetAddress peer, boolean tls, List<String> forwardedFor, List<String> forwardedProto,
            ProxyConfig proxies) {
        String peerAddress = text(peer.getAddress());
        List<String> protocols = parts(forwardedProto);
        List<String> addresses = parts(forwardedFor);
        if (!proxies.isDeclared(peer.getAddress()) || protocols.isEmpty() && addresses.isEmpty()) {
            return new ClientOrigin(peerAddress, tls, peer.isLoopbackAddress());
        }
        // Each proxy appends. One that says plain http makes all of it plain: a client can only have written the first ones.
        boolean secure = !protocols.isEmpty() && protocols.stream().allMatch("https"::equalsIgnoreCase);
        return new ClientOrigin(client(peerAddress, addresses, proxies), secure, false);
    }

    /** Walks back from the nearest proxy to the first address that is no declared one's. */
    private static String client(String peerAddress, List<String> addresses, ProxyConfig proxies) {
        List<String> nearestFirst = new ArrayList<>(addresses);
        Collections.reverse(nearestFirst);
        String client = peerAddress;
        for (String part : nearestFirst) {
            byte[] address = AddressRange.parse(withoutPort(part));
            if (address == null) {
                return client;
            }
            client = text(address);
            if (!proxies.isDeclared(address)) {
                return client;
            }
        }
        return client;
    }

    private static List<String> parts(List<String> headers) {
        return headers.stream().flatMap(header -> List.of(header.split(",")).stream()).map(String::strip)
                .filter(part -> !part.isEmpty()).toList();
    }

    /** {@code 10.0.3.7:51234}, {@code [2001:db8::7]:51234} and {@code "[2001:db8::7]"} are written, too. */
    private static String withoutPort(String part) {
        String bare = part.replace("\"", "");
        if (bare.startsWith("[")) {
            int end = bare.indexOf(']');
            return end < 0 ? bare : bare.substring(1, end);
        }
        boolean oneColon = bare.indexOf(':') >= 0 && bare.indexOf(':') == bare.lastIndexOf(':');
        return oneColon ? bare.substring(0, bare.indexOf(':')) : bare;
    }

    private static String text(byte[] address) {
        try {
            return InetAddress.getByAddress(address).getHostAddress();
        } catch (UnknownHostException impossible) {
            throw new IllegalStateException("4 or 16 bytes are an address", impossible);
        }
    }
}
