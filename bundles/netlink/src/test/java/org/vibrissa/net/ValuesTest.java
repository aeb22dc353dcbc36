package org.vibrissa.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ValuesTest {
    @ParameterizedTest
    @CsvSource({
        "10.0.0.1, 10.0.0.1",
        "255.255.255.255, 255.255.255.255",
        "::, ::",
        "::1, ::1",
        "FD00:0:0:0:0:0:0:1, fd00::1",
        "2001:db8:0:1:1:1:1:1, 2001:db8:0:1:1:1:1:1",
        "1:0:0:2:0:0:0:3, 1:0:0:2::3",
        "1:0:0:2:3:0:0:4, 1::2:3:0:0:4",
        "1::, 1::",
        "::ffff:10.1.2.3, ::ffff:10.1.2.3",
        "64:ff9b::192.0.2.1, 64:ff9b::c000:201",
        "1:2:3:4:5:6:7::, 1:2:3:4:5:6:7:0"
    })
    void readsAndWritesAddresses(String text, String canonical) {
        assertEquals(canonical, IpAddresses.format(IpAddresses.parse(text)));
        assertEquals(IpAddresses.parse(text), IpAddresses.parse(canonical));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "1",
                "localhost",
                "1.2.3",
                "1.2.3.4.5",
                "1.2.3.256",
                "01.2.3.4",
                "1.2.3.4 ",
                "1..2.3",
                "1.2.3.-4",
                "0x1.2.3.4",
                "1.2.3.4/8",
                ":",
                ":::",
                "1:2:3:4:5:6:7",
                "::1::",
                "1:2:3:4:5:6:7:8:9",
                "12345::",
                "g::",
                "fe80::1%eth0",
                "::1.2.3",
                "1.2.3.4::",
                "1:2:3:4:5:6:7:1.2.3.4",
                "1:2:3:4:5:6:7::8",
                "\u0661::",
                "::01.2.3.4"
            })
    void refusesWhatIsNoAddress(String text) {
        IllegalArgumentException e =
                assertThrows(IllegalArgumentException.class, () -> IpAddresses.parse(text));
        assertTrue(e.getMessage().contains("\"" + text + "\""), e.getMessage());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "10.0.0.0/",
                "10.0.0.0/33",
                "::/129",
                "10.0.0.0/-1",
                "10.0.0.0/08",
                "10.0.0.0/8/8",
                "/8",
                "10.0.0.0/+8",
                "10.0.0.0/8 ",
                "10.0.0.0/\u0668"
            })
    void refusesWhatIsNoPrefix(String text) {
        assertThrows(IllegalArgumentException.class, () -> IpPrefix.parse(text));
    }

    @Test
    void prefixKnowsItsNetwork() {
        IpPrefix prefix = IpPrefix.parse("10.1.2.3/20");
        assertEquals("10.1.0.0/20", prefix.network().toString());
        assertFalse(prefix.isNetwork());
        assertTrue(prefix.contains(IpAddresses.parse("10.1.15.255")));
        assertFalse(prefix.contains(IpAddresses.parse("10.1.16.0")));
        assertFalse(prefix.contains(IpAddresses.parse("::10.1.2.3")));
        assertTrue(IpPrefix.any(true).contains(IpPrefix.parse("fd00::/8")));
        assertFalse(IpPrefix.any(false).contains(IpPrefix.parse("fd00::/8")));
        assertTrue(prefix.overlaps(IpPrefix.parse("10.0.0.0/8")));
        assertFalse(prefix.overlaps(IpPrefix.parse("10.1.16.0/20")));
        assertEquals(
                "fd00::4000:0:0:0/67", IpPrefix.parse("fd00::5555:0:0:1/67").network().toString());
        assertTrue(IpPrefix.parse("::1").isHost());
        IllegalArgumentException e =
                assertThrows(
                        IllegalArgumentException.class, () -> IpPrefix.parseNetwork("10.1.2.3/20"));
        assertEquals("10.1.2.3/20 has host bits set; the network is 10.1.0.0/20", e.getMessage());
    }

    @Test
    void mappedAddressStaysIpv6() {
        assertTrue(IpAddresses.isIpv6(IpAddresses.parse("::ffff:10.0.0.1")));
        assertThrows(IllegalArgumentException.class, () -> IpAddresses.of(new byte[5]));
    }

    @Test
    void macReadsAndWrites() {
        MacAddress mac = MacAddress.parse("02:00:5E:00:53:af");
        assertEquals("02:00:5e:00:53:af", mac.toString());
        assertEquals(mac, MacAddress.of(mac.toBytes()));
        assertTrue(mac.isLocallyAdministered());
        assertFalse(mac.isMulticast());
        assertTrue(MacAddress.BROADCAST.isMulticast());
        assertThrows(IllegalArgumentException.class, () -> new MacAddress(1L << 48));
        assertThrows(IllegalArgumentException.class, () -> MacAddress.of(new byte[8]));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "02:00:5e:00:53",
                "02:00:5e:00:53:0",
                "02-00-5e-00-53-01",
                "02:00:5e:00:53:0g",
                "02:00:5e:00:53:01:02"
            })
    void refusesWhatIsNoMac(String text) {
        assertThrows(IllegalArgumentException.class, () -> MacAddress.parse(text));
    }
}
