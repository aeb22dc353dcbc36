package org.vibrissa.etcd.internal.identity;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.vibrissa.etcd.internal.client.Etcd;
import org.vibrissa.etcd.internal.client.EtcdException;
import org.vibrissa.etcd.internal.client.KeyValue;
import org.vibrissa.etcd.internal.client.Transaction;
import org.vibrissa.etcd.internal.feed.Keys;
import org.vibrissa.etcd.internal.feed.Outbox;
import org.vibrissa.identity.Allotment;
import org.vibrissa.identity.Labels;
import org.vibrissa.identity.NumberRange;

/**
 * Claims a number in etcd for each set that this host uses: {@code id/NUMBER}, {@code label/HASH}
 * and this host's {@code idref/NUMBER/NODE} in one transaction that holds only while neither is
 * taken, so that of two hosts that try at once one gets it and the other learns of it. A number
 * that is not used any more is let go after a while.
 */
public final class IdentityClaims implements Outbox {
    static final String BY_LABELS = "label/";
    private static final int TRIES = 64;

    private final Keys keys;
    private final Supplier<String> mark;
    private final NumberRange range;
    private final IdentityBook book;
    private final OwnRefs refs;
    private final long lingerNanos;
    private final Runnable changed;
    private final Map<Integer, Long> unusedSince = new HashMap<>();
    private final Map<Labels, String> refused = new ConcurrentHashMap<>();
    private volatile Set<Labels> wanted = Set.of();
    private volatile boolean told;

    IdentityClaims(
            Keys keys,
            Supplier<String> mark,
            NumberRange range,
            IdentityBook book,
            OwnRefs refs,
            Duration linger,
            Runnable changed) {
        this.keys = keys;
        this.mark = mark;
        this.range = range;
        this.book = book;
        this.refs = refs;
        this.lingerNanos = linger.toNanos();
        this.changed = changed;
    }

    void use(Set<Labels> sets) {
        wanted = sets;
        told = true;
    }

    Allotment allotment() {
        return book.known()
                ? new Allotment(true, book.sets(), Map.copyOf(refused))
                : Allotment.UNKNOWN;
    }

    @Override
    public int waiting() {
        if (!book.listed() || !refs.listed()) {
            return 0;
        }
        int missing = (int) wanted.stream().filter(labels -> !has(labels)).count();
        return missing + due().size();
    }

    private boolean has(Labels labels) {
        return book.of(labels).filter(taken -> refs.has(taken.number())).isPresent();
    }

    /** Numbers of this host that nothing here has used for long enough. */
    private synchronized List<Integer> due() {
        if (!told) {
            return List.of();
        }
        long now = System.nanoTime();
        Set<Labels> used = wanted;
        List<Integer> due = new ArrayList<>();
        Set<Integer> all = refs.all();
        unusedSince.keySet().retainAll(all);
        for (int number : all) {
            boolean unused = book.of(number).filter(t -> used.contains(t.labels())).isEmpty();
            if (!unused) {
                unusedSince.remove(number);
            } else if (now - unusedSince.computeIfAbsent(number, n -> now) >= lingerNanos) {
                due.add(number);
            }
        }
        return due;
    }

    @Override
    public void drain(Etcd etcd) throws EtcdException {
        if (!book.listed() || !refs.listed()) {
            return;
        }
        Set<Labels> sets = wanted;
        boolean news = refused.keySet().retainAll(sets);
        for (Labels labels : sets) {
            if (!has(labels)) {
                news |= claim(etcd, labels);
            }
        }
        for (int number : due()) {
            if (commit(etcd, begin().delete(refs.key(number))).done()) {
                refs.wrote(number, false);
            }
        }
        if (news) {
            changed.run();
        }
    }

    /** Whether something is known now that was not. */
    private boolean claim(Etcd etcd, Labels labels) throws EtcdException {
        for (int tries = 0; tries < TRIES; tries++) {
            Optional<IdentityBook.Taken> taken = book.of(labels);
            if (taken.isPresent()) {
                if (refer(etcd, taken.get())) {
                    refused.remove(labels);
                    return true;
                }
                look(etcd, keys.of(IdentityBook.SPACE + taken.get().number()), taken.get());
                continue;
            }
            Optional<Integer> free = free(labels);
            if (free.isEmpty()) {
                String why =
                        "all "
                                + range.size()
                                + " identities of the fleet are in use; let fewer labels count"
                                + " (identity.labels)";
                return !why.equals(refused.put(labels, why));
            }
            if (take(etcd, free.get(), labels)) {
                refused.remove(labels);
                return true;
            }
        }
        throw new EtcdException(
                EtcdException.Kind.OTHER,
                "no identity for " + labels + " after " + TRIES + " tries: others were faster");
    }

    private Optional<Integer> free(Labels labels) {
        for (int i = 0; i < range.size(); i++) {
            int number = range.candidate(labels, i);
            if (book.of(number).isEmpty()) {
                return Optional.of(number);
            }
        }
        return Optional.empty();
    }

    /** Uses a number that exists, unless it has just gone. */
    private boolean refer(Etcd etcd, IdentityBook.Taken taken) throws EtcdException {
        Etcd.Outcome outcome =
                commit(
                        etcd,
                        begin().unchanged(
                                        keys.of(IdentityBook.SPACE + taken.number()),
                                        taken.modified())
                                .put(refs.key(taken.number()), "", 0));
        if (outcome.done()) {
            refs.wrote(taken.number(), true);
        }
        return outcome.done();
    }

    private boolean take(Etcd etcd, int number, Labels labels) throws EtcdException {
        String id = keys.of(IdentityBook.SPACE + number);
        String byLabels = keys.of(BY_LABELS + labels.hash());
        Etcd.Outcome outcome =
                commit(
                        etcd,
                        begin().unchanged(id, 0)
                                .unchanged(byLabels, 0)
                                .put(id, IdentityBook.value(labels), 0)
                                .put(byLabels, Integer.toString(number), 0)
                                .put(refs.key(number), "", 0)
                                .orGet(id)
                                .orGet(byLabels));
        if (outcome.done()) {
            book.note(new IdentityBook.Taken(number, labels, outcome.header().revision()));
            refs.wrote(number, true);
            return true;
        }
        if (outcome.there().isEmpty()) {
            throw new EtcdException(
                    EtcdException.Kind.OTHER,
                    "etcd has lost this fleet's mark: nothing is written");
        }
        for (KeyValue key : outcome.there()) {
            if (key.key().equals(byLabels)) {
                String theirs = keys.of(IdentityBook.SPACE + key.value());
                etcd.get(theirs).ifPresent(this::learn);
            } else {
                learn(key);
            }
        }
        return false;
    }

    private void look(Etcd etcd, String key, IdentityBook.Taken before) throws EtcdException {
        Optional<KeyValue> now = etcd.get(key);
        if (now.isPresent()) {
            learn(now.get());
        } else {
            book.changed(List.of(new KeyValue(key, "", before.modified() + 1, 0, true)));
        }
    }

    private void learn(KeyValue key) {
        book.changed(List.of(key));
    }

    private Transaction begin() {
        return new Transaction().holds(keys.of(Keys.MARK), mark.get());
    }

    private static Etcd.Outcome commit(Etcd etcd, Transaction transaction) throws EtcdException {
        return etcd.commit(transaction);
    }
}
