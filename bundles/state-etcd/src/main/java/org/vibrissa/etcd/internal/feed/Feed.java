package org.vibrissa.etcd.internal.feed;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vibrissa.etcd.internal.client.Etcd;
import org.vibrissa.etcd.internal.client.EtcdException;
import org.vibrissa.etcd.internal.client.EtcdException.Kind;
import org.vibrissa.etcd.internal.client.Header;
import org.vibrissa.etcd.internal.client.KeyValue;
import org.vibrissa.etcd.internal.client.Transaction;
import org.vibrissa.etcd.internal.client.WatchStream;

/**
 * Brings everything below the prefix to its followers: a listing of one revision, then each change
 * once and in order. After a break it goes on where it was; where etcd has forgotten that revision,
 * all is listed anew. A store that is not the known one is not listened to before {@link #accept}.
 */
public final class Feed implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Feed.class);
    private static final int PAGE = 2000;
    private static final long MOST_WAIT_MS = 5000;

    private final Etcd etcd;
    private final Keys keys;
    private final List<Follower> followers;
    private final Health health;
    private final Backoff backoff = new Backoff(MOST_WAIT_MS);
    private final Thread thread = new Thread(this::run, "etcd-feed");
    private final Semaphore woken = new Semaphore(0);
    private volatile Known known;
    private volatile boolean closed;
    private volatile boolean following;
    private volatile WatchStream stream;
    private volatile long cursor;
    private volatile long heardAt = System.nanoTime();
    private long listings;

    /**
     * A feed that has not begun.
     *
     * @param known the store of before, or {@link Known#NONE}
     */
    public Feed(Etcd etcd, Keys keys, Known known, List<Follower> followers, Health health) {
        this.etcd = etcd;
        this.keys = keys;
        this.known = known;
        this.followers = List.copyOf(followers);
        this.health = health;
        thread.setDaemon(true);
    }

    public void start() {
        thread.start();
    }

    /** Whether everything has come and changes come as they are made. */
    public boolean following() {
        return following;
    }

    /** The store that is followed. */
    public Known known() {
        return known.at(cursor);
    }

    /** All up to this revision has been told. */
    public long revision() {
        return cursor;
    }

    /** How often everything was listed. */
    public synchronized long listings() {
        return listings;
    }

    /** How long nothing has been heard. */
    public long silentMillis() {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - heardAt);
    }

    /** Where the watch runs; empty when there is none. */
    public Optional<java.net.URI> endpoint() {
        return Optional.ofNullable(stream).map(WatchStream::endpoint);
    }

    /** Takes whatever store answers for the known one from now on. */
    public void accept() {
        known = Known.NONE;
        cursor = 0;
        wake();
    }

    /** Breaks the watch so that it is begun again where it is, elsewhere if need be. */
    public void renew() {
        WatchStream now = stream;
        if (now != null) {
            now.close();
        }
        wake();
    }

    private void wake() {
        woken.release();
    }

    private void run() {
        while (!closed) {
            try {
                session();
            } catch (StoreChanged e) {
                following = false;
                health.good(Health.Topic.AWAY);
                health.bad(Health.Topic.CHANGED, e.getMessage());
                pause(MOST_WAIT_MS);
            } catch (EtcdException e) {
                failed(e);
            } catch (RuntimeException e) {
                following = false;
                cursor = 0;
                LOG.error("following etcd failed", e);
                health.bad(Health.Topic.AWAY, "internal error: " + e);
                pause(MOST_WAIT_MS);
            }
        }
    }

    private void failed(EtcdException e) {
        following = false;
        if (closed) {
            return;
        }
        if (e.kind() == Kind.COMPACTED) {
            LOG.info("{}; everything is listed again", e.getMessage());
            cursor = 0;
            return;
        }
        health.bad(Health.Topic.AWAY, e.getMessage());
        pause(backoff.millis());
    }

    private void pause(long millis) {
        try {
            woken.tryAcquire(millis, TimeUnit.MILLISECONDS);
            woken.drainPermits();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            closed = true;
        }
    }

    private void session() throws EtcdException, StoreChanged {
        identify();
        if (cursor == 0) {
            list();
        }
        try (WatchStream watch = etcd.watch(keys.root(), keys.end(), cursor + 1)) {
            stream = watch;
            heardAt = System.nanoTime();
            watch.created();
            following = true;
            backoff.reset();
            health.good(Health.Topic.AWAY);
            while (!closed) {
                follow(watch.next());
            }
        } finally {
            stream = null;
        }
    }

    private void identify() throws EtcdException, StoreChanged {
        String key = keys.of(Keys.MARK);
        Etcd.Page page = etcd.range(key, key + "\0", 0, 1);
        Optional<String> mark = page.keys().stream().findFirst().map(KeyValue::value);
        Optional<String> differs = known.differs(page.header(), mark);
        if (differs.isPresent()) {
            throw changed(differs.get());
        }
        health.good(Health.Topic.CHANGED);
        if (known.any()) {
            return;
        }
        Header header = page.header();
        if (mark.isEmpty()) {
            String own = UUID.randomUUID().toString();
            Etcd.Outcome outcome =
                    etcd.commit(new Transaction().unchanged(key, 0).put(key, own, 0).orGet(key));
            mark =
                    Optional.of(
                            outcome.there().stream().findFirst().map(KeyValue::value).orElse(own));
            header = outcome.header();
        }
        known = new Known(header.cluster(), mark.get(), header.revision());
    }

    private StoreChanged changed(String how) {
        return new StoreChanged(
                etcd.endpoint()
                        + " is not as this host knew it: "
                        + how
                        + ". Nothing is deleted here; restore the right data, or run vibrissa fleet"
                        + " store accept to go on with what is there and add what this host has");
    }

    private void list() throws EtcdException {
        followers.forEach(Follower::begin);
        String first = keys.root();
        long revision = 0;
        boolean more = true;
        while (more) {
            Etcd.Page page = etcd.range(first, keys.end(), revision, PAGE);
            if (revision == 0) {
                revision = page.header().revision();
            }
            for (KeyValue key : page.keys()) {
                for (Follower follower : followers) {
                    if (key.key().startsWith(keys.of(follower.space()))) {
                        follower.listed(key);
                    }
                }
                first = key.key() + "\0";
            }
            more = page.more();
        }
        for (Follower follower : followers) {
            follower.complete(revision);
        }
        cursor = revision;
        synchronized (this) {
            listings++;
        }
    }

    private void follow(WatchStream.Batch batch) throws StoreChanged {
        heardAt = System.nanoTime();
        String mark = keys.of(Keys.MARK);
        for (KeyValue event : batch.events()) {
            if (event.key().equals(mark)
                    && (event.deleted() || !event.value().equals(known.mark()))) {
                // Whatever else goes with it is not believed either.
                throw changed("this fleet's mark was deleted or overwritten");
            }
        }
        for (Follower follower : followers) {
            String space = keys.of(follower.space());
            List<KeyValue> its = new ArrayList<>();
            batch.events().stream().filter(e -> e.key().startsWith(space)).forEach(its::add);
            if (!its.isEmpty()) {
                follower.changed(its);
            }
        }
        // A batch may be a part only of what its header's revision covers.
        long last =
                batch.events().stream()
                        .mapToLong(KeyValue::modified)
                        .max()
                        .orElse(batch.header().revision());
        cursor = Math.max(cursor, last);
    }

    @Override
    public void close() {
        closed = true;
        renew();
        thread.interrupt();
    }
}
