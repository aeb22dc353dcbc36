package org.vibrissa.hubble.internal.filter;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.vibrissa.flow.FlowEvent;
import org.vibrissa.hubble.internal.message.EventUuid;
import org.vibrissa.hubble.proto.flow.FlowFilter;
import org.vibrissa.hubble.proto.flow.NetworkInterface;
import org.vibrissa.hubble.proto.flow.TCPFlags;
import org.vibrissa.state.NearestName;

/** What stands in a packet's headers, and which event it is. */
final class PacketTests {
    private static final int TCP = 6;
    private static final int UDP = 17;
    private static final int SCTP = 132;

    /** No packet has it: of layer 7. */
    private static final List<Integer> NONE = List.of();

    private static final Map<String, List<Integer>> PROTOCOLS =
            Map.of(
                    "icmp", List.of(1, 58),
                    "icmpv4", List.of(1),
                    "icmpv6", List.of(58),
                    "igmp", List.of(2),
                    "sctp", List.of(SCTP),
                    "tcp", List.of(TCP),
                    "udp", List.of(UDP),
                    "vrrp", List.of(112),
                    "dns", NONE,
                    "http", NONE);

    private PacketTests() {}

    static void add(FlowFilter filter, EventUuid uuids, List<FlowTest> tests)
            throws FilterRejected {
        if (filter.getUuidCount() > 0) {
            tests.add(uuid(filter.getUuidList(), uuids));
        }
        if (filter.getProtocolCount() > 0) {
            tests.add(protocol(filter.getProtocolList()));
        }
        if (filter.getSourcePortCount() > 0) {
            Numbers ports = ports("source_port", filter.getSourcePortList());
            tests.add(flow -> hasPorts(flow.event()) && ports.contains(flow.event().sourcePort()));
        }
        if (filter.getDestinationPortCount() > 0) {
            Numbers ports = ports("destination_port", filter.getDestinationPortList());
            tests.add(
                    flow ->
                            hasPorts(flow.event())
                                    && ports.contains(flow.event().destinationPort()));
        }
        if (filter.getTcpFlagsCount() > 0) {
            tests.add(tcpFlags(filter.getTcpFlagsList()));
        }
        if (filter.getInterfaceCount() > 0) {
            tests.add(device(filter.getInterfaceList()));
        }
        // No packet here is encrypted by the datapath, and none has a trace id in its IP options.
        if (filter.getEncryptedCount() > 0 && !filter.getEncryptedList().contains(false)) {
            tests.add(flow -> false);
        }
        if (filter.getIpTraceIdCount() > 0 && !filter.getIpTraceIdList().contains(0L)) {
            tests.add(flow -> false);
        }
    }

    /** A sequence is compared, not a text: a uuid of another node or boot is none of ours. */
    private static FlowTest uuid(List<String> wanted, EventUuid uuids) {
        Set<Long> sequences = new HashSet<>();
        for (String text : wanted) {
            long sequence = uuids.sequence(text);
            if (sequence >= 0) {
                sequences.add(sequence);
            }
        }
        return flow -> sequences.contains(flow.event().sequence());
    }

    private static FlowTest protocol(List<String> names) throws FilterRejected {
        List<Integer> numbers = new ArrayList<>();
        for (String name : names) {
            List<Integer> meant = PROTOCOLS.get(name.toLowerCase(Locale.ROOT));
            if (meant == null) {
                throw new FilterRejected(
                        "protocol",
                        name,
                        "unknown protocol" + NearestName.hint(name, PROTOCOLS.keySet()));
            }
            numbers.addAll(meant);
        }
        Numbers wanted = Numbers.of(numbers);
        return flow -> wanted.contains(flow.event().protocol());
    }

    private static Numbers ports(String field, List<String> texts) throws FilterRejected {
        List<Integer> ports = new ArrayList<>();
        for (String text : texts) {
            if (!text.matches("[0-9]{1,5}") || Integer.parseInt(text) > 65535) {
                throw new FilterRejected(field, text, "a port is a number from 0 to 65535");
            }
            ports.add(Integer.valueOf(text));
        }
        return Numbers.of(ports);
    }

    private static boolean hasPorts(FlowEvent event) {
        int protocol = event.protocol();
        return protocol == TCP || protocol == UDP || protocol == SCTP;
    }

    /** A packet matches that has all flags of one set; it may have others. */
    private static FlowTest tcpFlags(List<TCPFlags> wanted) {
        int[] sets = wanted.stream().mapToInt(PacketTests::bits).toArray();
        return flow -> {
            FlowEvent event = flow.event();
            if (event.protocol() != TCP) {
                return false;
            }
            for (int set : sets) {
                if ((event.tcpFlags() & set) == set) {
                    return true;
                }
            }
            return false;
        };
    }

    private static int bits(TCPFlags flags) {
        return (flags.getFIN() ? 1 : 0)
                | (flags.getSYN() ? 2 : 0)
                | (flags.getRST() ? 4 : 0)
                | (flags.getPSH() ? 8 : 0)
                | (flags.getACK() ? 16 : 0)
                | (flags.getURG() ? 32 : 0)
                | (flags.getECE() ? 64 : 0)
                | (flags.getCWR() ? 128 : 0)
                // Not in the byte that events carry: never there.
                | (flags.getNS() ? 256 : 0);
    }

    private static FlowTest device(List<NetworkInterface> wanted) {
        NetworkInterface[] devices = wanted.toArray(NetworkInterface[]::new);
        return flow -> {
            int index = flow.shownDevice();
            String name = index == 0 ? "" : flow.names().device(index, flow.event().timeNanos());
            for (NetworkInterface device : devices) {
                if ((device.getIndex() == 0 || device.getIndex() == index)
                        && (device.getName().isEmpty() || device.getName().equals(name))) {
                    return true;
                }
            }
            return false;
        };
    }
}
