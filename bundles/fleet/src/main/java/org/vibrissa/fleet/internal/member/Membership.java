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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
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
import org.vibrissa.fleet.internal.replica.Aside;
import org.vibrissa.fleet.internal.replica.Entry;
import org.vibrissa.fleet.internal.replica.Exchange;
import org.vibrissa.fleet.internal.replica.StoreMirror;
import org.vibrissa.fleet.internal.trust.Authority;
import org.vibrissa.fleet.internal.trust.Certificates;
import org.vibrissa.fleet.internal.trust.Identity;
import org.vibrissa.fleet.internal.trust.KeyCodec;
import org.vibrissa.fleet.internal.trust.Tls;
import org.vibrissa.fleet.internal.wire.Answer;
import org.vibrissa.fleet.internal.wire.Endpoint;
import org.vibrissa.fleet.internal.wire.FleetServer;
import org.vibrissa.fleet.version.HybridClock;
import org.vibrissa.net.IpAddresses;
import org.vibrissa.state.ApplyOptions;
import org.vibrissa.state.Document;
import org.vibrissa.state.Metadata;
import org.vibrissa.state.Resource;
import org.vibrissa.state.ResourceKey;
import org.vibrissa.state.StateException;

/**
 * This host as a member: listens, exchanges with the others, renews its certificate. Its ticker
 * does what is due; nothing waits under a lock for another host.
 */
