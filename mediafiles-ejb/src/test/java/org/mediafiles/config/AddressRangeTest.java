package org.mediafiles.config;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressRangeTest {
    @ParameterizedTest
    @CsvSource({"10.0.3.7,10.0.3.7,true", "10.0.3.7,10.0.3.8,false", "10.0.0.0/8,10.255.1.2,true",
            "10.0.0.0/8,11.0.0.0,false", "192.168.8.0/23,192.168.9.255,true", "192.168.8.0/23,192.168.10.0,false",
            "0.0.0.0/0,203.0.113.9,true", "2001:db8::/64,2001:db8::1,true", "2001:db8::/64,2001:db8:0:1::1,false",
            "::1,0:0:0:0:0:0:0:1,true", "10.0.3.7,::ffff:10.0.3.7,true", "0.0.0.0/0,2001:db8::1,false",
            "fe80::/10,fe80::1%eth0,true"})
    void aNetworkHoldsItsAddressesAlone(String network, String address, boolean within) {
        assertEquals(within, AddressRange.find(network).orElseThrow().contains(AddressRange.parse(address)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "proxy", "proxy.example", "10.0.0", "10.0.0.256", "10.0.0.1.2", "1", "0x7f.1", "::g",
            ":",
            "1:2:3", "10.0.0.1:80", "[::1]", "dead.beef"})
    void whatIsNoAddressIsNoneAndIsNotLookedUp(String text) {
        assertNull(AddressRange.parse(text));
        assertTrue(AddressRange.find(text + "/8").isEmpty());
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.0.0.0/33", "2001:db8::/129", "10.0.0.0/", "10.0.0.0/-1", "10.0.0.0/8/8"})
    void whatIsNoNetworkIsNone(String text) {
        assertTrue(AddressRange.find(text).isEmpty());
    }

    @Test
    void ipv4InIpv6sCoatIsIpv4() {
        assertArrayEquals(new byte[]{10, 0, 3, 7}, AddressRange.parse("::ffff:10.0.3.7"));
    }
}
