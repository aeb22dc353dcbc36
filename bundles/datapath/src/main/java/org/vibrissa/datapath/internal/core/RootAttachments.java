package org.vibrissa.datapath.internal.core;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vibrissa.bpf.BpfLink;
import org.vibrissa.bpf.BpfLoader;
import org.vibrissa.bpf.BpfProgram;
import org.vibrissa.bpf.Direction;
import org.vibrissa.datapath.Attachments;
import org.vibrissa.datapath.Chain;
import org.vibrissa.datapath.HostPackets;
import org.vibrissa.datapath.internal.pipeline.PipelineCore;
import org.vibrissa.netlink.Link;
import org.vibrissa.netlink.Netlink;

/**
 * Roots on devices. Each is pinned as {@code CHAIN_IFINDEX}; at the start the pinned ones are
 * adopted and brought to this daemon's root by one link update each, once the core stages are in
 * force.
 */
@Component(service = {Attachments.class, HostPackets.class, RootAttachments.class})
public final class RootAttachments implements Attachments, HostPackets {
    private static final Logger LOG = LoggerFactory.getLogger(RootAttachments.class);

    private final BpfLoader loader;
    private final Netlink netlink;
    private final Map<Chain, BpfProgram> roots;
    private final LiveConfig config;
    private final Uplinks uplinks;
    private final Map<String, BpfLink> links = new TreeMap<>();

    @Activate
    public RootAttachments(
            @Reference CoreObjects core,
            @Reference PipelineCore pipeline,
            @Reference LiveConfig config,
            @Reference Netlink netlink) {
        this.loader = core.loader();
        this.config = config;
        this.uplinks = new Uplinks(loader, core.uplinkRoot());
        this.netlink = netlink;
        this.roots = core.roots();
        for (String pin : loader.pinnedLinks()) {
            if (!Uplinks.owns(pin)) {
                loader.adopt(pin).ifPresent(link -> takeOver(pin, link));
            }
        }
    }

    private void takeOver(String pin, BpfLink link) {
        if (!link.attached()) {
            LOG.info("device of pinned root {} is gone, removing the pin", pin);
            link.detach();
            return;
        }
        link.update(roots.get(chain(pin)));
        links.put(pin, link);
    }

    /** Gives up the handles; pinned roots go on running. */
    @Deactivate
    synchronized void deactivate() {
        links.values().forEach(BpfLink::close);
        links.clear();
        uplinks.close();
    }

    @Override
    public synchronized void judge(boolean on) {
        if (on) {
            links.keySet().stream()
                    .filter(pin -> chain(pin) == Chain.NET)
                    .forEach(pin -> uplinks.attach(ifindex(pin)));
        }
        config.judgeHost(on);
    }

    @Override
    public synchronized Attachment attach(int ifindex, String name, Chain chain) {
        String pin = pin(chain, ifindex);
        BpfLink known = links.get(pin);
        if (known != null && !known.attached()) {
            known.detach();
            links.remove(pin);
        }
        BpfLink link =
                links.computeIfAbsent(
                        pin,
                        p ->
                                loader.attachTcx(
                                        root(chain), ifindex, direction(chain), Optional.of(p)));
        if (chain == Chain.NET && config.judgesHost()) {
            uplinks.attach(ifindex);
        }
        return describe(chain, ifindex, name, link);
    }

    private BpfProgram root(Chain chain) {
        return Optional.ofNullable(roots.get(chain))
                .orElseThrow(
                        () ->
                                new IllegalArgumentException(
                                        "chain " + chain.label() + " has no root"));
    }

    @Override
    public synchronized void detach(int ifindex, Chain chain) {
        BpfLink link = links.remove(pin(chain, ifindex));
        if (link != null) {
            link.detach();
        }
        if (chain == Chain.NET) {
            uplinks.detach(ifindex);
        }
    }

    /** Takes every root off its device. */
    public synchronized void detachAll() {
        links.values().forEach(BpfLink::detach);
        links.clear();
        uplinks.detachAll();
    }

    @Override
    public synchronized List<Attachment> list() {
        return links.entrySet().stream()
                .map(
                        entry -> {
                            int ifindex = ifindex(entry.getKey());
                            String name =
                                    netlink.own()
                                            .links()
                                            .find(ifindex)
                                            .map(Link::name)
                                            .orElse("(gone)");
                            return describe(chain(entry.getKey()), ifindex, name, entry.getValue());
                        })
                .sorted(Comparator.comparingInt(Attachment::ifindex))
                .toList();
    }

    private static Attachment describe(Chain chain, int ifindex, String name, BpfLink link) {
        return new Attachment(ifindex, name, chain, link.form().name().toLowerCase(Locale.ROOT));
    }

    private static Direction direction(Chain chain) {
        return chain == Chain.HOST ? Direction.EGRESS : Direction.INGRESS;
    }

    private static String pin(Chain chain, int ifindex) {
        return chain.label() + "_" + ifindex;
    }

    private static Chain chain(String pin) {
        return Chain.valueOf(pin.substring(0, pin.indexOf('_')).toUpperCase(Locale.ROOT));
    }

    private static int ifindex(String pin) {
        return Integer.parseInt(pin.substring(pin.indexOf('_') + 1));
    }
}
