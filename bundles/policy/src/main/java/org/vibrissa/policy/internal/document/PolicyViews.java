package org.vibrissa.policy.internal.document;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.vibrissa.identity.Identities;
import org.vibrissa.identity.Identity;
import org.vibrissa.policy.internal.engine.PeerMatch;
import org.vibrissa.policy.internal.rule.Peer;
import org.vibrissa.policy.internal.rule.Policy;
import org.vibrissa.policy.internal.rule.Rule;
import org.vibrissa.state.Resource;
import org.vibrissa.state.ResourceKey;
import org.vibrissa.state.ResourceStore;
import org.vibrissa.state.StoreView;

/** Stored policies as commands and REST show them. */
@Component(service = PolicyViews.class)
public final class PolicyViews {
    /** The kinds of policies, in the order in which they are shown. */
    public static final List<String> KINDS =
            List.of(Translator.CNP, Translator.CCNP, Translator.NP);

    /** Whether it is a kind of policies, or of what they name. */
    public static boolean isOfPolicies(String kind) {
        return KINDS.contains(kind) || kind.equals(Translator.CIDR_GROUP);
    }

    /** Whether documents of the kind can be for hosts. */
    public static boolean mayBeForHosts(String kind) {
        return kind.equals(Translator.CCNP);
    }

    private final ResourceStore store;
    private final Identities identities;
    private final AuditedFlows audited;

    @Activate
    public PolicyViews(
            @Reference ResourceStore store,
            @Reference Identities identities,
            @Reference AuditedFlows audited) {
        this.store = store;
        this.identities = identities;
        this.audited = audited;
    }

    /** All, in order of kind, namespace and name. */
    public List<DocumentView> list() {
        StoreView view = store.trusted();
        StoredGroups groups = StoredGroups.of(view);
        Map<ResourceKey, Long> flows = audited.byDocument();
        return resources(view).map(resource -> view(resource, groups, flows)).toList();
    }

    /** One document. */
    public Optional<DocumentView> get(ResourceKey key) {
        StoreView view = store.trusted();
        return view.get(key)
                .map(resource -> view(resource, StoredGroups.of(view), audited.byDocument()));
    }

    /**
     * The documents that a name as typed may mean.
     *
     * @param kind any name of a kind, empty for whichever
     * @param namespace of the kinds that have one
     */
    public List<ResourceKey> find(String kind, String namespace, String name) {
        List<String> kinds = kind.isEmpty() ? KINDS : List.of(store.kind(kind).kind());
        StoreView view = store.trusted();
        List<ResourceKey> found = new ArrayList<>();
        for (String one : kinds) {
            if (KINDS.contains(one)) {
                ResourceKey key =
                        new ResourceKey(one, one.equals(Translator.CCNP) ? "" : namespace, name);
                view.get(key).ifPresent(resource -> found.add(key));
            }
        }
        return found;
    }

    /** Names of all documents, for hints. */
    public List<String> names() {
        return resources(store.trusted()).map(Resource::name).distinct().toList();
    }

    /** Every selector in use, each once. */
    public List<SelectorView> selectors() {
        StoreView view = store.trusted();
        StoredGroups groups = StoredGroups.of(view);
        List<Identity> known = identities.list();
        Map<String, Use> uses = new TreeMap<>();
        resources(view)
                .flatMap(r -> translate(r, groups).policies().stream())
                .forEach(policy -> collect(policy, uses));
        return uses.values().stream().map(use -> use.view(known)).toList();
    }

    private static void collect(Policy policy, Map<String, Use> uses) {
        String subject = (policy.ofNodes() ? "hosts " : "endpoints ") + policy.subject();
        Predicate<Identity> selected =
                identity ->
                        identity.prefix().isEmpty() && policy.subject().matches(identity.labels());
        add(uses, "subject", subject, selected, policy);
        for (Rule rule : policy.rules()) {
            for (Peer peer : rule.peers()) {
                add(uses, "peer", peer.toString(), id -> PeerMatch.means(peer, id), policy);
            }
        }
    }

    private static void add(
            Map<String, Use> uses,
            String use,
            String selector,
            Predicate<Identity> means,
            Policy policy) {
        uses.computeIfAbsent(use + " " + selector, k -> new Use(use, selector, means))
                .policies
                .add(policy.name().toString());
    }

    /** One selector while uses are collected. */
    private static final class Use {
        private final String use;
        private final String selector;
        private final Predicate<Identity> means;
        private final TreeSet<String> policies = new TreeSet<>();

        Use(String use, String selector, Predicate<Identity> means) {
            this.use = use;
            this.selector = selector;
            this.means = means;
        }

        SelectorView view(List<Identity> known) {
            return new SelectorView(
                    use,
                    selector,
                    List.copyOf(policies),
                    known.stream().filter(means).map(Identity::number).toList());
        }
    }

    private static Stream<Resource> resources(StoreView view) {
        return KINDS.stream().flatMap(kind -> view.list(kind).stream());
    }

    private static Translation translate(Resource resource, StoredGroups groups) {
        return Translator.translate(resource.kind(), resource.metadata(), resource.spec(), groups);
    }

    private static DocumentView view(
            Resource resource, StoredGroups groups, Map<ResourceKey, Long> audited) {
        Translation translation = translate(resource, groups);
        TranslatedPolicies.Told told =
                new TranslatedPolicies.Told(resource, translation, translation.policies());
        return new DocumentView(
                resource.kind(),
                resource.metadata().namespace(),
                resource.name(),
                told.facts().get(PolicyStatuses.ENFORCES),
                Integer.parseInt(told.facts().get(PolicyStatuses.RULES)),
                resource.status().phase().label(),
                resource.status().reason(),
                resource.metadata().generation(),
                inForce(resource),
                audited.getOrDefault(resource.key(), 0L),
                PolicyView.of(translation));
    }

    /** The generation that is in force on this host; 0 for none. */
    static long inForce(Resource resource) {
        return resource.detail(PolicyStatuses.IN_FORCE).map(Long::parseLong).orElse(0L);
    }
}
