package org.vibrissa.config.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.vibrissa.config.Change;
import org.vibrissa.config.ChangeClass;
import org.vibrissa.config.Setting;

/**
 * What is in force against what the sources ask for. They differ for keys whose class holds a
 * change back. Used under one lock.
 */
final class Values {
    private final SortedMap<String, Resolved> inForce = new TreeMap<>();
    private final SortedMap<String, Resolved> asked = new TreeMap<>();

    /** What would change if these were asked for. */
    List<Change> changes(SortedMap<String, Resolved> wanted) {
        List<Change> changes = new ArrayList<>();
        for (Resolved after : wanted.values()) {
            Resolved before = asked.get(after.key().name());
            if (before != null && !before.text().equals(after.text())) {
                changes.add(new Change(after.key(), before.text(), after.text(), effect(after)));
            }
        }
        return changes;
    }

    /** Takes over what the sources ask for, as far as each key's class allows. */
    void ask(SortedMap<String, Resolved> wanted) {
        asked.clear();
        asked.putAll(wanted);
        inForce.keySet().retainAll(wanted.keySet());
        for (Resolved value : wanted.values()) {
            Resolved current = inForce.get(value.key().name());
            boolean same = current != null && current.text().equals(value.text());
            if (current == null || same || value.key().changeClass() == ChangeClass.LIVE) {
                inForce.put(value.key().name(), value);
            }
        }
    }

    /** The owner starts anew: its held-back values come into force. */
    void ownerStarts(String owner) {
        for (Resolved value : asked.values()) {
            if (value.key().owner().equals(owner)
                    && value.key().changeClass() == ChangeClass.SWAP) {
                inForce.put(value.key().name(), value);
            }
        }
    }

    SortedMap<String, Resolved> inForce() {
        return inForce;
    }

    Optional<Setting> setting(String name) {
        Resolved current = inForce.get(name);
        if (current == null) {
            return Optional.empty();
        }
        String wanted = asked.get(name).text();
        Optional<String> pending =
                wanted.equals(current.text()) ? Optional.empty() : Optional.of(wanted);
        return Optional.of(new Setting(current.key(), current.text(), current.origin(), pending));
    }

    /** What a change to this value needs or did, for people. */
    String effect(Resolved after) {
        Resolved current = inForce.get(after.key().name());
        if (current != null && current.text().equals(after.text())) {
            return "in force";
        }
        return switch (after.key().changeClass()) {
            case LIVE -> "in force at once";
            case SWAP -> "in force when bundle " + after.key().owner() + " is swapped or restarted";
            case RESTART -> "in force at the next start of the daemon";
        };
    }
}
