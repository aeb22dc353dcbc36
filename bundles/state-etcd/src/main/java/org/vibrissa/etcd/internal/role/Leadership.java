package org.vibrissa.etcd.internal.role;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vibrissa.etcd.internal.client.Etcd;
import org.vibrissa.etcd.internal.client.EtcdException;
import org.vibrissa.etcd.internal.client.KeyValue;
import org.vibrissa.etcd.internal.client.Transaction;
import org.vibrissa.etcd.internal.feed.Follower;
import org.vibrissa.etcd.internal.feed.Keys;

/** Who has the key {@code coordinator}: the first host that puts its name there under its lease. */
public final class Leadership implements Follower {
    private static final Logger LOG = LoggerFactory.getLogger(Leadership.class);
    private static final String SPACE = "coordinator";

    private final Keys keys;
    private final String self;
    private final NodeLease lease;
    private final Supplier<String> mark;
    private volatile Optional<KeyValue> holder = Optional.empty();
    private volatile boolean known;

    public Leadership(Keys keys, String self, NodeLease lease, Supplier<String> mark) {
        this.keys = keys;
        this.self = self;
        this.lease = lease;
        this.mark = mark;
    }

    /** Takes the role when nobody has it. */
    public void campaign(Etcd etcd) throws EtcdException {
        Optional<Long> own = lease.held();
        if (!known || own.isEmpty() || holder.isPresent()) {
            return;
        }
        String key = keys.of(SPACE);
        Etcd.Outcome outcome =
                etcd.commit(
                        new Transaction()
                                .holds(keys.of(Keys.MARK), mark.get())
                                .unchanged(key, 0)
                                .put(key, self, own.get()));
        if (outcome.done()) {
            LOG.info("this host coordinates the fleet from now on");
        }
    }

    /** The condition under which a transaction is this coordinator's. */
    public Optional<Transaction> transaction() {
        return holder.filter(h -> isLeader())
                .map(h -> new Transaction().unchanged(keys.of(SPACE), h.modified()));
    }

    /** Whether this host has the role, for as long as its lease lasts by its own clock. */
    public boolean isLeader() {
        Optional<Long> own = lease.held();
        return own.isPresent() && holder.filter(h -> h.lease() == own.get()).isPresent();
    }

    /** Who has the role as last heard. */
    public Optional<String> leader() {
        return holder.map(KeyValue::value);
    }

    @Override
    public String space() {
        return SPACE;
    }

    @Override
    public void begin() {
        known = false;
        holder = Optional.empty();
    }

    @Override
    public void listed(KeyValue key) {
        holder = key.deleted() ? Optional.empty() : Optional.of(key);
    }

    @Override
    public void complete(long revision) {
        known = true;
    }

    @Override
    public void changed(List<KeyValue> changes) {
        changes.forEach(this::listed);
    }
}
