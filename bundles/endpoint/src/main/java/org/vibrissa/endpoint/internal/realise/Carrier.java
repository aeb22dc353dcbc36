package org.vibrissa.endpoint.internal.realise;

import java.util.concurrent.TimeUnit;
import org.vibrissa.netlink.Link;
import org.vibrissa.netlink.Links;

/**
 * Waits until a device may send. The kernel gives a veth that was set up before its peer its queue
 * from a work item (net/core/link_watch.c), some time after the peer came up; until then it drops
 * what it is given. An ARP request lost so costs the first connection a whole second.
 */
final class Carrier {
    private static final long LIMIT_NANOS = TimeUnit.SECONDS.toNanos(5);
    private static final long PAUSE_MILLIS = 1;

    private Carrier() {}

    /**
     * Returns when the device is operationally up.
     *
     * @throws NotYet when that takes more than 5 seconds
     */
    static void await(Links links, String name) {
        long end = System.nanoTime() + LIMIT_NANOS;
        Link link = links.get(name);
        while (link.operState() != Link.OperState.UP) {
            if (System.nanoTime() - end > 0) {
                throw new NotYet(
                        "device %s inside stays %s: it has no carrier"
                                .formatted(link.name(), link.operState()));
            }
            pause();
            link = links.get(name);
        }
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new NotYet("the daemon stops", e);
        }
    }
}
