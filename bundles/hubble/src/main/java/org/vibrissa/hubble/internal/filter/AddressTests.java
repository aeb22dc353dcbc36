package org.vibrissa.hubble.internal.filter;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.vibrissa.flow.FlowEvent;
import org.vibrissa.hubble.proto.flow.FlowFilter;
import org.vibrissa.net.IpPrefix;

/** Addresses, compared as numbers. */
final class AddressTests {
    private AddressTests() {}

    static void add(FlowFilter filter, List<FlowTest> tests) throws FilterRejected {
        Numbers versions = Numbers.of(filter.getIpVersionValueList());
        if (!versions.isEmpty()) {
            tests.add(flow -> versions.contains(version(flow.event().family())));
        }
        if (filter.getSourceIpCount() > 0) {
            Range[] ranges = ranges("source_ip", filter.getSourceIpList());
            tests.add(
                    flow -> {
                        FlowEvent event = flow.event();
                        return any(ranges, event.family(), event.sourceHigh(), event.sourceLow());
                    });
        }
        if (filter.getDestinationIpCount() > 0) {
            Range[] ranges = ranges("destination_ip", filter.getDestinationIpList());
            tests.add(
                    flow -> {
                        FlowEvent event = flow.event();
                        return any(
                                ranges,
                                event.family(),
                                event.destinationHigh(),
                                event.destinationLow());
                    });
        }
        if (filter.getSourceIpXlatedCount() > 0) {
            ranges("source_ip_xlated", filter.getSourceIpXlatedList());
            // Events are told with the addresses of the endpoints, before any translation.
            tests.add(flow -> false);
        }
    }

    private static int version(int family) {
        return switch (family) {
            case 4 -> 1;
            case 6 -> 2;
            default -> 0;
        };
    }

    /** A prefix as two numbers of 64 bits with their masks. */
    private record Range(int family, long high, long low, long highMask, long lowMask) {
        boolean holds(int ofFamily, long ofHigh, long ofLow) {
            return ofFamily == family && (ofHigh & highMask) == high && (ofLow & lowMask) == low;
        }
    }

    private static boolean any(Range[] ranges, int family, long high, long low) {
        for (Range range : ranges) {
            if (range.holds(family, high, low)) {
                return true;
            }
        }
        return false;
    }

    private static Range[] ranges(String field, List<String> texts) throws FilterRejected {
        List<Range> ranges = new ArrayList<>();
        for (String text : texts) {
            try {
                ranges.add(range(IpPrefix.parse(text)));
            } catch (IllegalArgumentException e) {
                throw new FilterRejected(field, text, e.getMessage());
            }
        }
        return ranges.toArray(Range[]::new);
    }

    private static Range range(IpPrefix prefix) {
        byte[] bytes = prefix.network().address().getAddress();
        if (!prefix.isIpv6()) {
            long low = ByteBuffer.wrap(bytes).getInt() & 0xffffffffL;
            return new Range(4, 0, low, -1L, mask(prefix.length() + 32));
        }
        ByteBuffer halves = ByteBuffer.wrap(bytes);
        return new Range(
                6,
                halves.getLong(),
                halves.getLong(),
                mask(Math.min(prefix.length(), 64)),
                mask(Math.max(prefix.length() - 64, 0)));
    }

    /** The highest bits; of an IPv4 address the upper half counts too, and is 0. */
    private static long mask(int length) {
        return length == 0 ? 0 : -1L << 64 - length;
    }
}
