package org.vibrissa.etcd.internal.role;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.vibrissa.etcd.internal.client.Etcd;
import org.vibrissa.etcd.internal.client.EtcdException;
import org.vibrissa.etcd.internal.client.EtcdException.Kind;
import org.vibrissa.etcd.internal.client.KeyValue;
import org.vibrissa.etcd.internal.client.Transaction;
import org.vibrissa.etcd.internal.feed.Follower;
import org.vibrissa.etcd.internal.feed.Keys;

/**
 * This host's lease, with {@code nodes/NAME} under it, and whose lease else is in force. Changed by
 * the ticker's and the feed's threads.
 */
public final class NodeLease implements Follower {
    private static final String SPACE = "nodes/";

    private final Keys keys;
    private final String self;
    private final String instance;
    private final Duration life;
    private final Supplier<String> mark;
    private final Map<String, KeyValue> holders = new HashMap<>();
    private volatile long lease;
    private volatile long endsAt;
    private volatile long renewAt;

    /**
     * A host without a lease.
     *
     * @param instance tells this host from another of the same name; the same after a restart
     * @param life how long after the last word a host counts as dead
     */
    public NodeLease(
            Keys keys, String self, String instance, Duration life, Supplier<String> mark) {
        this.keys = keys;
        this.self = self;
        this.instance = instance;
        this.life = life;
        this.mark = mark;
    }

    /**
     * Takes the lease or makes it last, when it is time.
     *
     * @return whether etcd was asked
     * @throws EtcdException when there is none now, or another host has this one's name
     */
    public boolean tend(Etcd etcd) throws EtcdException {
        long now = System.nanoTime();
        if (lease != 0 && now - renewAt < 0) {
            return false;
        }
        try {
            if (lease == 0) {
                take(etcd);
            } else {
                etcd.keepAlive(lease);
            }
        } catch (EtcdException e) {
            if (e.kind() == Kind.LEASE_GONE) {
                lease = 0;
            }
            throw e;
        }
        endsAt = now + life.toNanos();
        renewAt = now + life.toNanos() / 3;
        return true;
    }

    private void take(Etcd etcd) throws EtcdException {
        String key = keys.of(SPACE + self);
        Optional<KeyValue> before = etcd.get(key);
        if (before.isPresent() && !instance.equals(before.get().value())) {
            throw new EtcdException(
                    Kind.OTHER,
                    "another host is called "
                            + self
                            + " and holds its lease in etcd: give one of them another name"
                            + " (--node), or wait until that one's lease ends");
        }
        long next = etcd.grant(life);
        boolean done =
                etcd.commit(
                                new Transaction()
                                        .holds(keys.of(Keys.MARK), mark.get())
                                        .unchanged(key, before.map(KeyValue::modified).orElse(0L))
                                        .put(key, instance, next))
                        .done();
        if (!done) {
            throw new EtcdException(Kind.OTHER, key + " was changed by somebody else meanwhile");
        }
        lease = next;
    }

    /** This host's lease; empty when it may have ended by this host's clock. */
    public Optional<Long> held() {
        long now = lease;
        return now != 0 && System.nanoTime() - endsAt < 0 ? Optional.of(now) : Optional.empty();
    }

    /** How long it lasts without another word. */
    public Duration left() {
        long nanos = endsAt - System.nanoTime();
        return lease == 0 || nanos < 0
                ? Duration.ZERO
                : Duration.ofMillis(TimeUnit.NANOSECONDS.toMillis(nanos));
    }

    /** Ends it, so that others need not wait. */
    public void release(Etcd etcd) throws EtcdException {
        long last = lease;
        lease = 0;
        if (last != 0) {
            etcd.revoke(last);
        }
    }

    /** Forgets it: it was another store's. */
    public void forget() {
        lease = 0;
    }

    /** Hosts whose lease is in force, as last heard. */
    public Set<String> alive() {
        synchronized (holders) {
            return new TreeSet<>(holders.keySet());
        }
    }

    @Override
    public String space() {
        return SPACE;
    }

    @Override
    public void begin() {
        synchronized (holders) {
            holders.clear();
        }
    }

    @Override
    public void listed(KeyValue key) {
        synchronized (holders) {
            String name = key.key().substring(keys.of(SPACE).length());
            if (key.deleted()) {
                holders.remove(name);
            } else {
                holders.put(name, key);
            }
        }
    }

    @Override
    public void complete(long revision) {
        // What was not listed went with begin().
    }

    @Override
    public void changed(List<KeyValue> changes) {
        for (KeyValue change : changes) {
            listed(change);
            // Revoked by hand, or ended at etcd before it did by our clock.
            if (change.deleted() && change.key().equals(keys.of(SPACE + self))) {
                lease = 0;
            }
        }
    }
}
