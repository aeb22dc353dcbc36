package org.vibrissa.policy.internal.document;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.vibrissa.policy.internal.rule.Policy;
import org.vibrissa.state.Document;
import org.vibrissa.state.Documents;
import org.vibrissa.state.Resource;
import org.vibrissa.state.ResourceKey;
import org.vibrissa.state.ResourceStore;
import org.vibrissa.state.StoreView;

/** Policies as they would be if some text were applied; nothing is stored. */
@Component(service = Candidates.class)
public final class Candidates {
    private final ResourceStore store;
    private final Documents documents;

    @Activate
    public Candidates(@Reference ResourceStore store, @Reference Documents documents) {
        this.store = store;
        this.documents = documents;
    }

    /**
     * What all policies would mean: those of the text, and those stored that it does not replace.
     * What the text has beside policies and CIDR groups is only checked.
     *
     * @throws org.vibrissa.state.InvalidDocuments as applying it would, but for cut connections
     */
    public Map<ResourceKey, List<Policy>> with(String source, byte[] text) {
        List<Document> read = documents.read(source, text);
        store.diff(read.stream().map(Consent::to).toList());
        StoreView now = store.trusted();
        Map<String, StoredGroups.Group> groups = new HashMap<>();
        now.list(Translator.CIDR_GROUP)
                .forEach(r -> groups.put(r.name(), StoredGroups.Group.of(r)));
        for (Document document : read) {
            if (document.kind().equals(Translator.CIDR_GROUP)) {
                groups.put(
                        document.metadata().name(),
                        StoredGroups.Group.of(document.metadata(), document.spec()));
            }
        }
        StoredGroups resolved = new StoredGroups(groups);
        Map<ResourceKey, List<Policy>> all = new LinkedHashMap<>();
        for (String kind : List.of(Translator.CNP, Translator.CCNP, Translator.NP)) {
            for (Resource stored : now.list(kind)) {
                all.put(
                        stored.key(),
                        Translator.translate(kind, stored.metadata(), stored.spec(), resolved)
                                .policies());
            }
            for (Document document : read) {
                if (document.kind().equals(kind)) {
                    all.put(
                            key(document),
                            Translator.translate(
                                            kind,
                                            document.metadata(),
                                            document.spec(),
                                            resolved,
                                            SourceLines.of(document)
                                                    .orElse(new SourceLines("", Map.of())))
                                    .policies());
                }
            }
        }
        return all;
    }

    private static ResourceKey key(Document document) {
        String namespace = document.metadata().namespace();
        boolean clusterwide = document.kind().equals(Translator.CCNP);
        return new ResourceKey(
                document.kind(),
                clusterwide ? "" : namespace.isEmpty() ? "default" : namespace,
                document.metadata().name());
    }
}
