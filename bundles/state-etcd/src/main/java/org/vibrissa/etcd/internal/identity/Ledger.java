package org.vibrissa.etcd.internal.identity;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vibrissa.etcd.internal.client.Etcd;
import org.vibrissa.etcd.internal.client.EtcdException;
import org.vibrissa.etcd.internal.feed.Follower;
import org.vibrissa.etcd.internal.feed.Keys;
import org.vibrissa.etcd.internal.feed.Outbox;
import org.vibrissa.etcd.internal.role.Leadership;
import org.vibrissa.etcd.internal.role.NodeLease;
import org.vibrissa.identity.Allotment;
import org.vibrissa.identity.Labels;
import org.vibrissa.identity.NumberRange;

/** All that has to do with identities in etcd, put together. Thread safe. */
public final class Ledger {
    private static final Logger LOG = LoggerFactory.getLogger(Ledger.class);
    private static final Duration MOST_LINGER = Duration.ofSeconds(60);

    private final IdentityBook book;
    private final OwnRefs refs;
    private final IdentityClaims claims;
    private final IdentityGarbage garbage;
    private long saved;

    /**
     * A ledger that follows nothing yet.
     *
     * @param range of numbers, smaller in tests
     * @param garbageAfter how long a host must be dead for its references to go
     * @param memory what {@link #memory} made
     * @param changed hears that {@link #allotment} may be another
     */
    public Ledger(
            Keys keys,
            String self,
            Supplier<String> mark,
            NumberRange range,
            Leadership leadership,
            NodeLease leases,
            Duration garbageAfter,
            Optional<JsonNode> memory,
            Runnable changed) {
        Duration linger = garbageAfter.compareTo(MOST_LINGER) < 0 ? garbageAfter : MOST_LINGER;
        book = new IdentityBook(keys, remembered(memory), changed);
        refs = new OwnRefs(keys, self);
        claims = new IdentityClaims(keys, mark, range, book, refs, linger, changed);
        garbage = new IdentityGarbage(keys, leadership, leases, book, garbageAfter, linger);
    }

    private static SortedMap<Integer, Labels> remembered(Optional<JsonNode> memory) {
        SortedMap<Integer, Labels> sets = new TreeMap<>();
        memory.ifPresent(
                node ->
                        node.properties()
                                .forEach(
                                        field -> {
                                            try {
                                                sets.put(
                                                        Integer.valueOf(field.getKey()),
                                                        Labels.parse(
                                                                field.getValue()
                                                                        .valueStream()
                                                                        .map(JsonNode::asText)
                                                                        .toList()));
                                            } catch (IllegalArgumentException e) {
                                                LOG.warn(
                                                        "identity {} is not remembered: {}",
                                                        field.getKey(),
                                                        e.getMessage());
                                            }
                                        }));
        return sets;
    }

    /** What is to be remembered over a restart, when it is another than the last time. */
    public synchronized Optional<ObjectNode> memory() {
        long now = book.revision();
        if (!book.listed() || now == saved) {
            return Optional.empty();
        }
        saved = now;
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        book.sets()
                .forEach(
                        (number, labels) ->
                                labels.texts().forEach(node.putArray("" + number)::add));
        return Optional.of(node);
    }

    public List<Follower> followers() {
        return List.of(book, refs);
    }

    public Outbox outbox() {
        return claims;
    }

    /** Which sets this host uses. */
    public void use(Set<Labels> sets) {
        claims.use(sets);
    }

    public Allotment allotment() {
        return claims.allotment();
    }

    /** One round of the coordinator's cleaning. */
    public void collect(Etcd etcd) throws EtcdException {
        garbage.collect(etcd);
    }
}
