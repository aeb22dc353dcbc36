package org.vibrissa.policy.internal.document;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vibrissa.policy.internal.rule.Policy;
import org.vibrissa.state.ApplyOptions;
import org.vibrissa.state.Change;
import org.vibrissa.state.InvalidDocuments;
import org.vibrissa.state.Phase;
import org.vibrissa.state.Resource;
import org.vibrissa.state.ResourceKey;
import org.vibrissa.state.internal.EmbeddedStore;

class StoredPoliciesTest {
    private static final ResourceKey KEY =
            new ResourceKey("CiliumNetworkPolicy", "default", "rule.1");
    private static final String POLICY =
            """
            apiVersion: cilium.io/v2
            kind: CiliumNetworkPolicy
            metadata: {name: rule.1}
            spec:
              endpointSelector: {}
              ingress:
                - fromCIDRSet: [{cidrGroupRef: office}]
            """;
    private static final String GROUP =
            """
            apiVersion: cilium.io/v2alpha1
            kind: CiliumCIDRGroup
            metadata: {name: office}
            spec: {externalCIDRs: [203.0.113.0/24]}
            """;

    @TempDir Path folder;
    private EmbeddedStore store;
    private StoredPolicies policies;
    private final Told told = new Told();
    private final List<String> cut = new ArrayList<>();

    @BeforeEach
    void begin() {
        store = new EmbeddedStore(new HereNode(folder));
        store.addKind(new CiliumNetworkPolicyKind());
        store.addKind(new NetworkPolicyKind());
        store.addKind(new CidrGroupKind());
        store.addKind(
                new ClusterwidePolicyKind(
                        now -> {
                            boolean denies = now.stream().anyMatch(p -> !p.defaultDeny().isEmpty());
                            boolean lets =
                                    now.stream().anyMatch(p -> p.name().name().equals("let"));
                            return denies && !lets ? cut : List.of();
                        }));
        policies = new StoredPolicies(store);
    }

    @AfterEach
    void end() {
        policies.stop();
        store.close();
    }

    private List<Change> apply(String text) {
        return store.apply(Texts.documents("rules.yaml", text), ApplyOptions.USER);
    }

    private Resource stored() {
        return store.get(KEY).orElseThrow();
    }

    @Test
    void tellsWhatIsThereThenSaysInitialisedThenTellsChanges() {
        policies.stop();
        apply(POLICY);
        policies = new StoredPolicies(store);
        policies.follow("test", told);
        await("what is there", () -> told.initialised);
        assertEquals(Set.of(KEY), told.policies.keySet());
        store.delete(List.of(KEY), ApplyOptions.USER);
        await("its end", () -> told.policies.isEmpty());
    }

    @Test
    void changesOfGroupsChangeThePoliciesThatNameThem() {
        policies.follow("test", told);
        apply(POLICY);
        await("the policy", () -> told.policies.containsKey(KEY));
        assertEquals("ingress: allow from nobody", told.meaning());
        policies.inForce(KEY, told.policies.get(KEY));
        assertEquals(Phase.READY, stored().status().phase());
        assertEquals("CiliumCIDRGroup office does not exist", stored().status().reason());
        apply(GROUP);
        await("the group", () -> told.meaning().endsWith("from cidr 203.0.113.0/24"));
        policies.inForce(KEY, told.policies.get(KEY));
        assertEquals("", stored().status().reason());
        assertEquals(
                Phase.READY,
                store.get(ResourceKey.of("CiliumCIDRGroup", "office"))
                        .orElseThrow()
                        .status()
                        .phase());
        assertEquals("1", stored().detail(PolicyStatuses.IN_FORCE).orElseThrow());
        assertEquals("ingress", stored().detail(PolicyStatuses.ENFORCES).orElseThrow());
    }

    @Test
    void nothingIsSaidOfADocumentThatChangedSince() {
        policies.follow("test", told);
        apply(POLICY);
        await("the policy", () -> told.policies.containsKey(KEY));
        List<Policy> first = told.policies.get(KEY);
        apply(POLICY.replace("endpointSelector: {}", "endpointSelector: {matchLabels: {a: b}}"));
        await("its change", () -> told.policies.get(KEY) != first);
        policies.inForce(KEY, first);
        assertEquals(Phase.PENDING, stored().status().phase());
        policies.failed(KEY, told.policies.get(KEY), "the map is full");
        assertEquals(Phase.FAILED, stored().status().phase());
    }

