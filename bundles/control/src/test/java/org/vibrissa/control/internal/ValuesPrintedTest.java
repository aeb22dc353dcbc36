package org.vibrissa.control.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.vibrissa.control.Table;
import org.vibrissa.control.internal.print.Json;
import org.vibrissa.control.internal.print.TablePrinter;
import org.vibrissa.net.IpAddresses;
import org.vibrissa.net.IpPrefix;
import org.vibrissa.net.MacAddress;

/** How network values look to people and programs. */
class ValuesPrintedTest {
    private record Row(InetAddress address, MacAddress mac, IpPrefix prefix, Duration age) {}

    private static final Row ROW =
            new Row(
                    IpAddresses.parse("fd00:0:0:0:0:0:0:2"),
                    MacAddress.parse("02:00:5E:00:53:01"),
                    IpPrefix.parse("fd00:0:0::/64"),
                    Duration.ofMillis(1500));

    @Test
    void printsAddressesInTheirShortestForm() {
        StringWriter out = new StringWriter();
        new TablePrinter(ZoneOffset.UTC)
                .print(
                        Table.of(List.of(ROW))
                                .column("IP", "ip", Row::address)
                                .column("ALL", "all", r -> List.of(r.address(), r.prefix()))
                                .column("MAYBE", "maybe", r -> Optional.of(r.address()))
                                .column("MAC", "mac", Row::mac),
                        new PrintWriter(out, true),
                        new PrintWriter(out, true));
        assertEquals(
                """
                IP        ALL         MAYBE     MAC
                fd00::2   fd00::2     fd00::2   02:00:5e:00:53:01
                          fd00::/64
                """,
                out.toString());
    }

    @Test
    void writesNetworkValuesAsText() {
        assertEquals(
                "{\"address\":\"fd00::2\",\"mac\":\"02:00:5e:00:53:01\",\"prefix\":\"fd00::/64\","
                        + "\"age\":1.5}",
                Json.tree(ROW).toString());
    }

    private record Maybe(Optional<String> text, OptionalInt count, OptionalLong size) {}

    @Test
    void leavesAbsentValuesOut() {
        assertEquals(
                "{\"text\":\"a\",\"count\":1,\"size\":2}",
                Json.tree(new Maybe(Optional.of("a"), OptionalInt.of(1), OptionalLong.of(2)))
                        .toString());
        assertEquals(
                "{}",
                Json.tree(new Maybe(Optional.empty(), OptionalInt.empty(), OptionalLong.empty()))
                        .toString());
    }
}
