package org.vibrissa.netlink.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.vibrissa.net.IpAddresses;
import org.vibrissa.net.IpPrefix;
import org.vibrissa.net.MacAddress;
import org.vibrissa.netlink.InterfaceAddress;
import org.vibrissa.netlink.LinkChange;
import org.vibrissa.netlink.Neighbour;
import org.vibrissa.netlink.NetlinkEvent;
import org.vibrissa.netlink.NetlinkEvent.AddressChanged;
import org.vibrissa.netlink.NetlinkEvent.AddressRemoved;
import org.vibrissa.netlink.NetlinkEvent.LinkChanged;
import org.vibrissa.netlink.NetlinkEvent.LinkRemoved;
import org.vibrissa.netlink.NetlinkEvent.NeighbourChanged;
import org.vibrissa.netlink.NetlinkEvent.Resync;
import org.vibrissa.netlink.NetlinkEvent.RouteChanged;
import org.vibrissa.netlink.NetlinkEvent.RouteRemoved;
import org.vibrissa.netlink.Route;
import org.vibrissa.netlink.Rtnetlink.EventGroup;
import org.vibrissa.netlink.Rtnetlink.Subscription;
import org.vibrissa.netlink.VethSpec;

@Tag("bpf")
@SuppressWarnings("try")
class EventsKernelTest {
    private final Sandbox sandbox = new Sandbox();
    private final List<NetlinkEvent> events = new CopyOnWriteArrayList<>();
    private Handle rt;

    @BeforeEach
    void open() {
        rt = sandbox.handle(sandbox.namespace());
    }

    @AfterEach
    void close() {
        sandbox.close();
    }

    @Test
    void deliversEveryKindInOrderOnTheNamedThread() {
        AtomicReference<String> thread = new AtomicReference<>();
        try (Subscription all =
                rt.subscribe(
                        EnumSet.allOf(EventGroup.class),
                        "vt-events",
                        event -> {
                            thread.set(Thread.currentThread().getName());
                            events.add(event);
                        })) {
            int index = rt.links().create(VethSpec.of("v0", "v1")).index();
            rt.links().change(index, LinkChange.nothing().withUp());
            InterfaceAddress address = InterfaceAddress.of(index, IpPrefix.parse("10.0.0.1/24"));
            rt.addresses().add(address);
            Route route =
                    Route.to(IpPrefix.parse("10.9.0.0/16"))
                            .via(IpAddresses.parse("10.0.0.2"), index);
            rt.routes().add(route);
            rt.neighbours()
                    .replace(
                            Neighbour.permanent(
                                    index, IpAddresses.parse("10.0.0.2"), new MacAddress(0x0200L)));
            rt.routes().delete(route);
            rt.addresses().delete(address);
            rt.links().delete(index);
            Sandbox.await(
                    "the removal of v0 in " + events,
                    () -> at(e -> e instanceof LinkRemoved l && l.link().name().equals("v0")) >= 0);
            int[] order = {
                at(e -> e instanceof LinkChanged l && l.link().name().equals("v0")),
                at(
                        e ->
                                e instanceof AddressChanged a
                                        && a.address().prefix().equals(address.prefix())),
                at(e -> e instanceof RouteChanged r && r.route().equals(route)),
                at(e -> e instanceof NeighbourChanged n && n.neighbour().interfaceIndex() == index),
                at(e -> e instanceof RouteRemoved r && r.route().equals(route)),
                at(
                        e ->
                                e instanceof AddressRemoved a
                                        && a.address().prefix().equals(address.prefix())),
                at(e -> e instanceof LinkRemoved l && l.link().name().equals("v0"))
            };
            for (int i = 1; i < order.length; i++) {
                assertTrue(order[i - 1] >= 0 && order[i - 1] < order[i], i + " in " + events);
            }
            assertEquals("vt-events", thread.get());
        }
        assertTrue(
                Thread.getAllStackTraces().keySet().stream()
                        .noneMatch(t -> t.getName().equals("vt-events")));
    }

    private int at(Predicate<NetlinkEvent> wanted) {
        for (int i = 0; i < events.size(); i++) {
            if (wanted.test(events.get(i))) {
                return i;
            }
        }
        return -1;
    }

    @Test
    void overflowBecomesResyncAndLaterEventsFollow() throws Exception {
        CountDownLatch blocked = new CountDownLatch(1);
        CountDownLatch first = new CountDownLatch(1);
        try (Subscription small =
                rt.subscribe(
                        EnumSet.of(EventGroup.LINK),
                        "vt-overflow",
                        event -> {
                            first.countDown();
                            awaitQuietly(blocked);
                            events.add(event);
                        },
                        4096)) {
            int index = rt.links().create(VethSpec.of("w0", "w1")).index();
            try {
                first.await();
                for (int i = 0; i < 200; i++) {
                    rt.links().change(index, LinkChange.nothing().withMtu(1000 + i));
                }
            } finally {
                blocked.countDown();
            }
            Sandbox.await("a resync", () -> at(e -> e instanceof Resync) >= 0);
            rt.links().change(index, LinkChange.nothing().withMtu(1400));
            Sandbox.await(
                    "the event after the resync",
                    () -> at(e -> e instanceof LinkChanged l && l.link().mtu() == 1400) >= 0);
            assertTrue(
                    at(e -> e instanceof Resync)
                            < at(e -> e instanceof LinkChanged l && l.link().mtu() == 1400));
        }
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            assertTrue(latch.await(20, TimeUnit.SECONDS), "the test to go on");
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void listenerThatThrowsOrClosesItselfHarmsNothing() throws Exception {
        long before = Sandbox.openFiles();
        AtomicReference<Subscription> self = new AtomicReference<>();
        CountDownLatch ready = new CountDownLatch(1);
        Subscription subscription =
                rt.subscribe(
                        EnumSet.of(EventGroup.LINK),
                        "vt-self",
                        event -> {
                            awaitQuietly(ready);
                            events.add(event);
                            if (events.size() == 1) {
                                throw new IllegalStateException("on purpose");
                            }
                            self.get().close();
                        });
        self.set(subscription);
        ready.countDown();
        rt.links().create(VethSpec.of("x0", "x1"));
        Sandbox.await("two events", () -> events.size() == 2);
        subscription.close();
        subscription.close();
        rt.links().delete(rt.links().get("x0").index());
        assertEquals(2, events.size());
        assertEquals(before, Sandbox.openFiles());
    }

    @Test
    void serviceEndsItsSubscriptionsAndHandles() throws Exception {
        long before = Sandbox.openFiles();
        NetlinkService service = new NetlinkService(sandbox.namespaces);
        service.own().close();
        assertTrue(service.own().links().find("lo").isPresent());
        service.own().subscribe(EnumSet.of(EventGroup.ROUTE), "vt-service", events::add);
        service.open(sandbox.namespaces.own()).close();
        service.close();
        Sandbox.await(
                "the thread to end",
                () ->
                        Thread.getAllStackTraces().keySet().stream()
                                .noneMatch(t -> t.getName().equals("vt-service")));
        assertEquals(before + 1, Sandbox.openFiles());
    }
}