    @Test
    void rulesThatWaitMakeADocumentPending() {
        policies.follow("test", told);
        apply(
                POLICY.replace("ingress", "egress")
                        .replace(
                                "fromCIDRSet: [{cidrGroupRef: office}]",
                                "toFQDNs: [{matchName: a.b}]"));
        await("the policy", () -> told.policies.containsKey(KEY));
        policies.inForce(KEY, told.policies.get(KEY));
        assertEquals(Phase.PENDING, stored().status().phase());
        assertEquals("waits for the proxy bundle: spec.egress[0]", stored().status().reason());
    }

    @Test
    void keepsFileAndLineAndIsIdempotent() {
        assertEquals(Change.Action.CREATED, apply(POLICY).get(0).action());
        assertEquals(
                "rules.yaml|spec=4,spec.ingress[0]=7",
                stored().metadata().annotations().get(SourceLines.ANNOTATION));
        assertEquals(Change.Action.UNCHANGED, apply(POLICY).get(0).action());
    }

    @Test
    void aNameTwiceIsRefusedWithBothPlaces() {
        String problem =
                assertThrows(InvalidDocuments.class, () -> apply(POLICY + "---\n" + POLICY))
                        .getMessage();
        assertTrue(problem.contains("is there twice; first in rules.yaml, document 1"), problem);
    }

    @Test
    void problemsHaveFileLineAndPath() {
        String problem =
                assertThrows(
                                InvalidDocuments.class,
                                () -> apply(POLICY.replace("cidrGroupRef", "cidrGroupref")))
                        .getMessage();
        assertTrue(
                problem.contains("line 7: spec.ingress[0].fromCIDRSet[0].cidrGroupref: unknown"),
                problem);
        String kind =
                assertThrows(
                                InvalidDocuments.class,
                                () -> apply(POLICY.replace("kind: Cilium", "kind: Cillium")))
                        .getMessage();
        assertTrue(kind.contains("did you mean \"CiliumNetworkPolicy\"?"), kind);
    }

    @Test
    void whatCutsTheDaemonOffNeedsConsent() {
        String hosts =
                """
                apiVersion: cilium.io/v2
                kind: CiliumClusterwideNetworkPolicy
                metadata: {name: hosts}
                spec: {nodeSelector: {}, ingress: [{}]}
                """;
        cut.add("ssh 22/tcp");
        String problem = assertThrows(InvalidDocuments.class, () -> apply(hosts)).getMessage();
        assertTrue(problem.contains("would cut this host's own ssh 22/tcp"), problem);
        apply(
                hosts.replace(
                        "{name: hosts}",
                        "{name: hosts, annotations: {policy.vibrissa.org/accept-lockout:"
                                + " \"true\"}}"));
        apply(hosts.replace("name: hosts", "name: more"));
    }

    @Test
    void deletingWhatLetTheDaemonThroughNeedsConsent() {
        String head =
                "{apiVersion: cilium.io/v2, kind: CiliumClusterwideNetworkPolicy, metadata: {name: ";
        apply(head + "let}, spec: {nodeSelector: {}, enableDefaultDeny: {ingress: false}}}");
        apply(head + "deny}, spec: {nodeSelector: {}, ingress: [{}]}}");
        cut.add("ssh 22/tcp");
        ResourceKey let = ResourceKey.of("CiliumClusterwideNetworkPolicy", "let");
        String problem =
                assertThrows(
                                InvalidDocuments.class,
                                () -> store.delete(List.of(let), ApplyOptions.USER))
                        .getMessage();
        assertTrue(problem.contains("vibrissa policy delete --yes let"), problem);
        store.apply(List.of(Consent.to(store.get(let).orElseThrow())), ApplyOptions.USER);
        store.delete(List.of(let), ApplyOptions.USER);
    }

    private static void await(String what, BooleanSupplier condition) {
        Instant deadline = Instant.now().plusSeconds(10);
        while (!condition.getAsBoolean()) {
            assertTrue(Instant.now().isBefore(deadline), "waited 10 s for " + what);
            Thread.onSpinWait();
        }
    }

    /** Keeps what it was told. */
    private static final class Told implements PolicyListener {
        private volatile Map<ResourceKey, List<Policy>> policies = Map.of();
        private volatile boolean initialised;

        @Override
        public void changed(Map<ResourceKey, List<Policy>> changed, Set<ResourceKey> removed) {
            Map<ResourceKey, List<Policy>> now = new TreeMap<>(policies);
            now.putAll(changed);
            new TreeSet<>(removed).forEach(now::remove);
            policies = now;
        }

        @Override
        public void initialised() {
            initialised = true;
        }

        String meaning() {
            return Meaning.of(policies.get(KEY).get(0).rules().get(0));
        }
    }
}
