package org.vibrissa.etcd.internal.mirror;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vibrissa.state.ResourceKey;
import org.vibrissa.state.ResourceKind;
import org.vibrissa.state.ResourceStore;
import org.vibrissa.state.StateException;

/**
 * What came from etcd and is not in this host's store yet: all at once when that goes, else one by
 * one while that helps; the rest waits and is tried again. Used under the mirror's lock.
 */
final class Intake {
    private static final Logger LOG = LoggerFactory.getLogger(Intake.class);
    private static final String UNTRIED = "not tried yet";

    private final ResourceStore store;
    private final LocalWriter writer;
    private final Map<ResourceKey, Remote> entries = new LinkedHashMap<>();
    private final Map<ResourceKey, String> reasons = new LinkedHashMap<>();

    Intake(ResourceStore store, LocalWriter writer) {
        this.store = store;
        this.writer = writer;
    }

    void add(Remote entry) {
        entries.put(entry.key(), entry);
        reasons.put(entry.key(), UNTRIED);
    }

    void drop(ResourceKey key) {
        entries.remove(key);
        reasons.remove(key);
    }

    Optional<Remote> get(ResourceKey key) {
        return Optional.ofNullable(entries.get(key));
    }

    int size() {
        return entries.size();
    }

    List<Waiting> waiting() {
        return reasons.entrySet().stream().map(e -> new Waiting(e.getKey(), e.getValue())).toList();
    }

    void takeAll() {
        List<Remote> known = new ArrayList<>();
        for (Remote entry : entries.values()) {
            Optional<String> problem = foreign(entry.key());
            if (problem.isPresent()) {
                note(entry.key(), problem.get());
            } else {
                known.add(entry);
            }
        }
        if (known.size() > 1 && take(known)) {
            return;
        }
        boolean progress = !known.isEmpty();
        while (progress) {
            progress = false;
            for (Remote entry : List.copyOf(known)) {
                if (take(List.of(entry))) {
                    known.remove(entry);
                    progress = !known.isEmpty();
                }
            }
        }
    }

    private boolean take(List<Remote> some) {
        try {
            writer.take(some);
            some.forEach(entry -> drop(entry.key()));
            return true;
        } catch (StateException e) {
            if (some.size() == 1) {
                note(some.get(0).key(), e.getMessage());
            }
            return false;
        }
    }

    private Optional<String> foreign(ResourceKey key) {
        Optional<ResourceKind<?>> kind =
                store.kinds().stream().filter(k -> k.kind().equals(key.kind())).findFirst();
        if (kind.isEmpty()) {
            return Optional.of("this host knows no kind " + key.kind());
        }
        return kind.get().fleetWide()
                ? Optional.empty()
                : Optional.of("kind " + key.kind() + " is of each host alone here");
    }

    private void note(ResourceKey key, String reason) {
        if (!reason.equals(reasons.put(key, reason))) {
            LOG.warn("{} of etcd is not taken here: {}", key, reason);
        }
    }
}
