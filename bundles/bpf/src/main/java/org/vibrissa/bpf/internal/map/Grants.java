package org.vibrissa.bpf.internal.map;

import org.vibrissa.bpf.Access;

/** Spelling of the manifest headers that concern maps. */
public final class Grants {
    /** Namespace of shared maps. */
    public static final String MAP = "org.vibrissa.bpf.map";

    /** Namespace of the set of maps each datapath stage needs. */
    public static final String SDK = "org.vibrissa.bpf.sdk";

    /** Namespace of the layouts of a bundle's own maps. */
    public static final String LAYOUT = "org.vibrissa.bpf.layout";

    /** Namespace of kernel features. */
    public static final String KERNEL = "org.vibrissa.bpf.kernel";

    private Grants() {}

    /** What the {@code Require-Capability} of a consumer must hold to be granted a map. */
    public static String clause(String map, Access access) {
        return String.format("%s;filter:=\"(map=%s)\";access=\"%s\"", MAP, map, access.label());
    }

    /** The header to add to a consumer's manifest. */
    public static String header(String map, Access access) {
        return "Require-Capability: " + clause(map, access);
    }

    /** What it must hold to be granted all maps of the SDK. */
    public static String sdkClause(long abi) {
        return String.format("%s;filter:=\"(abi=%d)\"", SDK, abi);
    }

    /** The header of a bundle which converts its map's entries from another layout. */
    public static String layoutHeader(String map, int schema, int from) {
        return String.format(
                "Provide-Capability: %s;map=%s;schema:Long=%d;converts:List<Long>=\"%d\"",
                LAYOUT, map, schema, from);
    }
}
