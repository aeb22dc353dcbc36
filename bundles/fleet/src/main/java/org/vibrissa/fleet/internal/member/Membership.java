package org.vibrissa.fleet.internal.member;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.netty.channel.EventLoopGroup;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vibrissa.fleet.FleetException;
import org.vibrissa.fleet.FleetException.Kind;
import org.vibrissa.fleet.Member;
import org.vibrissa.fleet.internal.FleetRefused;
import org.vibrissa.fleet.internal.Surroundings;
import org.vibrissa.fleet.internal.join.Issuing;
import org.vibrissa.fleet.internal.join.NodeClaims;
import org.vibrissa.fleet.internal.member.Problems.Topic;
import org.vibrissa.fleet.internal.replica.Aside;
import org.vibrissa.fleet.internal.replica.Entry;
import org.vibrissa.fleet.internal.replica.Exchange;
import org.vibrissa.fleet.internal.replica.StoreMirror;
import org.vibrissa.fleet.internal.trust.Authority;
import org.vibrissa.fleet.internal.trust.Certificates;
import org.vibrissa.fleet.internal.trust.Identity;
import org.vibrissa.fleet.internal.trust.KeyCodec;
import org.vibrissa.fleet.internal.wire.Endpoint;
import org.vibrissa.fleet.internal.wire.FleetServer;
import org.vibrissa.fleet.version.HybridClock;
import org.vibrissa.net.IpAddresses;
import org.vibrissa.state.ApplyOptions;
import org.vibrissa.state.ResourceKey;
import org.vibrissa.state.StateException;

/**
 * This host as a member: listens, exchanges with the others, renews its certificate. Its ticker
 * does what is due; nothing waits under a lock for another host.
 */
