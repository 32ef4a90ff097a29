package org.mediafiles.config;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An address or a network. Only literals: no name is ever looked up.
 *
 * @param network 4 or 16 bytes
 * @param bits    how many of its first bits count
 */
public record AddressRange(byte[] network, int bits) {
    private static final Pattern IPV4 = Pattern.compile("(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})");
    private static final Pattern IPV6 = Pattern.compile("[0-9a-fA-F:.]*:[0-9a-fA-F:.]*");

    public AddressRange {
        network = network.clone();
    }

    /** @param text an address, or an address, a slash and a number of bits */
    static Optional<AddressRange> find(String text) {
        int slash = text.indexOf('/');
        byte[] network = parse(slash < 0 ? text : text.substring(0, slash));
        if (network == null) {
            return Optional.empty();
        }
        String bits = slash < 0 ? String.valueOf(network.length * 8) : text.substring(slash + 1);
        if (!bits.matches("\\d{1,3}") || Integer.parseInt(bits) > network.length * 8) {
            return Optional.empty();
        }
        return Optional.of(new AddressRange(network, Integer.parseInt(bits)));
    }

    /** @return 4 bytes, also of an IPv4 address in IPv6's coat, or 16; {@code null} where the text is no address */
    public static byte[] parse(String text) {
        String literal = text == null ? "" : text.replaceFirst("%.*$", "");
        Matcher ipv4 = IPV4.matcher(literal);
        if (ipv4.matches()) {
            byte[] address = new byte[4];
            for (int i = 0; i < 4; i++) {
                int part = Integer.parseInt(ipv4.group(i + 1));
                if (part > 255) {
                    return null;
                }
                address[i] = (byte) part;
            }
            return address;
        }
        if (!IPV6.matcher(literal).matches()) {
            return null;
        }
        try {
            // With a colon it is a literal or an error, never a name to look up.
            return InetAddress.getByName(literal).getAddress();
        } catch (UnknownHostException none) {
            return null;
        }
    }

    /** @param address as {@link #parse} gives it */
    public boolean contains(byte[] address) {
        if (address.length != network.length) {
            return false;
        }
        for (int bit = 0; bit < bits; bit++) {
            int mask = 0x80 >> (bit % 8);
            if ((address[bit / 8] & mask) != (network[bit / 8] & mask)) {
                return false;
            }
        }
        return true;
    }

    @Override
    public byte[] network() {
        return network.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof AddressRange range && bits == range.bits && Arrays.equals(network, range.network);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(network) + bits;
    }

    @Override
    public String toString() {
        return HexFormat.of().formatHex(network) + '/' + bits;
    }
}
