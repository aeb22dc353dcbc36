package org.vibrissa.fleet.internal;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.security.KeyPair;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.vibrissa.fleet.internal.join.Joining;
import org.vibrissa.fleet.internal.join.NodeClaims;
import org.vibrissa.fleet.internal.member.MemberKind;
import org.vibrissa.fleet.internal.member.Membership;
import org.vibrissa.fleet.internal.replica.StoreMirror;
import org.vibrissa.fleet.internal.trust.Authority;
import org.vibrissa.fleet.internal.trust.Certificates;
import org.vibrissa.fleet.internal.trust.Identity;
import org.vibrissa.fleet.internal.trust.KeyCodec;
import org.vibrissa.fleet.internal.trust.MemberName;
import org.vibrissa.fleet.internal.trust.Token;
import org.vibrissa.fleet.internal.wire.Endpoint;
import org.vibrissa.fleet.version.HybridClock;
import org.vibrissa.net.IpAddresses;
import org.vibrissa.state.ApplyOptions;
import org.vibrissa.state.Resource;
import org.vibrissa.state.ResourceKey;

/** From no fleet into one and out again. Changes are made one at a time. */
public final class FleetLife implements AutoCloseable {
    private static final Duration AGREE = Duration.ofSeconds(10);

    private final Surroundings here;
    private final Joining.Steps steps;
    private volatile Membership membership;

    public FleetLife(Surroundings here, Joining.Steps steps) {
        this.here = here;
        this.steps = steps;
    }

    /** Goes on as a member, where this host is one. */
    public synchronized void resume() {
        if (membership == null) {
            here.folder().identity().ifPresent(this::begin);
        }
    }

    private void begin(Identity identity) {
        if (!identity.member().name().equals(here.name())) {
            throw new FleetRefused(
                    "this host joined its fleet as "
                            + identity.member().name()
                            + ", and is called "
                            + here.name()
                            + " now",
                    "Start it by its old name, or run vibrissa leave --force and join again.");
        }
        Membership next = new Membership(here, identity, newLoop());
        next.start();
        membership = next;
    }

    private static EventLoopGroup newLoop() {
        return new MultiThreadIoEventLoopGroup(
                1, new DefaultThreadFactory("fleet-io", true), NioIoHandler.newFactory());
    }

    public Optional<Membership> membership() {
        return Optional.ofNullable(membership);
    }

    public Membership required() {
        return membership()
                .orElseThrow(
                        () ->
                                new FleetRefused(
                                        "this host is in no fleet",
                                        "Make one with vibrissa node token, or vibrissa join"
                                                + " TOKEN."));
    }

    /**
     * A token; a host that is in no fleet makes one first.
     *
     * @param address of a new fleet's first host, without port
     */
    public synchronized Token token(Optional<String> address, Duration life, int uses) {
        resume();
        if (membership == null) {
            found(address);
        } else if (address.isPresent()) {
            throw new FleetRefused(
                    "this host's address in its fleet is " + required().identity().address(),
                    "Set fleet.address to change it.");
        }
        return required().issuing().token(required().identity().address(), life, uses);
    }

    private void found(Optional<String> address) {
        here.store().trusted();
        String endpoint = endpoint(address, Optional.empty());
        Authority authority = Authority.create(here.lifetimes(), here.clock().instant());
        KeyPair keys = KeyCodec.generate();
        Identity identity =
                new Identity(
                        new MemberName(authority.fleet(), here.name()),
                        endpoint,
                        keys,
                        authority.issue(
                                here.name(),
                                keys.getPublic(),
                                here.lifetimes(),
                                here.clock().instant()),
                        authority.certificate(),
                        new TreeMap<>());
        here.folder().keep(authority, 1);
        steps.reached("authority kept");
        HybridClock hybrid = new HybridClock(here.clock());
        new StoreMirror(here.store(), here.folder(), here.name(), here.clock(), hybrid, e -> {})
                .stampAll(hybrid.tick(), List.of());
        here.folder().join(identity);
        steps.reached("founded");
        begin(identity);
    }

    /**
     * Joins; again when this host is a member of that fleet already.
     *
     * @return what there is to say about it
     */
    public synchronized String join(Token token, Optional<String> address) {
        resume();
        if (membership != null) {
            return joinedAlready(token);
        }
        String endpoint = endpoint(address, Optional.of(token));
        EventLoopGroup loop = newLoop();
        String through;
        try {
            through = new Joining(here, loop, steps).join(token, endpoint);
        } finally {
            loop.shutdownGracefully(0, 1, TimeUnit.SECONDS);
        }
        resume();
        return agreed(through)
                ? "joined through " + through
                : "joined through " + through + "; its resources are still on their way";
    }

