package org.vibrissa.lab;

/** The cable between a host and a segment. */
public final class Link {
    private final Underlay underlay;
    private final Namespace host;
    private final String device;
    private final String port;

    Link(Underlay underlay, Namespace host, String device, String port) {
        this.underlay = underlay;
        this.host = host;
        this.device = device;
        this.port = port;
    }

    /** The host's device. */
    public String device() {
        return device;
    }

    /** The segment's device, to capture or shape what this host alone sends and gets. */
    public String port() {
        return port;
    }

    /** Pulls the cable: the host's device has no carrier. */
    public void cut() {
        underlay.namespace().ip("link set " + port + " down");
    }

    /** Plugs the cable in again. */
    public void restore() {
        underlay.namespace().ip("link set " + port + " up");
        Await.until(
                device + " of " + host.name() + " has a carrier",
                java.time.Duration.ofSeconds(30),
                () -> host.exec("ip", "link", "show", "dev", device).out().contains("LOWER_UP"));
    }

    /** The host still has a carrier, but nothing comes or goes. */
    public void silence() {
        underlay.block("iifname " + port);
        underlay.block("oifname " + port);
    }

    /**
     * Loses packets at random in both directions.
     *
     * @param percent 1 to 100
     */
    public void lose(int percent) {
        String some = " numgen random mod 100 < " + percent;
        underlay.block("iifname " + port + some);
        underlay.block("oifname " + port + some);
    }
}
