package org.vibrissa.bpf;

/** Which way packets pass a device, seen from the host's stack. */
public enum Direction {
    /** From the device into the stack. */
    INGRESS,
    /** From the stack to the device. */
    EGRESS;

    /** The name in CLI and pins: {@code ingress}, {@code egress}. */
    public String label() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }
}
