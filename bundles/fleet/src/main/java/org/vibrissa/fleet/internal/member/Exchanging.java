package org.vibrissa.fleet.internal.member;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vibrissa.fleet.FleetException;
import org.vibrissa.fleet.FleetException.Kind;
import org.vibrissa.fleet.internal.Surroundings;
import org.vibrissa.fleet.internal.member.Problems.Topic;
import org.vibrissa.fleet.internal.replica.Entry;
import org.vibrissa.fleet.internal.replica.Exchange;
import org.vibrissa.fleet.version.HybridClock;

/** Keeps this host's resources and the other members' the same, by threads of its own. */
final class Exchanging implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Exchanging.class);
    private static final Duration CALL = Duration.ofSeconds(5);
    private static final int THREADS = 8;

    private final Surroundings here;
    private final Exchange exchange;
    private final HybridClock hybrid;
    private final Peers peers;
    private final PeerCalls calls;
    private final OwnIdentity self;
    private final Problems problems;
    private final ThreadPoolExecutor workers = Workers.queueing("fleet-exchange", THREADS);

    Exchanging(
            Surroundings here,
            Exchange exchange,
            HybridClock hybrid,
            Peers peers,
            PeerCalls calls,
            OwnIdentity self,
            Problems problems) {
        this.here = here;
        this.exchange = exchange;
        this.hybrid = hybrid;
        this.peers = peers;
        this.calls = calls;
        this.self = self;
        this.problems = problems;
    }

    /** Other work that waits for members. */
    void run(Runnable task) {
        workers.execute(task);
    }

    /** Begins an exchange with each member where one is due. */
    void whereDue() {
        Duration interval = peers.interval();
        for (Map.Entry<String, PeerState> peer : peers.refresh().entrySet()) {
            if (peer.getValue().begin()) {
                workers.execute(() -> exchange(peer.getKey(), peer.getValue(), interval));
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
                                JsonNode answer = calls.call(name, peer, path, body, CALL);
                                if (answer.has("clock")) {
                                    skew[0] = skew(sent, answer.path("clock").asText());
                                }
                                return answer;
                            });
            peer.done(here.clock().instant(), same, skew[0], interval);
            problems.over(Topic.MEMBERSHIP);
            if (same) {
                self.forgetSeeds();
            }
        } catch (FleetException e) {
            if (e.kind() == Kind.NOT_JOINED) {
                problems.removed();
            }
            peer.failed(String.valueOf(e.getMessage()), interval);
            LOG.debug("no exchange with {}: {}", name, e.getMessage());
        } catch (RuntimeException e) {
            peer.failed(String.valueOf(e.getMessage()), interval);
            LOG.debug("no exchange with {}: {}", name, e.getMessage());
        }
    }

    private Duration skew(Instant sent, String theirs) {
        Instant middle = sent.plus(Duration.between(sent, here.clock().instant()).dividedBy(2));
        return Duration.between(middle, Instant.parse(theirs));
    }

    /** Hands what was edited here to all, without waiting: the mirror holds its lock. */
    void passOn(List<Entry> entries) {
        try {
            workers.execute(() -> push(entries));
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

    @Override
    public void close() {
        workers.shutdownNow();
    }
}