    private String joinedAlready(Token token) {
        Identity identity = required().identity();
        String fleet = KeyCodec.hex(Certificates.hash(identity.authority()));
        if (!fleet.equals(token.authorityHash())) {
            throw new FleetRefused(
                    "this host is in another fleet: " + identity.member().fleet(),
                    "Leave it first: vibrissa leave");
        }
        return "is a member already";
    }

    private boolean agreed(String member) {
        long deadline = System.nanoTime() + AGREE.toNanos();
        while (System.nanoTime() - deadline < 0) {
            if (membership.agreedWith(member)) {
                return true;
            }
            try {
                TimeUnit.MILLISECONDS.sleep(20);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
        }
        return false;
    }

    /** The address others reach this host at: as told, as set, as its Node has it, as routed. */
    private String endpoint(Optional<String> told, Optional<Token> token) {
        InetAddress address;
        if (told.isPresent()) {
            address = parse(told.get());
        } else if (!here.listen().isEmpty()
                && !IpAddresses.parse(here.listen()).isAnyLocalAddress()) {
            address = IpAddresses.parse(here.listen());
        } else {
            List<String> own = NodeClaims.of(here.store(), here.name()).addresses();
            address = own.isEmpty() ? routed(token) : IpAddresses.parse(own.get(0));
        }
        if (address.isAnyLocalAddress() || address.isMulticastAddress()) {
            throw new FleetRefused(
                    IpAddresses.format(address) + " is no address to be reached at",
                    "Name one of this host's: --address ADDR");
        }
        Endpoint endpoint = new Endpoint(address, here.port());
        if (token.filter(t -> t.endpoints().contains(endpoint.toString())).isPresent()) {
            throw new FleetRefused(
                    "the token leads to this host's own address, " + endpoint,
                    "Use it on another host, or name this host's address: --address ADDR");
        }
        return endpoint.toString();
    }

    private static InetAddress parse(String text) {
        try {
            return IpAddresses.parse(text);
        } catch (IllegalArgumentException e) {
            throw new FleetRefused(
                    String.valueOf(e.getMessage()), "Write --address 10.0.0.1 or fd00::1", e);
        }
    }

    /** The source address of a packet to the issuing host, or to the default route. */
    private static InetAddress routed(Optional<Token> token) {
        String target = token.map(t -> t.endpoints().get(0)).orElse("192.0.2.1:4243");
        Endpoint to = Endpoint.parse(target);
        try (DatagramSocket probe = new DatagramSocket()) {
            probe.connect(new InetSocketAddress(to.address(), to.port()));
            InetAddress source = probe.getLocalAddress();
            if (!source.isAnyLocalAddress()) {
                return source;
            }
        } catch (SocketException | java.io.UncheckedIOException e) {
            throw new FleetRefused(
                    "no route to " + IpAddresses.format(to.address()) + ": " + e.getMessage(),
                    "Name this host's address: --address ADDR",
                    e);
        }
        throw new FleetRefused("this host's address is not known", "Name it: --address ADDR");
    }

    /**
     * Leaves.
     *
     * @param force even when no member hears it, or when the only CA key goes with this host
     */
    public synchronized String leave(boolean force) {
        if (membership == null && force) {
            here.folder().leave();
            return "left; the fleet was not told";
        }
        resume();
        Membership now = required();
        int others = now.roster().others().size();
        if (!force && others > 0 && lastAuthority(now)) {
            throw new FleetRefused(
                    "this host alone holds the fleet's CA key",
                    "Give it to another member first: vibrissa fleet ca give MEMBER; or --force");
        }
        int heard = now.sayGoodbye();
        if (!force && others > 0 && heard == 0) {
            now.stay();
            throw new FleetRefused(
                    "no member hears that this host leaves",
                    "Repeat it when one is up, or --force and run vibrissa fleet remove "
                            + here.name()
                            + " on a member.");
        }
        steps.reached("said goodbye");
        now.close();
        membership = null;
        here.folder().leave();
        steps.reached("left");
        forgetOthers();
        return "left; " + heard + " of " + others + " members have heard it";
    }

    private boolean lastAuthority(Membership now) {
        return here.folder().holdsAuthority()
                && now.roster().others().values().stream().noneMatch(m -> m.authority());
    }

    /** What is of the other hosts goes; what was declared for all stays. */
    private void forgetOthers() {
        List<ResourceKey> gone = new ArrayList<>();
        for (Resource member : here.store().list(MemberKind.KIND)) {
            gone.add(member.key());
            for (String kind : NodeClaims.OF_ONE_HOST) {
                ResourceKey own = ResourceKey.of(kind, member.name());
                if (!member.name().equals(here.name()) && here.store().get(own).isPresent()) {
                    gone.add(own);
                }
            }
        }
        if (!gone.isEmpty()) {
            here.store().delete(gone, ApplyOptions.DAEMON);
        }
    }

    @Override
    public synchronized void close() {
        if (membership != null) {
            membership.close();
            membership = null;
        }
    }
}
