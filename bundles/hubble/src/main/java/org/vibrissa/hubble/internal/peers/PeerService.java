package org.vibrissa.hubble.internal.peers;

import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.vibrissa.hubble.proto.peer.ChangeNotification;
import org.vibrissa.hubble.proto.peer.ChangeNotificationType;
import org.vibrissa.hubble.proto.peer.NotifyRequest;
import org.vibrissa.hubble.proto.peer.PeerGrpc;
import org.vibrissa.hubble.proto.peer.TLS;

/**
 * {@code peer.Peer}: tells clients all nodes, then each change. The fleet has no way to say that
 * its members changed, so it is looked at while there are clients.
 */
public final class PeerService extends PeerGrpc.PeerImplBase implements AutoCloseable {
    private final Supplier<SortedMap<String, PeerAddress>> book;
    private final Set<Client> clients = ConcurrentHashMap.newKeySet();
    private final ScheduledExecutorService look;

    /** Looks into the book this often while somebody listens. */
    public PeerService(Supplier<SortedMap<String, PeerAddress>> book, Duration interval) {
        this.book = book;
        look =
                Executors.newSingleThreadScheduledExecutor(
                        task -> {
                            Thread thread = new Thread(task, "hubble-peers");
                            thread.setDaemon(true);
                            return thread;
                        });
        look.scheduleWithFixedDelay(
                this::tellAll, interval.toMillis(), interval.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public void notify(NotifyRequest request, StreamObserver<ChangeNotification> observer) {
        Client client = new Client((ServerCallStreamObserver<ChangeNotification>) observer);
        client.observer.setOnCancelHandler(() -> clients.remove(client));
        clients.add(client);
        look.execute(() -> client.tell(book.get()));
    }

    private void tellAll() {
        if (!clients.isEmpty()) {
            SortedMap<String, PeerAddress> now = book.get();
            clients.forEach(client -> client.tell(now));
        }
    }

    @Override
    public void close() {
        look.execute(
                () ->
                        clients.forEach(
                                client ->
                                        client.fail(
                                                Status.UNAVAILABLE.withDescription(
                                                        "the hubble bundle stops"))));
        look.shutdown();
        try {
            look.awaitTermination(1, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Who listens, and what it knows. On the one thread of the service. */
    private final class Client {
        /** One that does not read is let go: it gets all of them when it comes again. */
        private static final int MOST_UNREAD_ROUNDS = 12;

        private final ServerCallStreamObserver<ChangeNotification> observer;
        private SortedMap<String, PeerAddress> known = new TreeMap<>();
        private int unread;

        Client(ServerCallStreamObserver<ChangeNotification> observer) {
            this.observer = observer;
        }

        void tell(SortedMap<String, PeerAddress> now) {
            if (!clients.contains(this) || known.equals(now)) {
                return;
            }
            if (!observer.isReady()) {
                if (++unread > MOST_UNREAD_ROUNDS) {
                    fail(
                            Status.DEADLINE_EXCEEDED.withDescription(
                                    "server stream send was blocked for too long"));
                }
                return;
            }
            unread = 0;
            known.forEach(
                    (name, peer) -> {
                        if (!now.containsKey(name)) {
                            send(peer, ChangeNotificationType.PEER_DELETED);
                        }
                    });
            now.forEach(
                    (name, peer) -> {
                        PeerAddress before = known.get(name);
                        if (before == null) {
                            send(peer, ChangeNotificationType.PEER_ADDED);
                        } else if (!before.equals(peer)) {
                            send(peer, ChangeNotificationType.PEER_UPDATED);
                        }
                    });
            known = now;
        }

        private void send(PeerAddress peer, ChangeNotificationType type) {
            ChangeNotification.Builder change =
                    ChangeNotification.newBuilder()
                            .setName(peer.name())
                            .setAddress(peer.address())
                            .setType(type);
            if (!peer.serverName().isEmpty()) {
                change.setTls(TLS.newBuilder().setServerName(peer.serverName()));
            }
            observer.onNext(change.build());
        }

        void fail(Status status) {
            if (clients.remove(this)) {
                observer.onError(status.asRuntimeException());
            }
        }
    }
}
