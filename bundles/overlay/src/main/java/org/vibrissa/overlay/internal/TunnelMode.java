package org.vibrissa.overlay.internal;

import java.util.List;
import org.vibrissa.node.ForwardMode;
import org.vibrissa.node.Peer;

/** A format as a mode of path groups. */
abstract class TunnelMode implements ForwardMode {
    private final Overlay overlay;
    private final Format format;

    TunnelMode(Overlay overlay, Format format) {
        this.overlay = overlay;
        this.format = format;
    }

    @Override
    public String name() {
        return format.label();
    }

    @Override
    public int slot() {
        return format.forwardSlot();
    }

    @Override
    public int overhead(boolean outerIpv6) {
        return format.overhead(outerIpv6);
    }

    @Override
    public List<String> check(List<Peer> peers) {
        return overlay.check(format, peers);
    }

    @Override
    public void prepare(List<Peer> peers) {
        overlay.prepare(format, peers);
    }

    @Override
    public void retire() {
        overlay.retire(format);
    }

    @Override
    public Traffic traffic() {
        return overlay.traffic(format);
    }
}
