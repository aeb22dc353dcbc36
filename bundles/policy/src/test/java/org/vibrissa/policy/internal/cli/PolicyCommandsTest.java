package org.vibrissa.policy.internal.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vibrissa.control.CommandFailed;
import org.vibrissa.control.CommandProvider;
import org.vibrissa.identity.Identities;
import org.vibrissa.identity.Identity;
import org.vibrissa.identity.Label;
import org.vibrissa.identity.Labels;
import org.vibrissa.policy.internal.document.CidrGroupKind;
import org.vibrissa.policy.internal.document.CiliumNetworkPolicyKind;
import org.vibrissa.policy.internal.document.ClusterwidePolicyKind;
import org.vibrissa.policy.internal.document.HereNode;
import org.vibrissa.policy.internal.document.NetworkPolicyKind;
import org.vibrissa.policy.internal.document.PolicyStatuses;
import org.vibrissa.policy.internal.document.PolicyViews;
import org.vibrissa.policy.internal.document.Validator;
import org.vibrissa.state.Phase;
import org.vibrissa.state.ResourceKey;
import org.vibrissa.state.internal.EmbeddedStore;
import org.vibrissa.state.internal.text.TextDocuments;
import picocli.CommandLine;

class PolicyCommandsTest {
    private static final String RULE1 =
            """
            apiVersion: cilium.io/v2
            kind: CiliumNetworkPolicy
            metadata: {name: rule1}
            spec:
              endpointSelector: {matchLabels: {class: deathstar}}
              ingress:
                - fromEndpoints: [{matchLabels: {org: empire}}]
                  toPorts: [{ports: [{port: "80", protocol: TCP}]}]
            """;
    private static final String SSH =
            """
            apiVersion: cilium.io/v2
            kind: CiliumClusterwideNetworkPolicy
            metadata: {name: ssh}
            spec: {nodeSelector: {}, ingress: [{}]}
            """;

    @TempDir Path folder;
    private EmbeddedStore store;
    private PolicyViews views;
    private Map<ResourceKey, Long> audited = Map.of();

    @BeforeEach
    void begin() {
        store = new EmbeddedStore(new HereNode(folder));
        store.addKind(new CiliumNetworkPolicyKind());
        store.addKind(new NetworkPolicyKind());
        store.addKind(new CidrGroupKind());
        store.addKind(new ClusterwidePolicyKind(p -> p.isEmpty() ? List.of() : List.of("ssh")));
        views = new PolicyViews(store, identities(), () -> audited);
    }

    @AfterEach
    void end() {
        store.close();
    }

    private static Identities identities() {
        Identity ship =
                new Identity(
                        300, Labels.of(Label.any("org", "empire"), Label.namespace("default")));
        return (Identities)
                Proxy.newProxyInstance(
                        Identities.class.getClassLoader(),
                        new Class<?>[] {Identities.class},
                        (proxy, method, args) -> {
                            if (method.getName().equals("list")) {
                                return List.of(ship);
                            }
                            if (method.getName().equals("relevant")) {
                                return ((Labels) args[0]).only(l -> !l.key().equals("commit"));
                            }
                            throw new UnsupportedOperationException(method.getName());
                        });
    }

    /** What a command prints, its exit code first. */
    private String run(CommandProvider provider, Map<String, String> files, String... words) {
        ScriptedInvocation invocation = new ScriptedInvocation(files);
        CommandLine line = new CommandLine(provider.command(invocation));
        line.setExecutionExceptionHandler(
                (e, command, parsed) -> {
                    invocation.out().println(e.getMessage());
                    return e instanceof CommandFailed failed ? failed.exitCode() : 1;
                });
        return line.execute(words) + " " + invocation.text();
    }

    private String importing(Map<String, String> files, String... words) {
        return run(new PolicyImport(store, new TextDocuments()), files, words);
    }

    @Test
    void importsAsOftenAsOneLikesAndShowsWhatRulesMean() {
        Map<String, String> files = Map.of("dir/rule1.yaml", RULE1);
        assertTrue(
                importing(files, "--dry-run", "dir")
                        .startsWith("0 CiliumNetworkPolicy/default/rule1 created (dry run)\n"));
        assertEquals(
                "0 CiliumNetworkPolicy/default/rule1 created\nRevision: 1\n",
                importing(files, "dir"));
        assertEquals(
                "0 CiliumNetworkPolicy/default/rule1 unchanged\nRevision: 1\n",
                importing(files, "dir/rule1.yaml"));
        assertEquals(
                "0 CiliumNetworkPolicy | default | rule1 | ingress | 1 | Pending: not yet in"
                        + " force\n",
                run(new PolicyList(views), Map.of()));
        String shown = run(new PolicyGet(views), Map.of(), "rule1");
        assertTrue(
                shown.endsWith(
                        "    dir/rule1.yaml:8: ingress: allow from endpoints"
                                + " any:org=empire,k8s:io.kubernetes.pod.namespace=default on TCP"
                                + " 80\n"),
                shown);
    }

    @Test
    void getTellsWhatAuditWouldHaveRefused() {
        String unused = importing(Map.of("dir/rule1.yaml", RULE1), "dir/rule1.yaml");
        assertFalse(run(new PolicyGet(views), Map.of(), "rule1").contains("Audit"));
        audited = Map.of(new ResourceKey("CiliumNetworkPolicy", "default", "rule1"), 1234L);

        String shown = run(new PolicyGet(views), Map.of(), "rule1");
        assertTrue(
                shown.contains("  Audit:  would have refused 1,234 of the flows in the flow log\n"),
                shown);
    }

