package org.vibrissa.datapath;

import java.util.Map;

/** The slot numbers of the contract (DESIGN: "Datapath contract") and the names shown for them. */
public final class Slots {
    /** Slots in every chain; slot numbers are 0..31. */
    public static final int COUNT = 32;

    public static final int GUARD = 0;
    public static final int PREFILTER = 1;
    public static final int DECAP_VXLAN = 3;
    public static final int DECAP_GENEVE = 4;
    public static final int DECAP_VENDOR = 5;
    public static final int CONNTRACK = 8;
    public static final int LOAD_BALANCING = 10;
    public static final int IPCACHE = 13;
    public static final int POLICY = 14;
    public static final int VENDOR = 17;
    public static final int FORWARD_VXLAN = 20;
    public static final int FORWARD_GENEVE = 21;
    public static final int FORWARD_NATIVE = 22;
    public static final int FORWARD_VENDOR = 23;
    public static final int DELIVER = 24;
    public static final int COMMIT = 26;
    public static final int TRACE = 28;
    public static final int TERMINAL = 31;

    private static final Map<Integer, String> NAMES =
            Map.ofEntries(
                    Map.entry(GUARD, "guard"),
                    Map.entry(PREFILTER, "prefilter"),
                    Map.entry(DECAP_VXLAN, "decap-vxlan"),
                    Map.entry(DECAP_GENEVE, "decap-geneve"),
                    Map.entry(DECAP_VENDOR, "decap-vendor"),
                    Map.entry(CONNTRACK, "conntrack"),
                    Map.entry(LOAD_BALANCING, "lb"),
                    Map.entry(IPCACHE, "ipcache"),
                    Map.entry(POLICY, "policy"),
                    Map.entry(VENDOR, "vendor"),
                    Map.entry(FORWARD_VXLAN, "forward-vxlan"),
                    Map.entry(FORWARD_GENEVE, "forward-geneve"),
                    Map.entry(FORWARD_NATIVE, "forward-native"),
                    Map.entry(FORWARD_VENDOR, "forward-vendor"),
                    Map.entry(DELIVER, "deliver"),
                    Map.entry(COMMIT, "commit"),
                    Map.entry(TRACE, "trace"),
                    Map.entry(TERMINAL, "terminal"));

    private Slots() {}

    /** The stage's name, or {@code slot-N} for a free one. */
    public static String name(int slot) {
        return NAMES.getOrDefault(slot, "slot-" + slot);
    }
}
