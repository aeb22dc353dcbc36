package org.vibrissa.policy.internal.document;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.vibrissa.identity.Label;
import org.vibrissa.identity.LabelSource;
import org.vibrissa.identity.Labels;
import org.vibrissa.net.IpPrefix;
import org.vibrissa.policy.internal.rule.Selector;
import org.vibrissa.state.Metadata;
import org.vibrissa.state.Resource;
import org.vibrissa.state.StoreView;

/** CIDR groups as they are stored. Immutable. */
final class StoredGroups implements Groups {
    /**
     * One group.
     *
     * @param labels of the group itself, source {@code cidrgroup}
     */
    record Group(List<IpPrefix> prefixes, Labels labels) {
        static Group of(Resource resource) {
            return of(resource.metadata(), resource.spec());
        }

        static Group of(Metadata metadata, JsonNode spec) {
            List<Label> labels =
                    metadata.labels().entrySet().stream()
                            .map(e -> new Label(LabelSource.CIDRGROUP, e.getKey(), e.getValue()))
                            .toList();
            return new Group(CidrGroupKind.read(spec, new Problems()), Labels.of(labels));
        }
    }

    private final Map<String, Group> groups;

    StoredGroups(Map<String, Group> groups) {
        this.groups = Map.copyOf(groups);
    }

    static StoredGroups of(StoreView view) {
        Map<String, Group> groups = new HashMap<>();
        view.list(Translator.CIDR_GROUP).forEach(r -> groups.put(r.name(), Group.of(r)));
        return new StoredGroups(groups);
    }

    @Override
    public Optional<List<IpPrefix>> named(String name) {
        return Optional.ofNullable(groups.get(name)).map(Group::prefixes);
    }

    @Override
    public Map<String, List<IpPrefix>> selected(Selector selector) {
        Map<String, List<IpPrefix>> found = new TreeMap<>();
        groups.forEach(
                (name, group) -> {
                    if (selector.matches(group.labels())) {
                        found.put(name, group.prefixes());
                    }
                });
        return found;
    }
}
