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
import org.vibrissa.netlink.Netlink;
import org.vibrissa.netlink.NetlinkEvent;
import org.vibrissa.netlink.Rtnetlink;

/** Keeps the root of chain net on the configured underlay devices, also on one that comes later. */
@Component(
        service = UnderlayDevices.class,
        immediate = true,
        configurationPid = UnderlaySettings.PID)
public final class UnderlayDevices {
    private static final Logger LOG = LoggerFactory.getLogger(UnderlayDevices.class);

    private final Rtnetlink net;
    private final Attachments attachments;
    private final Rtnetlink.Subscription subscription;
    private Set<String> wanted = Set.of();

    @Activate
    public UnderlayDevices(
            @Reference Netlink netlink,
            @Reference Attachments attachments,
            @Reference VibHost host,
            UnderlaySettings settings) {
        this.net = netlink.own();
        this.attachments = attachments;
        apply(settings);
        this.subscription =
                net.subscribe(
                        EnumSet.of(Rtnetlink.EventGroup.LINK),
                        "vib-underlay-devices",
                        this::linkChanged);
    }

    /** Follows a changed list of devices. */
    @Modified
    synchronized void apply(UnderlaySettings settings) {
        wanted = new HashSet<>(List.of(settings.devices()));
        for (Attachments.Attachment attachment : attachments.list()) {
            if (attachment.chain() == Chain.NET && !wanted.contains(attachment.name())) {
                attachments.detach(attachment.ifindex(), Chain.NET);
            }
        }
        attachWanted();
    }

    private void linkChanged(NetlinkEvent event) {
        synchronized (this) {
            attachWanted();
        }
    }

    private void attachWanted() {
        for (String name : wanted) {
            try {
                net.links()
                        .find(name)
                        .ifPresentOrElse(
                                link -> attachments.attach(link.index(), name, Chain.NET),
                                () -> LOG.debug("underlay device {} is not there yet", name));
            } catch (RuntimeException e) {
                LOG.error("underlay device {} could not be attached", name, e);
            }
        }
    }

    @Deactivate
    void deactivate() {
        subscription.close();
    }
}
