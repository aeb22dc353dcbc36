package org.vibrissa.policy.internal.engine;

import java.util.Arrays;
import java.util.List;
import java.util.function.IntConsumer;

/** A set of identity numbers in rising order: 4 bytes each, since there are very many of them. */
final class IdSet {
    private int[] ids = new int[0];
    private int size;

    boolean contains(int id) {
        return find(id) >= 0;
    }

    boolean add(int id) {
        int at = find(id);
        if (at >= 0) {
            return false;
        }
        at = -at - 1;
        if (size == ids.length) {
            ids = Arrays.copyOf(ids, Math.max(4, size + (size >> 1)));
        }
        System.arraycopy(ids, at, ids, at + 1, size - at);
        ids[at] = id;
        size++;
        return true;
    }

    boolean remove(int id) {
        int at = find(id);
        if (at < 0) {
            return false;
        }
        System.arraycopy(ids, at + 1, ids, at, size - at - 1);
        size--;
        return true;
    }

    int size() {
        return size;
    }

    void forEach(IntConsumer consumer) {
        for (int i = 0; i < size; i++) {
            consumer.accept(ids[i]);
        }
    }

    List<Integer> toList() {
        return Arrays.stream(ids, 0, size).boxed().toList();
    }

    private int find(int id) {
        if (size == 0 || id > ids[size - 1]) {
            return -size - 1;
        }
        return Arrays.binarySearch(ids, 0, size, id);
    }
}