public final class Membership implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Membership.class);
    private static final Duration CALL = Duration.ofSeconds(5);
    private static final long TICK_MS = 100;
    private static final int SERVE_THREADS = 32;

    private final Surroundings here;
    private final EventLoopGroup loop;
    private final OwnIdentity self;
    private final Problems problems = new Problems();
    private final HybridClock hybrid;
    private final StoreMirror mirror;
    private final Exchange exchange;
    private final Roster roster;
    private final Issuing issuing;
    private final Peers peers;
    private final PeerCalls calls;
    private final Publication publication;
    private final Renewal renewal;
    private final KindWatches watches;
    private final FleetServer server;
    private final ThreadPoolExecutor serving;
    private final Exchanging exchanging;
    private final ScheduledExecutorService ticker;
    private final Every listening = new Every(Duration.ofSeconds(1));
    private final Every looking = new Every(Duration.ofSeconds(1));
    private final Every saving = new Every(Duration.ofSeconds(1));
    private final Every retrying = new Every(Duration.ofSeconds(10));
    private final Every publishing = new Every(Duration.ofSeconds(1));
    private final Every renewing = new Every(Duration.ofSeconds(20));
    private volatile boolean loaded;
    private volatile boolean open;
    private volatile boolean leaving;

    /**
     * A member that is not at work yet.
     *
     * @param loop ended by this when it closes
     */
    public Membership(Surroundings here, Identity identity, EventLoopGroup loop) {
        this.here = here;
        this.loop = loop;
        self = new OwnIdentity(here.folder(), identity);
        hybrid = new HybridClock(here.clock());
        mirror =
                new StoreMirror(
                        here.store(),
                        here.folder(),
                        here.name(),
                        here.clock(),
                        hybrid,
                        this::passOn);
        exchange = new Exchange(mirror, hybrid);
        roster = new Roster(here.store(), here.name(), () -> self.get().seeds());
        issuing = new Issuing(here, roster, hybrid);
        peers = new Peers(roster, loop, self::tls, here.limits(), here.clock(), here.beat());
        calls = new PeerCalls(peers, here.clock());
        publication = new Publication(here, roster);
        renewal = new Renewal(here, roster, calls);
        watches = new KindWatches(here.store(), mirror::changed);
        serving = Workers.rejecting("fleet-serve", SERVE_THREADS);
        exchanging = new Exchanging(here, exchange, hybrid, peers, calls, self, problems);
        server =
                new FleetServer(
                        self::tls,
                        here.limits(),
                        here.clock(),
                        new MemberCalls(here, this, issuing, exchange),
                        serving);
        ticker =
                Executors.newSingleThreadScheduledExecutor(
                        task -> {
                            Thread thread = new Thread(task, "fleet-ticker");
                            thread.setDaemon(true);
                            return thread;
                        });
    }

    /** Begins; listening is tried until it works. */
    public void start() {
        ticker.scheduleWithFixedDelay(this::tick, 0, TICK_MS, TimeUnit.MILLISECONDS);
    }

    private void tick() {
        if (leaving) {
            return;
        }
        try {
            appear();
            if (loaded) {
                work();
            }
            problems.over(Topic.STORE);
        } catch (FleetRefused | StateException e) {
            problems.notice(Topic.STORE, String.valueOf(e.getMessage()));
        } catch (RuntimeException e) {
            if (!leaving) {
                problems.failed(Topic.STORE, e);
            }
        }
    }

    private void work() {
        if (watches.refresh() || retrying.due()) {
            mirror.retry();
            mirror.forget(peers.agreedSince());
        }
        if (looking.due()) {
            mirror.noticeDeletes();
        }
        if (publishing.due()) {
            publish();
        }
        if (renewing.due()) {
            exchanging.run(this::renew);
        }
        if (open) {
            exchanging.whereDue();
        }
        if (saving.due()) {
            mirror.saveIfChanged();
        }
    }

    /** For the mirror, which is made before what does it. */
    private void passOn(List<Entry> entries) {
        exchanging.passOn(entries);
    }

    /** Reads the store before it listens: a host that is reached can say what it has. */
    private void appear() {
        try {
            load();
        } finally {
            // Without a store too: some calls need none.
            listen();
        }
    }

    private void listen() {
        if (open || !listening.due()) {
            return;
        }
        Endpoint told = Endpoint.parse(self.get().address());
        InetAddress at =
                here.listen().isEmpty() ? told.address() : IpAddresses.parse(here.listen());
        Endpoint next = new Endpoint(at.isAnyLocalAddress() ? told.address() : at, here.port());
        try {
            server.open(loop, new InetSocketAddress(at, here.port()));
            if (!next.equals(told)) {
                self.move(next.toString());
            }
            open = true;
            problems.over(Topic.LISTENING);
            LOG.info("fleet {} at {}", self.get().member().fleet(), self.get().address());
        } catch (IOException e) {
            problems.notice(Topic.LISTENING, String.valueOf(e.getMessage()));
        }
    }

    private void load() {
        if (!loaded && here.store().health().initialised()) {
            mirror.load();
            loaded = true;
        }
    }

    /**
     * Nothing is exchanged before the store was read.
     *
     * @throws FleetException until then
     */
    void requireLoaded() throws FleetException {
        if (!loaded) {
            throw new FleetException(Kind.UNREACHABLE, here.name() + " has not read its store yet");
        }
    }

    /** Writes down in the fleet what this host is, unless it was put out. */
    void publish() {
        if (removed(here.name())) {
            problems.removed();
        } else if (open) {
            publication.record(self.get());
            publication.address(self.get());
        }
    }

    private void renew() {
        Identity now = self.get();
        if (!Renewal.due(now.certificate(), here.clock().instant())) {
            return;
        }
        try {
            Optional<Identity> next = renewal.renewed(now);
            if (next.isEmpty()) {
                problems.notice(
                        Topic.CERTIFICATE,
                        "no member that holds the CA key renews this host's certificate, which"
                                + " expires at "
                                + now.certificate().getNotAfter().toInstant());
                return;
            }
            self.renew(next.get());
            problems.over(Topic.CERTIFICATE);
            LOG.info(
                    "certificate renewed until {}",
                    next.get().certificate().getNotAfter().toInstant());
        } catch (FleetRefused e) {
            problems.notice(Topic.CERTIFICATE, String.valueOf(e.getMessage()));
        }
    }

    /** As {@link org.vibrissa.fleet.Fleet#call}. */
    public JsonNode call(String member, String path, JsonNode body, Duration timeout)
            throws FleetException {
        return calls.call(member, path, body, timeout);
    }

    /** Hands the authority's key to another member. */
    public void giveAuthority(String member) throws FleetException {
        Authority authority =
                here.folder()
                        .authority()
                        .orElseThrow(
                                () ->
                                        new FleetRefused(
                                                "this host does not hold the fleet's CA key", ""));
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put("key", KeyCodec.text(authority.keys()));
        body.put("certificate", Certificates.text(authority.certificate()));
        body.put(
                MemberCalls.SEAT,
                1
                        + Math.max(
                                here.folder().seat(),
                                roster.others().values().stream()
                                        .mapToInt(MemberRecord::seat)
                                        .max()
                                        .orElse(0)));
        call(member, MemberCalls.AUTHORITY, body, CALL);
    }

    /** Puts a member out: no member answers it any more. */
    public void remove(String member) {
        MemberRecord record =
                Optional.ofNullable(roster.others().get(member))
                        .orElseThrow(
                                () ->
                                        new FleetRefused(
                                                member + " is no other member of the fleet",
                                                "vibrissa fleet status lists them."));
        here.store().apply(List.of(record.asRemoved().document(member)), ApplyOptions.DAEMON);
        List<ResourceKey> own = new ArrayList<>();
        for (String kind : NodeClaims.OF_ONE_HOST) {
            here.store()
                    .get(ResourceKey.of(kind, member))
                    .ifPresent(resource -> own.add(resource.key()));
        }
        if (!own.isEmpty()) {
            here.store().delete(own, ApplyOptions.DAEMON);
        }
    }

    /**
     * Tells the fleet that this host is no part of it any more, and stops working for it.
     *
     * @return how many members have heard it
     */
    public int sayGoodbye() {
        leave();
        watches.close();
        List<Entry> gone = own().stream().map(mirror::farewell).toList();
        int heard = 0;
        for (Map.Entry<String, PeerState> peer : peers.refresh().entrySet()) {
            try {
                exchange.push(
                        gone,
                        (path, body) ->
                                calls.call(peer.getKey(), peer.getValue(), path, body, CALL));
                heard++;
            } catch (FleetException e) {
                LOG.info(
                        "{} has not heard that this host leaves: {}",
                        peer.getKey(),
                        e.getMessage());
            }
        }
        return heard;
    }

    private void leave() {
        leaving = true;
        self.leaving(true);
    }

    /** The host stays after all: works for the fleet again. */
    public void stay() {
        own().forEach(mirror::revive);
        self.leaving(false);
        leaving = false;
    }

    private List<ResourceKey> own() {
        return Stream.concat(Stream.of(MemberKind.KIND), NodeClaims.OF_ONE_HOST.stream())
                .map(kind -> ResourceKey.of(kind, here.name()))
                .filter(key -> here.store().get(key).isPresent() && mirror.get(key).isPresent())
                .toList();
    }

    /** Whether a member was put out. */
    boolean removed(String name) {
        return roster.get(name).filter(MemberRecord::removed).isPresent();
    }

    void seen(String name) {
        peers.seen(name);
    }

    /** Asks for an exchange with all as soon as possible. */
    void hurry() {
        peers.refresh().values().forEach(PeerState::hurry);
    }

    public List<Member> members() {
        return peers.members();
    }

    public Identity identity() {
        return self.get();
    }

    public Issuing issuing() {
        return issuing;
    }

    public Roster roster() {
        return roster;
    }

    /** What the fleet has and this host could not take. */
    public List<Aside> aside() {
        return mirror.aside();
    }

    /** What keeps this host from working as a member; empty when nothing does. */
    public String problem() {
        return problems.text();
    }

    /** This host's place among the holders of the CA key; 0 for none, or when it was put out. */
    public int seat() {
        return removed(here.name()) || !loaded ? 0 : here.folder().seat();
    }

    /** Whether this host has everything again that its store may have lost. */
    public boolean whole() {
        return loaded && mirror.whole();
    }

    /** Whether this host has had the same resources as a member at least once. */
    public boolean agreedWith(String member) {
        return peers.get(member).filter(peer -> peer.agreed().isAfter(Instant.EPOCH)).isPresent();
    }

    /** This host first, then the others in order of name. */
    public List<MemberStatus> status() {
        List<MemberStatus> rows = new ArrayList<>();
        rows.add(
                new MemberStatus(
                        here.name(),
                        self.get().address(),
                        "self",
                        Optional.of(here.clock().instant()),
                        Optional.of(self.get().certificate().getNotAfter().toInstant()),
                        here.folder().holdsAuthority(),
                        Duration.ZERO,
                        problem()));
        SortedMap<String, MemberRecord> records = roster.others();
        peers.refresh()
                .forEach(
                        (name, peer) -> {
                            Optional<MemberRecord> record = Optional.ofNullable(records.get(name));
                            rows.add(
                                    new MemberStatus(
                                            name,
                                            peer.address(),
                                            peers.alive(peer) ? "alive" : "silent",
                                            peer.lastSeen(),
                                            record.map(MemberRecord::expires),
                                            record.filter(MemberRecord::authority).isPresent(),
                                            peer.skew(),
                                            peer.problem()));
                        });
        return rows;
    }

    @Override
    public void close() {
        leave();
        ticker.shutdownNow();
        watches.close();
        exchanging.close();
        server.close();
        serving.shutdown();
        peers.close();
        if (loaded) {
            try {
                mirror.saveIfChanged();
            } catch (FleetRefused e) {
                LOG.warn("what replication remembers was not written: {}", e.getMessage());
            }
        }
        loop.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly(2000);
    }
}
