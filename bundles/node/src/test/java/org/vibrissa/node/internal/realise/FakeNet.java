package org.vibrissa.node.internal.realise;

import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import org.vibrissa.datapath.Attachments;
import org.vibrissa.net.IpPrefix;
import org.vibrissa.netlink.Addresses;
import org.vibrissa.netlink.InterfaceAddress;
import org.vibrissa.netlink.Link;
import org.vibrissa.netlink.Link.LinkFlag;
import org.vibrissa.netlink.Link.OperState;
import org.vibrissa.netlink.LinkStats;
import org.vibrissa.netlink.Links;
import org.vibrissa.netlink.Netlink;
import org.vibrissa.netlink.NetlinkException;
import org.vibrissa.netlink.Route;
import org.vibrissa.netlink.Routes;
import org.vibrissa.netlink.Rtnetlink;

/** A host's devices, addresses and routes in memory; what a test does not set is not there. */
public final class FakeNet {
    final Map<Integer, Link> links = new TreeMap<>();
    public final List<InterfaceAddress> addresses = new ArrayList<>();
    final List<Route> routes = new ArrayList<>();

    void device(int index, String name, int mtu, OperState state) {
        EnumSet<LinkFlag> flags =
                state == OperState.UP ? EnumSet.of(LinkFlag.UP) : EnumSet.noneOf(LinkFlag.class);
        links.put(
                index,
                new Link(
                        index,
                        name,
                        List.of(),
                        "veth",
                        1,
                        Optional.empty(),
                        mtu,
                        1000,
                        flags,
                        state,
                        "",
                        OptionalInt.empty(),
                        OptionalInt.empty(),
                        OptionalInt.empty(),
                        Optional.empty(),
                        LinkStats.ZERO));
    }

    public void address(int index, String prefix) {
        addresses.add(InterfaceAddress.of(index, IpPrefix.parse(prefix)));
    }

    public Netlink netlink() {
        return fake(Netlink.class, Map.of("own", args -> own()));
    }

    Rtnetlink own() {
        return fake(
                Rtnetlink.class,
                Map.of(
                        "links",
                        none ->
                                fake(
                                        Links.class,
                                        Map.of(
                                                "find",
                                                a -> Optional.ofNullable(links.get(a[0])),
                                                "list",
                                                a -> List.copyOf(links.values()))),
                        "addresses",
                        none -> fake(Addresses.class, Map.of("list", a -> List.copyOf(addresses))),
                        "routes",
                        none ->
                                fake(
                                        Routes.class,
                                        Map.of(
                                                "match",
                                                a -> match((InetAddress) a[0]),
                                                "list",
                                                a -> List.copyOf(routes))),
                        "subscribe",
                        none -> (Rtnetlink.Subscription) () -> {}));
    }

    /** None of ours is attached anywhere. */
    public static Attachments attachments() {
        return fake(Attachments.class, Map.of("list", args -> List.of()));
    }

    private Route match(InetAddress destination) {
        return routes.stream()
                .filter(route -> route.destination().contains(destination))
                .max(java.util.Comparator.comparingInt(route -> route.destination().length()))
                .orElseThrow(
                        () -> new NetlinkException("look up", 101, "ENETUNREACH", "", "", -1, -1));
    }

    private interface Answer {
        Object to(Object[] arguments);
    }

    private static <T> T fake(Class<T> type, Map<String, Answer> answers) {
        return type.cast(
                Proxy.newProxyInstance(
                        type.getClassLoader(),
                        new Class<?>[] {type},
                        (proxy, method, arguments) -> {
                            Answer answer = answers.get(method.getName());
                            if (answer == null) {
                                throw new UnsupportedOperationException(method.toString());
                            }
                            return answer.to(arguments);
                        }));
    }
}