public final class Membership implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Membership.class);
    private static final Duration CALL = Duration.ofSeconds(5);
    private static final String REMOVED =
            "this host was removed from the fleet; run vibrissa leave --force, then join again";
    private static final long TICK_MS = 100;
    private static final int SERVE_THREADS = 32;
    private static final int EXCHANGE_THREADS = 8;

    private final Surroundings here;
    private final EventLoopGroup loop;
    private final HybridClock hybrid;
    private final StoreMirror mirror;
    private final Exchange exchange;
    private final Roster roster;
    private final Issuing issuing;
    private final Peers peers;
    private final Renewal renewal;
    private final KindWatches watches;
    private final FleetServer server;
    private final ThreadPoolExecutor serving;
    private final ThreadPoolExecutor exchanging;
    private final ScheduledExecutorService ticker;
    private final Every listening = new Every(Duration.ofSeconds(1));
    private final Every saving = new Every(Duration.ofSeconds(1));
    private final Every retrying = new Every(Duration.ofSeconds(10));
    private final Every publishing = new Every(Duration.ofSeconds(1));
    private final Every renewing = new Every(Duration.ofSeconds(20));
    private volatile Identity identity;
    private volatile Tls tls;
    private volatile boolean loaded;
    private volatile boolean open;
    private final Map<Topic, String> problems = new ConcurrentSkipListMap<>();
    private volatile boolean leaving;

    /**
     * A member that is not at work yet.
     *
     * @param loop ended by this when it closes
     */
    public Membership(Surroundings here, Identity identity, EventLoopGroup loop) {
        this.here = here;
        this.loop = loop;
        this.identity = identity;
        tls = Tls.member(identity);
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
        roster = new Roster(here.store(), here.name(), () -> this.identity.seeds());
        issuing = new Issuing(here, roster, hybrid);
        peers = new Peers(roster, loop, () -> tls, here.limits(), here.clock(), here.beat());
        renewal = new Renewal(here, roster, this);
        watches = new KindWatches(here.store(), mirror::changed);
        serving = Workers.rejecting("fleet-serve", SERVE_THREADS);
        exchanging = Workers.queueing("fleet-exchange", EXCHANGE_THREADS);
        server =
                new FleetServer(
                        () -> tls,
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

    /** What may keep a member from working. */
    private enum Topic {
        LISTENING,
        STORE,
        CERTIFICATE,
        MEMBERSHIP
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
            listen();
            if (load()) {
                work();
            }
            problems.remove(Topic.STORE);
        } catch (FleetRefused | StateException e) {
            notice(Topic.STORE, String.valueOf(e.getMessage()));
        } catch (RuntimeException e) {
            if (!leaving) {
                LOG.error("the fleet's ticker failed and goes on", e);
                problems.put(Topic.STORE, "internal error: " + e);
            }
        }
    }

    private void work() {
        if (watches.refresh() || retrying.due()) {
            mirror.retry();
            mirror.forget(peers.agreedSince());
        }
        if (publishing.due()) {
            publish();
        }
        if (renewing.due()) {
            exchanging.execute(this::renew);
        }
        exchangeWhereDue();
        if (saving.due()) {
            mirror.saveIfChanged();
        }
    }

    private void notice(Topic topic, String text) {
        if (!text.equals(problems.put(topic, text))) {
            LOG.warn("fleet: {}", text);
        }
    }

    private void listen() {
        if (open || !listening.due()) {
            return;
        }
        Endpoint told = Endpoint.parse(identity.address());
        InetAddress at =
                here.listen().isEmpty() ? told.address() : IpAddresses.parse(here.listen());
        Endpoint next = new Endpoint(at.isAnyLocalAddress() ? told.address() : at, here.port());
        try {
            server.open(loop, new InetSocketAddress(at, here.port()));
            if (!next.equals(told)) {
                move(next.toString());
            }
            open = true;
            problems.remove(Topic.LISTENING);
            LOG.info("fleet {} at {}", identity.member().fleet(), identity.address());
        } catch (IOException e) {
            notice(Topic.LISTENING, String.valueOf(e.getMessage()));
        }
    }

    /** Address or port were changed by configuration. */
    private synchronized void move(String address) {
        Identity moved = identity.at(address);
        here.folder().join(moved);
        identity = moved;
    }

    private boolean load() {
        if (!loaded && here.store().health().initialised()) {
            mirror.load();
            loaded = true;
        }
        return loaded;
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

    private void exchangeWhereDue() {
        Duration interval = peers.interval();
        for (Map.Entry<String, PeerState> peer : peers.refresh().entrySet()) {
            if (open && peer.getValue().begin()) {
                exchanging.execute(() -> exchange(peer.getKey(), peer.getValue(), interval));
            }
        }
    }

    private void exchange(String name, PeerState peer, Duration interval) {
        Duration[] skew = {peer.skew()};
        try {
            boolean same =
                    exchange.with(
                            (path, body) -> {
                                Instant sent = here.clock().instant();
                                JsonNode answer = wait(name, path, peer, body, CALL);
                                if (answer.has("clock")) {
                                    skew[0] = skew(sent, answer.path("clock").asText());
                                }
                                return answer;
                            });
            peer.done(here.clock().instant(), same, skew[0], interval);
            problems.remove(Topic.MEMBERSHIP);
            if (same) {
                forgetSeeds();
            }
        } catch (FleetException e) {
            if (e.kind() == Kind.NOT_JOINED) {
                notice(Topic.MEMBERSHIP, REMOVED);
            }
            peer.failed(String.valueOf(e.getMessage()), interval);
            LOG.debug("no exchange with {}: {}", name, e.getMessage());
        } catch (RuntimeException e) {
            peer.failed(String.valueOf(e.getMessage()), interval);
            LOG.debug("no exchange with {}: {}", name, e.getMessage());
        }
    }

    /** From now on the store says who is a member. */
    private synchronized void forgetSeeds() {
        if (!identity.seeds().isEmpty() && !leaving) {
            Identity next = identity.withoutSeeds();
            here.folder().join(next);
            identity = next;
        }
    }

    private Duration skew(Instant sent, String theirs) {
        Instant middle = sent.plus(Duration.between(sent, here.clock().instant()).dividedBy(2));
        return Duration.between(middle, Instant.parse(theirs));
    }

    /** Under the mirror's lock: hands what was edited here to all, without waiting. */
    private void passOn(List<Entry> entries) {
        try {
            exchanging.execute(() -> push(entries));
        } catch (RejectedExecutionException e) {
            LOG.debug("not passed on while stopping: {} edits", entries.size());
        }
    }

    private void push(List<Entry> entries) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        entries.forEach(entry -> body.withArray("entries").add(entry.json()));
        body.put("hlc", hybrid.last().toString());
        peers.refresh()
                .values()
                .forEach(
                        peer -> {
                            if (peers.alive(peer)) {
                                peer.client()
                                        .call(Exchange.PUSH, body, CALL)
                                        .whenComplete(
                                                (answer, failure) -> {
                                                    if (failure != null) {
                                                        peer.hurry();
                                                    }
                                                });
                            }
                        });
    }

    /** Writes down in the fleet what this host is, when that is not what is written there. */
    void publish() {
        Optional<MemberRecord> known = roster.get(here.name());
        if (known.filter(MemberRecord::removed).isPresent()) {
            notice(Topic.MEMBERSHIP, REMOVED);
            return;
        }
        MemberRecord record =
                new MemberRecord(
                        identity.address(),
                        KeyCodec.fingerprint(identity.certificate().getPublicKey()),
                        identity.certificate().getNotAfter().toInstant(),
                        here.folder().holdsAuthority(),
                        here.folder().seat(),
                        false);
        if (open && !known.equals(Optional.of(record))) {
            here.store().apply(List.of(record.document(here.name())), ApplyOptions.DAEMON);
        }
        publishAddress();
    }

    /** Keeps {@code fleet.address} of this host's Node resource right, where there is one. */
    private void publishAddress() {
        Optional<Resource> node = here.store().get(ResourceKey.of(NodeClaims.KIND, here.name()));
        if (node.isEmpty()
                || !open
                || node.get()
                        .spec()
                        .path("fleet")
                        .path("address")
                        .asText()
                        .equals(identity.address())) {
            return;
        }
        Metadata now = node.get().metadata();
        ObjectNode spec = node.get().spec().deepCopy();
        spec.putObject("fleet").put("address", identity.address());
        here.store()
                .apply(
                        List.of(
                                new Document(
                                        "the fleet",
                                        1,
                                        node.get().apiVersion(),
                                        NodeClaims.KIND,
                                        now,
                                        spec,
                                        Map.of())),
                        ApplyOptions.DAEMON);
    }

    private void renew() {
        Identity now = identity;
        if (!Renewal.due(now.certificate(), here.clock().instant())) {
            return;
        }
        try {
            Optional<Identity> next = renewal.renewed(now);
            if (next.isEmpty()) {
                notice(
                        Topic.CERTIFICATE,
                        "no member that holds the CA key renews this host's certificate, which"
                                + " expires at "
                                + now.certificate().getNotAfter().toInstant());
                return;
            }
            use(next.get());
            problems.remove(Topic.CERTIFICATE);
            LOG.info(
                    "certificate renewed until {}",
                    next.get().certificate().getNotAfter().toInstant());
        } catch (FleetRefused e) {
            notice(Topic.CERTIFICATE, String.valueOf(e.getMessage()));
        }
    }

    private synchronized void use(Identity next) {
        if (!leaving) {
            here.folder().join(next);
            identity = next;
            tls = Tls.member(next);
        }
    }

    /** As {@link org.vibrissa.fleet.Fleet#call}. */
    public JsonNode call(String member, String path, JsonNode body, Duration timeout)
            throws FleetException {
        PeerState peer =
                peers.get(member)
                        .orElseThrow(
                                () ->
                                        new FleetException(
                                                Kind.NOT_JOINED,
                                                member + " is no other member of the fleet"));
        return wait(member, path, peer, body, timeout);
    }

    private JsonNode wait(String name, String path, PeerState peer, JsonNode body, Duration timeout)
            throws FleetException {
        CompletableFuture<Answer> answer = peer.client().call(path, body, timeout);
        try {
            JsonNode result = answer.get().body();
            peer.seen(here.clock().instant());
            return result;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof FleetException failure) {
                throw new FleetException(
                        failure.kind(), name + ": " + failure.getMessage(), failure);
            }
            Kind kind = e.getCause() instanceof TimeoutException ? Kind.TIMEOUT : Kind.UNREACHABLE;
            String why =
                    kind == Kind.TIMEOUT
                            ? "no answer to " + path + " within " + timeout.toMillis() + " ms"
                            : String.valueOf(e.getCause());
            throw new FleetException(kind, name + ": " + why, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new FleetException(Kind.UNREACHABLE, "interrupted while calling " + name, e);
        }
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
        synchronized (this) {
            leaving = true;
        }
        watches.close();
        List<Entry> gone = own().stream().map(mirror::farewell).toList();
        int heard = 0;
        for (Map.Entry<String, PeerState> peer : peers.refresh().entrySet()) {
            try {
                exchange.push(
                        gone,
                        (path, body) -> wait(peer.getKey(), path, peer.getValue(), body, CALL));
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

    /** The host stays after all: works for the fleet again. */
    public void stay() {
        own().forEach(mirror::revive);
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
        return identity;
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
        return String.join("; ", problems.values());
    }

    /** This host's place among the holders of the CA key; 0 for none, or when it was put out. */
    public int seat() {
        boolean removed = roster.get(here.name()).filter(MemberRecord::removed).isPresent();
        return removed || !loaded ? 0 : here.folder().seat();
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
                        identity.address(),
                        "self",
                        Optional.of(here.clock().instant()),
                        Optional.of(identity.certificate().getNotAfter().toInstant()),
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
        synchronized (this) {
            leaving = true;
        }
        ticker.shutdownNow();
        watches.close();
        exchanging.shutdownNow();
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
