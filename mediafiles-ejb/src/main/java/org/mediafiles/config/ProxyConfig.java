package org.mediafiles.config;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Whose word counts for where a request comes from.
 *
 * @param proxies {@code mediafiles.access.proxies}, none by default: addresses and networks of the proxies that end TLS in
 *                front of the server, separated by commas, for example {@code 10.0.3.7, 192.168.8.0/24, 2001:db8::/64}
 */
public record ProxyConfig(List<AddressRange> proxies) {
    public static final ProxyConfig DEFAULTS = new ProxyConfig(List.of());

    public ProxyConfig {
        proxies = List.copyOf(proxies);
    }

    /** @throws IllegalArgumentException where a part is no address or network */
    static ProxyConfig parse(String text) {
        List<AddressRange> ranges = new ArrayList<>();
        Arrays.stream(text.split(",")).map(String::strip).filter(part -> !part.isEmpty())
                .forEach(part -> ranges.add(AddressRange.find(part).orElseThrow(() -> new IllegalArgumentException(
                        "mediafiles.access.proxies: addresses or networks, for example 10.0.3.7, 2001:db8::/64"))));
        return new ProxyConfig(ranges);
    }

    /** @param address as {@link AddressRange#parse} gives it; {@code null} is nobody's */
    public boolean isDeclared(byte[] address) {
        return address != null && proxies.stream().anyMatch(range -> range.contains(address));
    }
}
