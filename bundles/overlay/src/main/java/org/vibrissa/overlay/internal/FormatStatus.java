package org.vibrissa.overlay.internal;

/**
 * What a format does on this host now.
 *
 * @param port UDP
 * @param ready whether its stages are in force
 * @param peers hosts that may send by it
 * @param device the kernel's own device for receive GRO; empty without one
 * @param lack why the kernel has no such device; empty when it has or was not asked
 */
public record FormatStatus(
        Format format, int port, boolean ready, int peers, String device, String lack) {
    /** One word for people. */
    public String state() {
        return ready ? "ready" : "idle";
    }

    /** How received packets are merged. */
    public String gro() {
        return ready && device.isEmpty() ? lack : device;
    }
}
