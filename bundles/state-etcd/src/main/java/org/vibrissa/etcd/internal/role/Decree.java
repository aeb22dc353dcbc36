package org.vibrissa.etcd.internal.role;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.vibrissa.etcd.internal.client.Etcd;
import org.vibrissa.etcd.internal.client.EtcdException;
import org.vibrissa.etcd.internal.client.Transaction;
import org.vibrissa.etcd.internal.feed.Keys;
import org.vibrissa.etcd.internal.mirror.Mirror;
import org.vibrissa.fleet.FleetException;
import org.vibrissa.fleet.FleetException.Kind;
import org.vibrissa.state.Document;
import org.vibrissa.state.ResourceKey;

/**
 * What the coordinator creates and deletes for the whole fleet: in one transaction that holds only
 * while it has the role, nothing of it is there, and the dead are dead. Thread safe.
 */
public final class Decree {
    private final Keys keys;
    private final Leadership leadership;
    private final Mirror mirror;
    private final Supplier<String> mark;

    public Decree(Keys keys, Leadership leadership, Mirror mirror, Supplier<String> mark) {
        this.keys = keys;
        this.leadership = leadership;
        this.mirror = mirror;
        this.mark = mark;
    }

    /** Carries it out; every host hears of it by its watch, this one too. */
    public void commit(
            Etcd etcd, List<Document> creates, Collection<ResourceKey> deletes, Set<String> gone)
            throws FleetException {
        Optional<Transaction> own = leadership.transaction();
        if (own.isEmpty()) {
            throw new FleetException(Kind.REFUSED, "this host does not coordinate the fleet");
        }
        Transaction transaction = own.get().holds(keys.of(Keys.MARK), mark.get());
        for (String node : gone) {
            transaction.unchanged(keys.of("nodes/" + node), 0);
        }
        for (Document document : creates) {
            String path = mirror.place(document);
            transaction.unchanged(path, 0).put(path, mirror.signed(document), 0);
        }
        for (ResourceKey key : deletes) {
            transaction.delete(mirror.place(key));
        }
        try {
            if (!etcd.commit(transaction).done()) {
                throw new FleetException(
                        Kind.REFUSED,
                        "etcd has something else already, or the coordinator has changed");
            }
        } catch (EtcdException e) {
            throw new FleetException(Kind.UNREACHABLE, "etcd: " + e.getMessage(), e);
        }
    }
}
