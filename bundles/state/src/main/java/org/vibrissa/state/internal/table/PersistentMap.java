package org.vibrissa.state.internal.table;

import java.util.AbstractMap.SimpleImmutableEntry;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;

/**
 * An immutable hash map: a change makes a new map that shares all but one path with the old one, so
 * that a snapshot costs nothing and a change O(log32 n). Keys and values are not null.
 */
public final class PersistentMap<K, V> implements Iterable<Map.Entry<K, V>> {
    private static final int BITS = 5;
    private static final PersistentMap<?, ?> EMPTY =
            new PersistentMap<>(new Branch(0, new Object[0]), 0);

    private final Branch root;
    private final int size;

    /** A node: per set bit of the bitmap one slot, holding an entry, a branch or a bucket. */
    private static final class Branch {
        private final int bitmap;
        private final Object[] slots;

        Branch(int bitmap, Object[] slots) {
            this.bitmap = bitmap;
            this.slots = slots;
        }
    }

    /** Entries whose keys have the same 32 bit hash. */
    private static final class Bucket {
        private final Object[] entries;

        Bucket(Object[] entries) {
            this.entries = entries;
        }
    }

    private PersistentMap(Branch root, int size) {
        this.root = root;
        this.size = size;
    }

    @SuppressWarnings("unchecked")
    public static <K, V> PersistentMap<K, V> empty() {
        return (PersistentMap<K, V>) EMPTY;
    }

    public int size() {
        return size;
    }

    @SuppressWarnings("unchecked")
    public Optional<V> get(K key) {
        Map.Entry<?, ?> entry = find(key);
        return entry == null ? Optional.empty() : Optional.of((V) entry.getValue());
    }

    public PersistentMap<K, V> put(K key, V value) {
        Map.Entry<?, ?> old = find(key);
        if (old != null && old.getValue().equals(value)) {
            return this;
        }
        Branch next = insert(root, key.hashCode(), 0, new SimpleImmutableEntry<>(key, value));
        return new PersistentMap<>(next, old == null ? size + 1 : size);
    }

    public PersistentMap<K, V> remove(K key) {
        return find(key) == null
                ? this
                : new PersistentMap<>(without(root, key.hashCode(), 0, key), size - 1);
    }

    private Map.Entry<?, ?> find(K key) {
        int hash = key.hashCode();
        Object at = root;
        for (int shift = 0; at instanceof Branch branch; shift += BITS) {
            int bit = bit(hash, shift);
            if ((branch.bitmap & bit) == 0) {
                return null;
            }
            at = branch.slots[index(branch, bit)];
        }
        if (at instanceof Bucket bucket) {
            int i = position(bucket, key);
            return i < 0 ? null : (Map.Entry<?, ?>) bucket.entries[i];
        }
        Map.Entry<?, ?> entry = (Map.Entry<?, ?>) at;
        return entry.getKey().equals(key) ? entry : null;
    }

    private static Branch insert(Branch branch, int hash, int shift, Map.Entry<?, ?> entry) {
        int bit = bit(hash, shift);
        int index = index(branch, bit);
        if ((branch.bitmap & bit) == 0) {
            Object[] slots = new Object[branch.slots.length + 1];
            System.arraycopy(branch.slots, 0, slots, 0, index);
            System.arraycopy(branch.slots, index, slots, index + 1, branch.slots.length - index);
            slots[index] = entry;
            return new Branch(branch.bitmap | bit, slots);
        }
        Object[] slots = branch.slots.clone();
        slots[index] = merge(slots[index], hash, shift + BITS, entry);
        return new Branch(branch.bitmap, slots);
    }

    private static Object merge(Object slot, int hash, int shift, Map.Entry<?, ?> entry) {
        if (slot instanceof Branch branch) {
            return insert(branch, hash, shift, entry);
        }
        if (slot instanceof Bucket bucket) {
            int i = position(bucket, entry.getKey());
            int length = bucket.entries.length;
            Object[] entries = Arrays.copyOf(bucket.entries, i < 0 ? length + 1 : length);
            entries[i < 0 ? length : i] = entry;
            return new Bucket(entries);
        }
        Map.Entry<?, ?> there = (Map.Entry<?, ?>) slot;
        if (there.getKey().equals(entry.getKey())) {
            return entry;
        }
        if (shift >= Integer.SIZE) {
            return new Bucket(new Object[] {there, entry});
        }
        Branch both = insert(new Branch(0, new Object[0]), there.getKey().hashCode(), shift, there);
        return insert(both, hash, shift, entry);
    }

    /** The branch without a key that is known to be in it. */
    private static Branch without(Branch branch, int hash, int shift, Object key) {
        int bit = bit(hash, shift);
        int index = index(branch, bit);
        Object kept = remainder(branch.slots[index], hash, shift + BITS, key);
        if (kept == null) {
            Object[] slots = new Object[branch.slots.length - 1];
            System.arraycopy(branch.slots, 0, slots, 0, index);
            System.arraycopy(branch.slots, index + 1, slots, index, slots.length - index);
            return new Branch(branch.bitmap & ~bit, slots);
        }
        Object[] slots = branch.slots.clone();
        slots[index] = kept;
        return new Branch(branch.bitmap, slots);
    }

    /** What is left of a slot; null when nothing is. A lone entry is lifted up. */
    private static Object remainder(Object slot, int hash, int shift, Object key) {
        Object[] left;
        if (slot instanceof Branch branch) {
            Branch next = without(branch, hash, shift, key);
            if (next.slots.length != 1 || next.slots[0] instanceof Branch) {
                return next.slots.length == 0 ? null : next;
            }
            left = next.slots;
        } else if (slot instanceof Bucket bucket) {
            int gone = position(bucket, key);
            left = new Object[bucket.entries.length - 1];
            System.arraycopy(bucket.entries, 0, left, 0, gone);
            System.arraycopy(bucket.entries, gone + 1, left, gone, left.length - gone);
            if (left.length > 1) {
                return new Bucket(left);
            }
        } else {
            return null;
        }
        return left[0];
    }

    private static int position(Bucket bucket, Object key) {
        for (int i = 0; i < bucket.entries.length; i++) {
            if (((Map.Entry<?, ?>) bucket.entries[i]).getKey().equals(key)) {
                return i;
            }
        }
        return -1;
    }

    private static int bit(int hash, int shift) {
        return 1 << ((hash >>> shift) & 31);
    }

    private static int index(Branch branch, int bit) {
        return Integer.bitCount(branch.bitmap & (bit - 1));
    }

    @Override
    public Iterator<Map.Entry<K, V>> iterator() {
        Deque<Iterator<Object>> path = new ArrayDeque<>();
        path.push(Arrays.asList(root.slots).iterator());
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                while (!path.isEmpty() && !path.peek().hasNext()) {
                    path.pop();
                }
                return !path.isEmpty();
            }

            @Override
            @SuppressWarnings("unchecked")
            public Map.Entry<K, V> next() {
                while (hasNext()) {
                    Object at = path.element().next();
                    if (at instanceof Branch branch) {
                        path.push(Arrays.asList(branch.slots).iterator());
                    } else if (at instanceof Bucket bucket) {
                        path.push(Arrays.asList(bucket.entries).iterator());
                    } else {
                        return (Map.Entry<K, V>) at;
                    }
                }
                throw new NoSuchElementException("no more entries");
            }
        };
    }
}
