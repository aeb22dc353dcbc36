package org.vibrissa.metrics.internal.hubble;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.EnumMap;
import java.util.IdentityHashMap;
import java.util.Map;
import org.vibrissa.flow.FlowEvent;
import org.vibrissa.flow.FlowParty;
import org.vibrissa.net.IpAddresses;

/** Texts made once for what comes again, so that an event makes none. Bounded; for one thread. */
final class Texts {
    private static final int ADDRESSES = 1 << 12;
    private static final int PARTIES = 1 << 13;
    private static final int PORTS = 1 << 16;

    private final long[] high = new long[ADDRESSES];
    private final long[] low = new long[ADDRESSES];
    private final int[] family = new int[ADDRESSES];
    private final String[] addresses = new String[ADDRESSES];
    private final Map<ContextKind, IdentityHashMap<FlowParty, String>> parties =
            new EnumMap<>(ContextKind.class);
    private String[] ports = new String[0];

    /** The address at this end of the event, given by its halves. */
    String address(int ipFamily, long highHalf, long lowHalf, FlowEvent event, End end) {
        long mixed = (highHalf * 31 + lowHalf) * 0x9E3779B97F4A7C15L;
        int place = (int) (mixed >>> 52);
        if (addresses[place] == null
                || high[place] != highHalf
                || low[place] != lowHalf
                || family[place] != ipFamily) {
            high[place] = highHalf;
            low[place] = lowHalf;
            family[place] = ipFamily;
            addresses[place] =
                    format(end == End.SOURCE ? event.sourceAddress() : event.destinationAddress());
        }
        return addresses[place];
    }

    private static String format(byte[] address) {
        try {
            return IpAddresses.format(InetAddress.getByAddress(address));
        } catch (UnknownHostException e) {
            throw new IllegalStateException("an event has an address of no length", e);
        }
    }

    /** What a party is called in this kind; the party objects are shared, so equal is same. */
    String party(ContextKind kind, FlowParty party) {
        IdentityHashMap<FlowParty, String> known = parties.get(kind);
        if (known == null) {
            known = new IdentityHashMap<>();
            parties.put(kind, known);
        }
        String text = known.get(party);
        if (text == null) {
            if (known.size() >= PARTIES) {
                known.clear();
            }
            text = kind.make(party);
            known.put(party, text);
        }
        return text;
    }

    /** A port's number. */
    String port(int port) {
        if (ports.length == 0) {
            ports = new String[PORTS];
        }
        String text = ports[port];
        if (text == null) {
            text = Integer.toString(port);
            ports[port] = text;
        }
        return text;
    }
}
