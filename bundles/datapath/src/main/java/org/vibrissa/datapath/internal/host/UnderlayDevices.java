package org.vibrissa.datapath.internal.host;

import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vibrissa.datapath.Attachments;
import org.vibrissa.datapath.Chain;
import org.vibrissa.datapath.Underlay;
import org.vibrissa.netlink.Link;
import org.vibrissa.netlink.Netlink;
import org.vibrissa.netlink.NetlinkEvent;
import org.vibrissa.netlink.Rtnetlink;

/**
 * Keeps the root of chain net on the configured underlay devices, also on one that comes later, and
 * on those that lead to other hosts.
 */
@Component(
        service = {Underlay.class, UnderlayDevices.class},
        immediate = true,
        configurationPid = UnderlaySettings.PID)
public final class UnderlayDevices implements Underlay {
    private static final Logger LOG = LoggerFactory.getLogger(UnderlayDevices.class);

    private final Rtnetlink net;
    private final Attachments attachments;
    private final Rtnetlink.Subscription subscription;
    private final Set<Integer> required = new HashSet<>();
    private Set<String> wanted;
    private boolean ended;

    @Activate
    public UnderlayDevices(
            @Reference Netlink netlink,
            @Reference Attachments attachments,
            @Reference VibHost host,
            UnderlaySettings settings) {
        this.net = netlink.own();
        this.attachments = attachments;
        this.wanted = Set.of(settings.devices());
        attachWanted();
        this.subscription =
                net.subscribe(
                        EnumSet.of(Rtnetlink.EventGroup.LINK),
                        "vib-underlay-devices",
                        this::linkChanged);
    }

    /** Follows a changed list of devices; what the user took from the list loses its root. */
    @Modified
    synchronized void apply(UnderlaySettings settings) {
        Set<String> before = wanted;
        wanted = new HashSet<>(List.of(settings.devices()));
        for (Attachments.Attachment attachment : attachments.list()) {
            if (attachment.chain() == Chain.NET
                    && before.contains(attachment.name())
                    && !wanted.contains(attachment.name())
                    && !required.contains(attachment.ifindex())) {
                attachments.detach(attachment.ifindex(), Chain.NET);
            }
        }
        attachWanted();
    }

    @Override
    public synchronized void require(Set<Integer> ifindexes) {
        if (ended) {
            return;
        }
        for (int ifindex : ifindexes) {
            net.links().find(ifindex).ifPresent(this::attach);
        }
        required.addAll(ifindexes);
    }

    private void linkChanged(NetlinkEvent event) {
        synchronized (this) {
            if (ended) {
                return;
            }
            if (event instanceof NetlinkEvent.LinkRemoved removed) {
                required.remove(removed.link().index());
            }
            attachWanted();
        }
    }

    private void attachWanted() {
        for (String name : wanted) {
            try {
                net.links()
                        .find(name)
                        .ifPresentOrElse(
                                this::attach,
                                () -> LOG.debug("underlay device {} is not there yet", name));
            } catch (RuntimeException e) {
                LOG.error("underlay device {} could not be attached", name, e);
            }
        }
    }

    private void attach(Link link) {
        attachments.attach(link.index(), link.name(), Chain.NET);
    }

    /** Attaches nothing any more, for a purge: changes of links go on while it runs. */
    void end() {
        synchronized (this) {
            ended = true;
        }
        subscription.close();
    }

    @Deactivate
    void deactivate() {
        subscription.close();
    }
}
