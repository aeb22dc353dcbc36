package org.vibrissa.netlink.internal;

import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.vibrissa.netlink.GeneveSpec;
import org.vibrissa.netlink.InterfaceName;
import org.vibrissa.netlink.Link;
import org.vibrissa.netlink.LinkChange;
import org.vibrissa.netlink.LinkSpec;
import org.vibrissa.netlink.Links;
import org.vibrissa.netlink.NetlinkException;
import org.vibrissa.netlink.TapSpec;
import org.vibrissa.netlink.VethSpec;
import org.vibrissa.netlink.VxlanSpec;

/** Interfaces of the namespace of one conversation. */
final class LinkRequests implements Links {
    private static final int IFF_UP = 1;
    private static final int IFF_NOARP = 1 << 7;

    private final Conversation kernel;
    private final TapMaker taps;

    LinkRequests(Conversation kernel, TapMaker taps) {
        this.kernel = kernel;
        this.taps = taps;
    }

    @Override
    public Link create(LinkSpec spec) {
        if (spec instanceof TapSpec tap) {
            return createTap(tap);
        }
        if (spec instanceof VethSpec veth) {
            newLink("create veth " + veth.name(), out -> LinkCreation.veth(out, veth));
        } else if (spec instanceof VxlanSpec vxlan) {
            newLink("create vxlan " + vxlan.name(), out -> LinkCreation.vxlan(out, vxlan));
        } else if (spec instanceof GeneveSpec geneve) {
            newLink("create geneve " + geneve.name(), out -> LinkCreation.geneve(out, geneve));
        }
        return get(spec.name());
    }

    private void newLink(String request, Consumer<MessageWriter> body) {
        kernel.ask(request, Rtm.NEWLINK, Conversation.CREATE | Conversation.EXCLUSIVE, body);
    }

    private Link createTap(TapSpec spec) {
        String request = "create tap " + spec.name();
        if (find(spec.name()).isPresent()) {
            throw Errno.of(request, Errno.EEXIST);
        }
        taps.create(request, spec);
        Link made = get(spec.name());
        try {
            LinkChange change = LinkChange.nothing();
            if (spec.mac().isPresent()) {
                change = change.withMac(spec.mac().get());
            }
            if (spec.mtu().isPresent()) {
                change = change.withMtu(spec.mtu().getAsInt());
            }
            change(made.index(), change);
        } catch (RuntimeException e) {
            delete(made.index());
            throw e;
        }
        return get(spec.name());
    }

    @Override
    public void change(int index, LinkChange change) {
        kernel.ask(
                "change link " + index + describe(change),
                Rtm.SETLINK,
                0,
                out -> {
                    int flags =
                            (change.up().orElse(false) ? IFF_UP : 0)
                                    | (change.arp().orElse(true) ? 0 : IFF_NOARP);
                    int mask =
                            (change.up().isPresent() ? IFF_UP : 0)
                                    | (change.arp().isPresent() ? IFF_NOARP : 0);
                    LinkCreation.header(out, index, flags, mask);
                    write(out, change);
                });
    }

    private static void write(MessageWriter out, LinkChange change) {
        change.namespace().ifPresent(ns -> out.attribute32(LinkCodec.IFLA_NET_NS_FD, ns.fd()));
        change.name().ifPresent(name -> out.attribute(LinkCodec.IFLA_IFNAME, name));
        change.mac().ifPresent(mac -> out.attribute(LinkCodec.IFLA_ADDRESS, mac.toBytes()));
        change.mtu().ifPresent(mtu -> out.attribute32(LinkCodec.IFLA_MTU, mtu));
        change.master().ifPresent(master -> out.attribute32(LinkCodec.IFLA_MASTER, master));
        change.txQueueLength().ifPresent(n -> out.attribute32(LinkCodec.IFLA_TXQLEN, n));
        change.alias()
                .map(alias -> alias.getBytes(StandardCharsets.UTF_8))
                .ifPresent(alias -> out.attribute(LinkCodec.IFLA_IFALIAS, alias));
        change.addrGenMode()
                .ifPresent(
                        mode -> {
                            int families = out.nest(LinkCodec.IFLA_AF_SPEC);
                            int ipv6 = out.nest(Rtm.AF_INET6);
                            out.attribute8(LinkCodec.IFLA_INET6_ADDR_GEN_MODE, mode.ordinal());
                            out.end(ipv6);
                            out.end(families);
                        });
    }

    /** The parts of a change as {@code ip link set} would be given them. */
    private static String describe(LinkChange change) {
        StringBuilder text = new StringBuilder();
        change.namespace().ifPresent(v -> text.append(" netns ").append(v.name()));
        change.name().ifPresent(v -> text.append(" name ").append(v));
        change.mac().ifPresent(v -> text.append(" address ").append(v));
        change.mtu().ifPresent(v -> text.append(" mtu ").append(v));
        change.master().ifPresent(v -> text.append(" master ").append(v));
        change.txQueueLength().ifPresent(v -> text.append(" txqueuelen ").append(v));
        change.alias().ifPresent(v -> text.append(" alias"));
        change.addrGenMode().ifPresent(v -> text.append(" addrgenmode ").append(v));
        change.up().ifPresent(v -> text.append(v ? " up" : " down"));
        return text.toString();
    }

    @Override
    public boolean delete(int index) {
        return Absence.tolerated(
                () ->
                        kernel.ask(
                                "delete link " + index,
                                Rtm.DELLINK,
                                0,
                                out -> LinkCreation.header(out, index, 0, 0)));
    }

    @Override
    public Optional<Link> find(int index) {
        return one("get link " + index, out -> LinkCreation.header(out, index, 0, 0));
    }

    @Override
    public Optional<Link> find(String name) {
        InterfaceName.check(name);
        return one(
                        "get link " + name,
                        out -> {
                            LinkCreation.header(out, 0, 0, 0);
                            out.attribute(LinkCodec.IFLA_IFNAME, name);
                        })
                .filter(link -> link.name().equals(name));
    }

    private Optional<Link> one(String request, Consumer<MessageWriter> body) {
        try {
            return kernel.get(request, Rtm.GETLINK, body, LinkRequests::decode);
        } catch (NetlinkException e) {
            if (e.errno() == Errno.ENODEV) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private static Optional<Link> decode(Message message) {
        return message.type() == Rtm.NEWLINK
                ? Optional.of(LinkCodec.decode(message))
                : Optional.empty();
    }

    @Override
    public Link get(String name) {
        return find(name).orElseThrow(() -> Errno.of("get link " + name, Errno.ENODEV));
    }

    @Override
    public List<Link> list() {
        return kernel
                .dump(
                        "list links",
                        Rtm.GETLINK,
                        out -> LinkCreation.header(out, 0, 0, 0),
                        LinkRequests::decode)
                .stream()
                .sorted(Comparator.comparingInt(Link::index))
                .toList();
    }
}