    @Test
    void validateListsEveryProblemWithFileAndLine() {
        Map<String, String> files =
                Map.of(
                        "a.yaml",
                        RULE1.replace("fromEndpoints", "fromEndpoint").replace("\"80\"", "80"),
                        "b.yaml",
                        RULE1);
        String said =
                run(
                        new PolicyValidate(new Validator(store, new TextDocuments(), identities())),
                        files,
                        "-f",
                        "a.yaml",
                        "b.yaml");
        assertTrue(
                said.startsWith(
                        """
                        1 CiliumNetworkPolicy default/rule1: 2 problems
                          a.yaml:7: spec.ingress[0].fromEndpoint: unknown field; did you mean "fromEndpoints"?
                          a.yaml:8: spec.ingress[0].toPorts[0].ports[0].port: must be a text, not the number 80; put it in quotes
                        CiliumNetworkPolicy default/rule1: valid
                        """),
                said);
        assertTrue(
                run(
                                new PolicyValidate(
                                        new Validator(store, new TextDocuments(), identities())),
                                Map.of("a.yaml", RULE1, "b.yaml", RULE1),
                                "a.yaml",
                                "b.yaml")
                        .contains("is there twice; first in a.yaml"));
        assertTrue(
                run(
                                new PolicyValidate(
                                        new Validator(store, new TextDocuments(), identities())),
                                Map.of("a.yaml", "a: ["),
                                "a.yaml")
                        .startsWith("1 a.yaml: 1 problem\n  a.yaml: line "));
    }

    @Test
    void validateCallsNothingValidThatApplyRefuses() {
        String said =
                run(
                        new PolicyValidate(new Validator(store, new TextDocuments(), identities())),
                        Map.of("s.yaml", SSH + "---\n" + RULE1),
                        "s.yaml");
        assertTrue(
                said.startsWith(
                        "1 CiliumClusterwideNetworkPolicy ssh: 1 problem\n"
                                + "  s.yaml:4: spec: would cut this host's own ssh"),
                said);
        assertTrue(said.contains("\nCiliumNetworkPolicy default/rule1: valid\n"), said);
    }

    @Test
    void whatCutsHostsOffNeedsYes() {
        String refused = importing(Map.of("s.yaml", SSH), "s.yaml");
        assertTrue(refused.startsWith("1 ") && refused.contains("would cut"), refused);
        assertTrue(importing(Map.of("s.yaml", SSH), "--yes", "s.yaml").contains("created"));
    }

    @Test
    void importTakesPoliciesOnly() {
        String other = "{apiVersion: v1, kind: IpPool, metadata: {name: a}}";
        assertTrue(importing(Map.of("a.yaml", other), "a.yaml").contains("IpPool is no policy"));
    }

    @Test
    void deletesByName() {
        importing(Map.of("a.yaml", RULE1), "a.yaml");
        PolicyDelete delete = new PolicyDelete(views, store);
        String wrong = run(delete, Map.of(), "rule2");
        assertTrue(wrong.contains("did you mean \"rule1\"?"), wrong);
        assertEquals(
                "0 CiliumNetworkPolicy/default/rule1 deleted\n", run(delete, Map.of(), "rule1"));
        assertTrue(run(delete, Map.of(), "rule1").startsWith("1 there is no policy"));
        assertEquals("0 ", run(delete, Map.of(), "--ignore-not-found", "rule1"));
        assertTrue(run(delete, Map.of()).startsWith("2 "));
    }

    @Test
    void selectorsShowWhomTheyMeanNow() {
        importing(Map.of("a.yaml", RULE1), "a.yaml");
        String shown = run(new PolicySelectors(views), Map.of());
        assertTrue(shown.contains("peer | endpoints any:org=empire"), shown);
        assertTrue(shown.contains("[CiliumNetworkPolicy default/rule1] | 300\n"), shown);
    }

    @Test
    void waitReturnsWhenAllIsInForce() {
        importing(Map.of("a.yaml", RULE1), "a.yaml");
        PolicyWait wait = new PolicyWait(views, store);
        String late = run(wait, Map.of(), "--timeout", "0");
        assertTrue(late.startsWith("1 not in force after 0 s:"), late);
        store.setStatus(
                new ResourceKey("CiliumNetworkPolicy", "default", "rule1"),
                1,
                Phase.READY,
                "",
                Map.of(PolicyStatuses.IN_FORCE, "1"));
        assertEquals("0 Revision: 1\n", run(wait, Map.of(), "1"));
        assertTrue(run(wait, Map.of(), "2", "--timeout", "0").contains("revision 1, not 2"));
    }

    @Test
    void validateWarnsOfLabelsThatDoNotCount() {
        String said =
                run(
                        new PolicyValidate(new Validator(store, new TextDocuments(), identities())),
                        Map.of("a.yaml", RULE1.replace("org: empire", "commit: abc")),
                        "a.yaml");
        assertTrue(
                said.contains(
                        "warning: a.yaml:8: spec.ingress[0].toPorts[0]: no endpoint is known by"
                                + " label any:commit"),
                said);
    }
}
