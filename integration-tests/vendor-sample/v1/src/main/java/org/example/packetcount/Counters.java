package org.example.packetcount;

import java.util.Map;
import java.util.TreeMap;
import org.example.packetcount.bpf.Packets;
import org.vibrissa.bpf.BpfLoader;
import org.vibrissa.bpf.BpfMap;
import org.vibrissa.bpf.PlainCodecs;
import org.vibrissa.control.CommandFailed;

/** The counters by endpoint id. */
final class Counters {
    static final String MAP = "packetcount_endpoints";

    /** Layout of the map in this version. */
    static final int SCHEMA = 1;

    private final BpfMap<Integer, Packets> map;

    Counters(BpfLoader loader) {
        this.map =
                loader.pinned(MAP, SCHEMA, PlainCodecs.U32, Packets.CODEC)
                        .orElseThrow(
                                () ->
                                        CommandFailed.notReady(
                                                "map " + MAP + " is not loaded",
                                                "vibrissa bundle info org.example.packetcount"));
    }

    /** Summed over the CPUs, in order of id. */
    Map<Integer, Packets> sums() {
        Map<Integer, Packets> sums = new TreeMap<>(Integer::compareUnsigned);
        map.perCpu()
                .forEach(
                        (endpoint, perCpu) ->
                                sums.put(
                                        endpoint,
                                        perCpu.stream()
                                                .reduce(Packets.ZERO, TrafficToPackets::sum)));
        return sums;
    }
}
