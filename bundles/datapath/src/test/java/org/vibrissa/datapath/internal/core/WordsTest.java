package org.vibrissa.datapath.internal.core;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.InetAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vibrissa.net.IpAddresses;

class WordsTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "0.0.0.0",
                "10.200.0.2",
                "255.255.255.255",
                "::",
                "::1",
                "fd00:1:2:3:4:5:6:7",
                "::ffff:10.0.0.1"
            })
    void bringsEveryAddressBack(String text) {
        InetAddress address = IpAddresses.parse(text);
        int family = Words.family(address);
        assertEquals(text.contains(":") ? 6 : 4, family);
        assertEquals(address, Words.address(family, Words.of(address)));
    }

    @Test
    void putsIpv4InTheFirstWord() {
        assertArrayEquals(
                new int[] {0x0ac80002, 0, 0, 0}, Words.of(IpAddresses.parse("10.200.0.2")));
        assertArrayEquals(
                new int[] {0xfd000001, 0, 0, 0x00000002}, Words.of(IpAddresses.parse("fd00:1::2")));
    }
}
