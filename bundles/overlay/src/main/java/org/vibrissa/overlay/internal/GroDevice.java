package org.vibrissa.overlay.internal;

import java.util.Optional;
import org.vibrissa.netlink.Link;
import org.vibrissa.netlink.LinkChange;
import org.vibrissa.netlink.Links;
import org.vibrissa.netlink.NetlinkException;

/**
 * The kernel's own device of a format, in external mode and without an address. No packet goes
 * through it: it opens the UDP port, so that GRO and NICs know that there are packets inside. A
 * kernel without the format has none; the overlay then works, slower on the wire.
 */
final class GroDevice {
    private static final int EOPNOTSUPP = 95;

    /** By this text a device is known as ours. */
    private static final String ALIAS = "vibrissa: receive GRO for UDP port ";

    private final Links links;
    private final Format format;
    private String lack = "";

    GroDevice(Links links, Format format) {
        this.links = links;
        this.format = format;
    }

    /**
     * Makes the device for that port, anew when it has another one.
     *
     * @throws IllegalStateException when the name or the port is another's
     */
    void ensure(int port) {
        lack = "";
        Optional<Link> there = links.find(format.device());
        if (there.isPresent()) {
            Link device = there.get();
            if (!ours(device)) {
                throw new IllegalStateException(
                        "device %s is there but not ours; remove it: ip link del %s"
                                .formatted(device.name(), device.name()));
            }
            if (device.alias().equals(ALIAS + port) && device.isUp()) {
                return;
            }
            links.delete(device.index());
        }
        create(port);
    }

    private void create(int port) {
        Link device;
        try {
            device = links.create(format.deviceSpec(port));
        } catch (NetlinkException e) {
            if (e.errno() == EOPNOTSUPP) {
                lack = "kernel lacks the " + format.label() + " device: no receive GRO";
                return;
            }
            throw new IllegalStateException("cannot make " + format.device(), e);
        }
        try {
            links.change(
                    device.index(),
                    LinkChange.nothing()
                            .withAddrGenMode(LinkChange.AddrGenMode.NONE)
                            .withAlias(ALIAS + port));
            links.change(device.index(), LinkChange.nothing().withUp());
        } catch (NetlinkException e) {
            links.delete(device.index());
            throw new IllegalStateException(
                    "cannot open UDP port %d for %s; is it in use? See: ss -lun sport = :%d"
                            .formatted(port, format.device(), port),
                    e);
        }
    }

    /** Removes the device when it is ours. */
    void remove() {
        find().ifPresent(device -> links.delete(device.index()));
        lack = "";
    }

    /** Ours, if it is there. */
    Optional<Link> find() {
        return links.find(format.device()).filter(this::ours);
    }

    private boolean ours(Link device) {
        return device.kind().equals(format.label()) && device.alias().startsWith(ALIAS);
    }

    /** Why the kernel has none; empty when it has or was not asked. */
    String lack() {
        return lack;
    }

    /** What would keep {@link #ensure} from success, as far as can be told without trying. */
    Optional<String> obstacle(int port) {
        Optional<Link> named = links.find(format.device()).filter(device -> !ours(device));
        if (named.isPresent()) {
            return Optional.of(
                    "device %s is there but not ours; remove it: ip link del %s"
                            .formatted(format.device(), format.device()));
        }
        return links.list().stream()
                .filter(link -> !link.name().equals(format.device()))
                .filter(link -> link.vxlan().filter(v -> v.port() == port).isPresent())
                .findFirst()
                .map(
                        link ->
                                "UDP port %d is that of device %s; set overlay.%s.port to another"
                                        .formatted(port, link.name(), format.label()));
    }
}
