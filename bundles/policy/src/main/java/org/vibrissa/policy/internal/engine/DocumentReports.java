package org.vibrissa.policy.internal.engine;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vibrissa.policy.internal.document.PolicyStatuses;
import org.vibrissa.policy.internal.rule.Policy;
import org.vibrissa.state.ResourceKey;

/** What is said of each document: in force, or what it lacks. One thread at a time. */
final class DocumentReports {
    private static final Logger LOG = LoggerFactory.getLogger(DocumentReports.class);
    private static final Comparator<ResourceKey> BY_NAME =
            Comparator.comparing(ResourceKey::toString);

    /** In the line of the status; the others are counted. */
    private static final int NAMED = 3;

    private final PolicyStatuses statuses;
    private final Map<ResourceKey, List<Policy>> told = new TreeMap<>(BY_NAME);
    private final Set<ResourceKey> lacking = new TreeSet<>(BY_NAME);

    /** Those of them that there was no room for, with the rows that were free. */
    private final Map<ResourceKey, Long> refused = new HashMap<>();

    /** Those of which endpoints lack something since the start, with the reason. */
    private Map<ResourceKey, String> heldBack = Map.of();

    DocumentReports(PolicyStatuses statuses) {
        this.statuses = statuses;
    }

    /** Documents changed or went; nothing is said of them yet. */
    void told(Map<ResourceKey, List<Policy>> changed, Set<ResourceKey> removed) {
        told.putAll(changed);
        told.keySet().removeAll(removed);
        removed.forEach(this::forget);
    }

    private void forget(ResourceKey document) {
        lacking.remove(document);
        refused.remove(document);
    }

    /** Documents that there are, in order. */
    Set<ResourceKey> all() {
        return told.keySet();
    }

    List<Policy> policies(ResourceKey document) {
        return told.get(document);
    }

    /** All of it holds. */
    void inForce(ResourceKey document) {
        forget(document);
        statuses.inForce(document, told.get(document));
    }

    /**
     * Documents are not in force, or not all of them is.
     *
     * @param reasons for people
     * @param followed whether the engine has the document all the same
     * @param free rows that there was room for
     */
    void lack(Map<ResourceKey, String> reasons, Predicate<ResourceKey> followed, long free) {
        reasons.forEach(
                (document, why) -> {
                    LOG.error("{} is not in force, or not all of it: {}", document, why);
                    if (!told.containsKey(document)) {
                        return;
                    }
                    lacking.add(document);
                    if (!followed.test(document)) {
                        refused.put(document, free);
                    }
                    statuses.failed(document, told.get(document), why);
                });
    }

    /** Of these some endpoint lacks something since the start; of no other one any more. */
    void heldBack(Map<ResourceKey, String> now) {
        if (now.equals(heldBack)) {
            return;
        }
        Map<ResourceKey, String> before = heldBack;
        heldBack = now;
        lack(now, document -> true, 0);
        before.keySet().stream()
                .filter(document -> !now.containsKey(document) && told.containsKey(document))
                .filter(document -> !refused.containsKey(document))
                .forEach(this::inForce);
    }

    /** Documents that were refused when there was less room. */
    List<ResourceKey> worthTrying(long free) {
        return refused.entrySet().stream()
                .filter(refusal -> free > refusal.getValue())
                .map(Map.Entry::getKey)
                .sorted(BY_NAME)
                .toList();
    }

    /** How many are not in force, or not wholly. */
    int lacking() {
        return lacking.size();
    }

    /** In a line: OK, or which documents are not in force. */
    String state() {
        if (lacking.isEmpty()) {
            return "OK";
        }
        int more = lacking.size() - NAMED;
        return lacking.stream()
                        .limit(NAMED)
                        .map(ResourceKey::toString)
                        .collect(Collectors.joining(", "))
                + (more > 0 ? " and " + more + " more" : "")
                + (lacking.size() == 1 ? " is" : " are")
                + " not in force, see: vibrissa policy list";
    }
}
