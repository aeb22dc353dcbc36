package org.vibrissa.policy.internal.engine;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.vibrissa.identity.Identity;
import org.vibrissa.identity.Label;
import org.vibrissa.policy.internal.rule.Peer;

/**
 * Whom the peers of all rules in use mean, kept up to date as identities come and go. A new
 * identity asks only the selections that name one of its labels; a new selection looks only at the
 * identities that have a label it names.
 */
final class SelectionCache {
    private final Map<Integer, Identity> identities = new HashMap<>();
    private final Map<Peer, Selection> selections = new HashMap<>();
    private final IdentityIndex index = new IdentityIndex();

    /** Selections that name one of these labels, written {@code key=value}. */
    private final Map<String, Set<Selection>> asking = new HashMap<>();

    /** All the others: each identity asks them. */
    private final Set<Selection> scanning = new HashSet<>();

    /** The selection of a peer, with one more user; made when it is the first. */
    Selection retain(Peer peer) {
        Selection selection = selections.get(peer);
        if (selection == null) {
            selection = new Selection(peer);
            selections.put(peer, selection);
            listen(selection);
            if (!selection.isAnybody()) {
                fill(selection);
            }
        }
        selection.retain();
        return selection;
    }

    /** One user less; forgotten with the last. */
    void release(Selection selection) {
        if (!selection.release()) {
            return;
        }
        selections.remove(selection.peer());
        scanning.remove(selection);
        for (String label : Asked.labels(selection.peer())) {
            Set<Selection> left = asking.get(label);
            if (left != null && left.remove(selection) && left.isEmpty()) {
                asking.remove(label);
            }
        }
    }

    private void listen(Selection selection) {
        if (selection.isAnybody()) {
            return;
        }
        List<String> labels = Asked.labels(selection.peer());
        if (labels.isEmpty()) {
            scanning.add(selection);
        }
        for (String label : labels) {
            asking.computeIfAbsent(label, k -> new LinkedHashSet<>()).add(selection);
        }
    }

    private void fill(Selection selection) {
        index.candidates(selection.peer(), identities.keySet())
                .forEach(
                        number -> {
                            if (PeerMatch.means(selection.peer(), identities.get(number))) {
                                selection.members().add(number);
                            }
                        });
    }

    Optional<Identity> identity(int number) {
        return Optional.ofNullable(identities.get(number));
    }

    Collection<Identity> identities() {
        return identities.values();
    }

    /**
     * Notes an identity.
     *
     * @return the selections that mean it now and did not before, or the other way round
     */
    Set<Selection> put(Identity identity) {
        Identity before = identities.get(identity.number());
        if (identity.equals(before)) {
            return Set.of();
        }
        Set<Selection> candidates = candidates(identity);
        if (before != null) {
            candidates.addAll(candidates(before));
            index.remove(before);
        }
        identities.put(identity.number(), identity);
        index.add(identity);
        Set<Selection> touched = new HashSet<>();
        for (Selection selection : candidates) {
            IdSet members = selection.members();
            if (PeerMatch.means(selection.peer(), identity)
                    ? members.add(identity.number())
                    : members.remove(identity.number())) {
                touched.add(selection);
            }
        }
        return touched;
    }

    /**
     * Forgets an identity.
     *
     * @return the selections that meant it
     */
    Set<Selection> remove(int number) {
        Identity before = identities.remove(number);
        if (before == null) {
            return Set.of();
        }
        index.remove(before);
        Set<Selection> touched = new HashSet<>();
        for (Selection selection : candidates(before)) {
            if (selection.members().remove(number)) {
                touched.add(selection);
            }
        }
        return touched;
    }

    private Set<Selection> candidates(Identity identity) {
        Set<Selection> found = new LinkedHashSet<>(scanning);
        for (Label label : identity.labels()) {
            found.addAll(asking.getOrDefault(Asked.text(label.key(), label.value()), Set.of()));
        }
        return found;
    }

    /** Selections in use. */
    int size() {
        return selections.size();
    }

    /** The selections in use, in order of their text. */
    List<Selection> sorted() {
        List<Selection> all = new ArrayList<>(selections.values());
        all.sort(Comparator.comparing(selection -> selection.peer().toString()));
        return all;
    }
}
