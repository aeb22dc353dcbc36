package org.vibrissa.datapath.internal.packet;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vibrissa.net.IpAddresses;
import org.vibrissa.net.MacAddress;

class PacketBuilderTest {
    private static final MacAddress TO = MacAddress.parse("02:00:5e:00:53:02");
    private static final MacAddress FROM = MacAddress.parse("02:00:5e:00:53:01");

    private static PacketBuilder packet(boolean v6) {
        return PacketBuilder.ethernet(TO, FROM)
                .ip(
                        IpAddresses.parse(v6 ? "2001:db8::1" : "192.0.2.1"),
                        IpAddresses.parse(v6 ? "2001:db8::2" : "192.0.2.2"));
    }

    /** The example of RFC 1071, section 3. */
    @Test
    void sumsAsTheRfcDoes() {
        byte[] data = HexFormat.of().parseHex("0001f203f4f5f6f7");
        assertEquals(0xddf2, Checksum.add(0, data, 0, data.length));
        assertEquals(0x220d, Checksum.finish(Checksum.add(0, data, 0, data.length)));
    }

    @Test
    void countsAnOddLastByteAsHighByte() {
        assertEquals(0x0100 + 0x0200, Checksum.add(0, new byte[] {1, 0, 2}, 0, 3));
    }

    /** A known packet, byte by byte; its checksums were worked out by hand. */
    @Test
    void buildsAKnownUdpPacket() {
        byte[] frame = packet(false).udp(1, 2).payload(1).build();
        assertEquals(
                "02005e00530202005e0053010800"
                        + "4500001d1234000040 11 e498 c0000201 c0000202".replace(" ", "")
                        + "0001000200097bd500",
                HexFormat.of().formatHex(frame));
    }

    @ParameterizedTest
    @CsvSource({
        "false, udp, 0", "false, udp, 1", "false, udp, 1400", "false, tcp, 0", "false, tcp, 333",
        "false, echo, 56", "true, udp, 1", "true, udp, 64", "true, tcp, 7", "true, echo, 56"
    })
    void givesEveryPacketChecksumsThatAddUp(boolean v6, String transport, int payload) {
        PacketBuilder builder = packet(v6);
        switch (transport) {
            case "udp" -> builder.udp(40000, 53);
            case "tcp" -> builder.tcp(40000, 80, 2);
            default -> builder.echo(7);
        }
        byte[] frame = builder.payload(payload).build();
        int header = v6 ? 40 : 20;
        int length = frame.length - 14 - header;
        int sum = 0;
        if (v6 || !transport.equals("echo")) {
            int addresses = v6 ? 32 : 8;
            int protocol = frame[14 + (v6 ? 6 : 9)] & 0xff;
            sum = Checksum.add(sum, frame, 14 + header - addresses, addresses) + protocol + length;
        }
        assertEquals(0, Checksum.finish(Checksum.add(sum, frame, 14 + header, length)));
        if (!v6) {
            assertEquals(0, Checksum.finish(Checksum.add(0, frame, 14, 20)), "IPv4 header");
        }
    }

    @Test
    void spoilsCopiesOnly() {
        byte[] frame = packet(false).udp(1, 2).build();
        byte[] before = frame.clone();
        assertEquals(0x40, PacketBuilder.poke(frame, 14, 0x40)[14]);
        assertArrayEquals(Arrays.copyOf(before, 20), PacketBuilder.truncate(frame, 20));
        assertArrayEquals(before, frame);
    }
}
