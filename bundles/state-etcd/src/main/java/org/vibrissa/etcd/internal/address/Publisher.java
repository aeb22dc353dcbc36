package org.vibrissa.etcd.internal.address;

import java.net.InetAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.vibrissa.endpoint.Endpoints;
import org.vibrissa.endpoint.LocalEndpoint;
import org.vibrissa.etcd.internal.client.Etcd;
import org.vibrissa.etcd.internal.client.EtcdException;
import org.vibrissa.etcd.internal.client.Transaction;
import org.vibrissa.etcd.internal.feed.Keys;
import org.vibrissa.etcd.internal.feed.Outbox;
import org.vibrissa.net.IpAddresses;

/**
 * Tells the other hosts this one's endpoint addresses: {@code ip/NODE/ADDRESS}. They stay when this
 * host falls silent, since its endpoints may well live on; the coordinator removes those of hosts
 * that stay dead.
 */
public final class Publisher implements Outbox {
    private final Endpoints endpoints;
    private final AddressBook book;
    private final Keys keys;
    private final String self;
    private final Supplier<String> mark;
    private final BooleanSupplier settled;

    /**
     * A publisher of this host.
     *
     * @param settled whether all endpoints of this host are in force: what is not among them then
     *     is gone
     */
    public Publisher(
            Endpoints endpoints,
            BooleanSupplier settled,
            AddressBook book,
            Keys keys,
            String self,
            Supplier<String> mark) {
        this.endpoints = endpoints;
        this.settled = settled;
        this.book = book;
        this.keys = keys;
        this.self = self;
        this.mark = mark;
    }

    private Map<String, String> wanted() {
        Map<String, String> wanted = new HashMap<>();
        for (LocalEndpoint endpoint : endpoints.list()) {
            if (endpoint.ifindex() != 0) {
                String value = Claim.value(endpoint.identity(), name(endpoint));
                for (InetAddress address : endpoint.addresses()) {
                    wanted.put(IpAddresses.format(address), value);
                }
            }
        }
        return wanted;
    }

    private static String name(LocalEndpoint endpoint) {
        return endpoint.key().namespace().isEmpty()
                ? endpoint.key().name()
                : endpoint.key().namespace() + "/" + endpoint.key().name();
    }

    @Override
    public int waiting() {
        Optional<Map<String, String>> there = book.own();
        if (there.isEmpty()) {
            return 0;
        }
        boolean known = settled.getAsBoolean();
        Map<String, String> wanted = wanted();
        return (int)
                (wanted.entrySet().stream().filter(e -> differs(e, there.get())).count()
                        + there.get().keySet().stream()
                                .filter(a -> known && !wanted.containsKey(a))
                                .count());
    }

    private static boolean differs(Map.Entry<String, String> entry, Map<String, String> there) {
        return !entry.getValue().equals(there.get(entry.getKey()));
    }

    @Override
    public void drain(Etcd etcd) throws EtcdException {
        Optional<Map<String, String>> there = book.own();
        if (there.isEmpty()) {
            return;
        }
        boolean known = settled.getAsBoolean();
        Map<String, String> wanted = wanted();
        Map<String, String> now = new HashMap<>(there.get());
        Transaction transaction = begin();
        for (Map.Entry<String, String> entry : wanted.entrySet()) {
            if (differs(entry, there.get())) {
                transaction.put(key(entry.getKey()), entry.getValue(), 0);
                now.put(entry.getKey(), entry.getValue());
                transaction = full(etcd, transaction);
            }
        }
        for (String address : there.get().keySet()) {
            if (known && !wanted.containsKey(address)) {
                transaction.delete(key(address));
                now.remove(address);
                transaction = full(etcd, transaction);
            }
        }
        commit(etcd, transaction);
        book.wrote(now);
    }

    private Transaction begin() {
        return new Transaction().holds(keys.of(Keys.MARK), mark.get());
    }

    private Transaction full(Etcd etcd, Transaction transaction) throws EtcdException {
        if (transaction.size() < Transaction.LIMIT) {
            return transaction;
        }
        commit(etcd, transaction);
        return begin();
    }

    private static void commit(Etcd etcd, Transaction transaction) throws EtcdException {
        if (transaction.size() > 0 && !etcd.commit(transaction).done()) {
            throw new EtcdException(
                    EtcdException.Kind.OTHER,
                    "etcd has lost this fleet's mark: nothing is written");
        }
    }

    private String key(String address) {
        return keys.of(AddressBook.SPACE + self + "/" + address);
    }
}
