package org.vibrissa.datapath.internal.core;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.vibrissa.bpf.BpfLink;
import org.vibrissa.bpf.BpfLoader;
import org.vibrissa.bpf.BpfProgram;
import org.vibrissa.bpf.Direction;

/**
 * The second root of chain host, at egress of underlay devices. Each is pinned as {@code
 * uplink_IFINDEX}. Not thread safe.
 */
final class Uplinks implements AutoCloseable {
    private static final String PIN = "uplink_";

    private final BpfLoader loader;
    private final BpfProgram root;
    private final Map<String, BpfLink> links = new TreeMap<>();

    /** Brings those of an earlier daemon to this root. */
    Uplinks(BpfLoader loader, BpfProgram root) {
        this.loader = loader;
        this.root = root;
        for (String pin : loader.pinnedLinks()) {
            if (owns(pin)) {
                loader.adopt(pin).ifPresent(link -> takeOver(pin, link));
            }
        }
    }

    static boolean owns(String pin) {
        return pin.startsWith(PIN);
    }

    private void takeOver(String pin, BpfLink link) {
        if (link.attached()) {
            link.update(root);
            links.put(pin, link);
        } else {
            link.detach();
        }
    }

    /** Idempotent. */
    void attach(int ifindex) {
        String pin = PIN + ifindex;
        BpfLink known = links.get(pin);
        if (known != null && !known.attached()) {
            known.detach();
            links.remove(pin);
        }
        links.computeIfAbsent(
                pin, p -> loader.attachTcx(root, ifindex, Direction.EGRESS, Optional.of(p)));
    }

    void detach(int ifindex) {
        BpfLink link = links.remove(PIN + ifindex);
        if (link != null) {
            link.detach();
        }
    }

    void detachAll() {
        links.values().forEach(BpfLink::detach);
        links.clear();
    }

    @Override
    public void close() {
        links.values().forEach(BpfLink::close);
        links.clear();
    }
}
