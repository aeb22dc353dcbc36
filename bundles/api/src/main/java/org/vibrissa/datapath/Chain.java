package org.vibrissa.datapath;

/** A walk through the slots. The ordinal is the chain's number in C ({@code enum vib_chain}). */
public enum Chain {
    /** From a local endpoint. */
    EP,
    /** Toward a local endpoint; entered by tail call from the other chains. */
    DLV,
    /** Underlay ingress. */
    NET,
    /** Host-originated traffic, at {@code vib_host} egress. */
    HOST;

    /** The name in C, CLI and pins: {@code ep}, {@code dlv}, {@code net}, {@code host}. */
    public String label() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }
}
