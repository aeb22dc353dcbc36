package org.vibrissa.bpf.internal.map;

import org.vibrissa.bpf.Access;

/** Spelling of the manifest header that grants a map. */
public final class Grants {
    /** Namespace of shared maps. */
    public static final String MAP = "org.vibrissa.bpf.map";

    /** Namespace of the set of maps each datapath stage needs. */
    public static final String SDK = "org.vibrissa.bpf.sdk";

    private Grants() {}

    /** The header to add to a consumer's manifest. */
    public static String header(String map, Access access) {
        return String.format(
                "Require-Capability: %s;filter:=\"(map=%s)\";access=\"%s\"",
                MAP, map, access.label());
    }
}
