package org.vibrissa.policy.internal.document;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.vibrissa.policy.internal.rule.Direction;
import org.vibrissa.policy.internal.rule.Policy;
import org.vibrissa.state.ChangeType;
import org.vibrissa.state.Resource;
import org.vibrissa.state.ResourceEvent;
import org.vibrissa.state.ResourceKey;

/**
 * Documents with their meaning. A change of a CIDR group translates again those that ask for it.
 * Changed by one thread, read by any.
 */
final class TranslatedPolicies {
    /**
     * What followers were told of a document.
     *
     * @param policies the very list they were given
     */
    record Told(Resource resource, Translation translation, List<Policy> policies) {
        long generation() {
            return resource.metadata().generation();
        }

        /** Status details that do not depend on the host. */
        Map<String, String> facts() {
            Map<String, String> facts = new TreeMap<>();
            facts.put(
                    PolicyStatuses.ENFORCES,
                    policies.stream()
                                    .flatMap(p -> p.defaultDeny().stream())
                                    .distinct()
                                    .sorted()
                                    .map(Direction::label)
                                    .collect(Collectors.joining(", "))
                            + (policies.stream().anyMatch(Policy::audit) ? " (audit)" : ""));
            int rules = policies.stream().mapToInt(p -> p.rules().size()).sum();
            facts.put(PolicyStatuses.RULES, Integer.toString(rules));
            translation.warnings().stream()
                    .findFirst()
                    .ifPresent(w -> facts.put(PolicyStatuses.NOTE, w.toString()));
            return facts;
        }
    }

    private final Map<ResourceKey, Resource> documents = new TreeMap<>();
    private final Map<ResourceKey, Told> told = new ConcurrentHashMap<>();
    private final Map<String, StoredGroups.Group> groups = new HashMap<>();

    /**
     * Takes events over.
     *
     * @param changed takes documents whose meaning may be another
     * @param removed takes documents that mean nothing any more
     * @return documents that cannot be read
     */
    List<Resource> take(
            Collection<ResourceEvent> events,
            Map<ResourceKey, List<Policy>> changed,
            Set<ResourceKey> removed) {
        Set<ResourceKey> again = new TreeSet<>();
        Set<String> changedGroups = new TreeSet<>();
        for (ResourceEvent event : events) {
            Resource resource = event.resource();
            boolean gone = event.type() == ChangeType.DELETED;
            if (resource.kind().equals(Translator.CIDR_GROUP)) {
                takeGroup(resource, gone);
                changedGroups.add(resource.name());
            } else if (gone) {
                documents.remove(resource.key());
                if (told.remove(resource.key()) != null) {
                    removed.add(resource.key());
                }
            } else {
                documents.put(resource.key(), resource);
                again.add(resource.key());
            }
        }
        if (!changedGroups.isEmpty()) {
            told.forEach(
                    (key, one) -> {
                        Translation translation = one.translation();
                        if (translation.byGroupLabels()
                                || translation.groups().stream()
                                        .anyMatch(changedGroups::contains)) {
                            again.add(key);
                        }
                    });
        }
        return translate(again, changed, removed);
    }

    private void takeGroup(Resource resource, boolean gone) {
        if (gone) {
            groups.remove(resource.name());
        } else {
            groups.put(resource.name(), StoredGroups.Group.of(resource));
        }
    }

    private List<Resource> translate(
            Set<ResourceKey> keys,
            Map<ResourceKey, List<Policy>> changed,
            Set<ResourceKey> removed) {
        List<Resource> unreadable = new ArrayList<>();
        StoredGroups now = new StoredGroups(groups);
        for (ResourceKey key : keys) {
            Resource resource = documents.get(key);
            Translation translation =
                    Translator.translate(
                            resource.kind(), resource.metadata(), resource.spec(), now);
            if (translation.errors().isEmpty()) {
                List<Policy> policies = new ArrayList<>(translation.policies());
                told.put(
                        key,
                        new Told(
                                resource,
                                translation,
                                java.util.Collections.unmodifiableList(policies)));
                changed.put(key, told.get(key).policies());
            } else {
                unreadable.add(resource);
                if (told.remove(key) != null) {
                    removed.add(key);
                }
            }
        }
        return unreadable;
    }

    /** Why a document cannot be read. */
    String problem(Resource resource) {
        return Translator.translate(
                        resource.kind(),
                        resource.metadata(),
                        resource.spec(),
                        new StoredGroups(groups))
                .errors()
                .get(0)
                .toString();
    }

    Map<ResourceKey, List<Policy>> all() {
        Map<ResourceKey, List<Policy>> all = new TreeMap<>();
        told.forEach((key, one) -> all.put(key, one.policies()));
        return all;
    }

    /** What was told, if that is still how the document is. */
    Optional<Told> of(ResourceKey key, List<Policy> policies) {
        return Optional.ofNullable(told.get(key)).filter(one -> isSame(one.policies(), policies));
    }

    /** The list given is a name for one state, so that equal content does not count. */
    @SuppressWarnings("ReferenceEquality")
    private static boolean isSame(List<Policy> one, List<Policy> other) {
        return one == other;
    }
}
