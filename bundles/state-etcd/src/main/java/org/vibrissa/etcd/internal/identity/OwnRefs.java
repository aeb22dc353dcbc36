package org.vibrissa.etcd.internal.identity;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.vibrissa.etcd.internal.client.KeyValue;
import org.vibrissa.etcd.internal.feed.Follower;
import org.vibrissa.etcd.internal.feed.Keys;

/** The numbers that this host uses as etcd has it: {@code idref/NUMBER/NODE}. Thread safe. */
final class OwnRefs implements Follower {
    static final String SPACE = "idref/";

    private final Keys keys;
    private final String self;
    private final Set<Integer> numbers = new HashSet<>();
    private boolean listed;

    OwnRefs(Keys keys, String self) {
        this.keys = keys;
        this.self = self;
    }

    String key(int number) {
        return keys.of(SPACE + number + "/" + self);
    }

    @Override
    public String space() {
        return SPACE;
    }

    @Override
    public synchronized void begin() {
        listed = false;
        numbers.clear();
    }

    @Override
    public synchronized void listed(KeyValue key) {
        String path = key.key().substring(keys.of(SPACE).length());
        int slash = path.indexOf('/');
        boolean own = slash > 0 && path.substring(slash + 1).equals(self);
        if (own && path.substring(0, slash).matches("[0-9]{1,9}")) {
            int number = Integer.parseInt(path.substring(0, slash));
            if (key.deleted()) {
                numbers.remove(number);
            } else {
                numbers.add(number);
            }
        }
    }

    @Override
    public synchronized void complete(long revision) {
        listed = true;
    }

    @Override
    public synchronized void changed(List<KeyValue> changes) {
        changes.forEach(this::listed);
    }

    synchronized boolean listed() {
        return listed;
    }

    synchronized boolean has(int number) {
        return numbers.contains(number);
    }

    synchronized Set<Integer> all() {
        return Set.copyOf(numbers);
    }

    /** Notes what this host has just written. */
    synchronized void wrote(int number, boolean there) {
        if (there) {
            numbers.add(number);
        } else {
            numbers.remove(number);
        }
    }
}
