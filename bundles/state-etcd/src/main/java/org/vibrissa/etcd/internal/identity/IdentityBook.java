package org.vibrissa.etcd.internal.identity;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vibrissa.etcd.internal.client.KeyValue;
import org.vibrissa.etcd.internal.feed.Follower;
import org.vibrissa.etcd.internal.feed.Keys;
import org.vibrissa.identity.Labels;

/**
 * Which number stands for which set, by {@code id/NUMBER}; what this host remembers until etcd has
 * been listed. Thread safe.
 */
public final class IdentityBook implements Follower {
    static final String SPACE = "id/";
    private static final Logger LOG = LoggerFactory.getLogger(IdentityBook.class);
    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * A number's set.
     *
     * @param modified etcd's revision of it
     */
    record Taken(int number, Labels labels, long modified) {}

    private final Keys keys;
    private final Runnable changed;
    private final SortedMap<Integer, Taken> byNumber = new TreeMap<>();
    private final Map<Labels, Taken> byLabels = new HashMap<>();
    private final SortedMap<Integer, Labels> remembered;
    private boolean listed;
    private long revision;

    IdentityBook(Keys keys, SortedMap<Integer, Labels> remembered, Runnable changed) {
        this.keys = keys;
        this.remembered = new TreeMap<>(remembered);
        this.changed = changed;
    }

    @Override
    public String space() {
        return SPACE;
    }

    @Override
    public synchronized void begin() {
        // What was known counts until all is listed again.
        if (listed) {
            remembered.clear();
            byNumber.forEach((number, taken) -> remembered.put(number, taken.labels()));
        }
        listed = false;
        byNumber.clear();
        byLabels.clear();
    }

    @Override
    public synchronized void listed(KeyValue key) {
        note(key);
    }

    @Override
    public void complete(long at) {
        synchronized (this) {
            listed = true;
            remembered.clear();
            revision++;
        }
        changed.run();
    }

    @Override
    public void changed(List<KeyValue> changes) {
        synchronized (this) {
            changes.forEach(this::note);
        }
        changed.run();
    }

    private void note(KeyValue key) {
        String text = key.key().substring(keys.of(SPACE).length());
        try {
            int number = Integer.parseInt(text);
            if (key.deleted()) {
                forget(number);
            } else {
                note(new Taken(number, labels(key.value()), key.modified()));
            }
        } catch (IllegalArgumentException e) {
            LOG.warn("etcd: {} is left alone: {}", key.key(), e.getMessage());
        }
    }

    /** Something of etcd, or what this host has just written. */
    synchronized void note(Taken taken) {
        Taken before = byNumber.get(taken.number());
        if (before != null && before.modified() > taken.modified()) {
            return;
        }
        forget(taken.number());
        byNumber.put(taken.number(), taken);
        byLabels.put(taken.labels(), taken);
        revision++;
    }

    private void forget(int number) {
        Taken before = byNumber.remove(number);
        if (before != null) {
            byLabels.remove(before.labels(), before);
            revision++;
        }
    }

    static String value(Labels labels) {
        ObjectNode node = JSON.createObjectNode();
        labels.texts().forEach(node.putArray("labels")::add);
        return node.toString();
    }

    /**
     * What {@link #value} made.
     *
     * @throws IllegalArgumentException when it did not
     */
    static Labels labels(String value) {
        try {
            JsonNode texts = JSON.readTree(value).path("labels");
            if (!texts.isArray()) {
                throw new IllegalArgumentException("it has no labels");
            }
            List<String> labels = new ArrayList<>();
            texts.forEach(text -> labels.add(text.asText()));
            return Labels.parse(labels);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("it is no JSON", e);
        }
    }

    synchronized Optional<Taken> of(Labels labels) {
        return Optional.ofNullable(byLabels.get(labels));
    }

    synchronized Optional<Taken> of(int number) {
        return Optional.ofNullable(byNumber.get(number));
    }

    synchronized List<Taken> all() {
        return List.copyOf(byNumber.values());
    }

    /** Whether etcd has been listed. */
    synchronized boolean listed() {
        return listed;
    }

    /** Whether all is known that was agreed, by etcd or by memory. */
    synchronized boolean known() {
        return listed || !remembered.isEmpty();
    }

    /** By number. */
    synchronized SortedMap<Integer, Labels> sets() {
        SortedMap<Integer, Labels> sets = new TreeMap<>(remembered);
        byNumber.forEach((number, taken) -> sets.put(number, taken.labels()));
        return sets;
    }

    /** Grows with each change. */
    synchronized long revision() {
        return revision;
    }
}
