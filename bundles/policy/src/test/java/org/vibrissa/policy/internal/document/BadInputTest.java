package org.vibrissa.policy.internal.document;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.vibrissa.state.InvalidDocuments;

class BadInputTest {
    private static List<String> errors(String spec) {
        return Texts.cnp(spec).errors().stream().map(Problem::toString).toList();
    }

    /** What is wrong with one entry of ingress. */
    private static List<String> ingress(String entry) {
        return errors("{endpointSelector: {}, ingress: [" + entry + "]}");
    }

    private static List<String> egress(String entry) {
        return errors("{endpointSelector: {}, egress: [" + entry + "]}");
    }

    /** What is wrong with one port. */
    private static List<String> port(String port) {
        return ingress("{toPorts: [{ports: [" + port + "]}]}");
    }

    private static void one(List<String> errors, String... parts) {
        assertEquals(1, errors.size(), errors::toString);
        for (String part : parts) {
            assertTrue(errors.get(0).contains(part), errors.get(0));
        }
    }

    @Test
    void unknownFieldsAreNamedWithTheirPathAndTheNearestName() {
        one(
                errors("{endpointSelector: {}, ingres: []}"),
                "spec.ingres: unknown field; did you mean \"ingress\"?");
        one(
                ingress("{fromEndpoint: [{}]}"),
                "spec.ingress[0].fromEndpoint: unknown field; did you mean \"fromEndpoints\"?");
        one(
                port("{port: \"80\", endport: 90}"),
                "spec.ingress[0].toPorts[0].ports[0].endport: unknown field; did you mean"
                        + " \"endPort\"?");
        one(
                ingress("{fromEndpoints: [{app: a}]}"),
                "spec.ingress[0].fromEndpoints[0].app: unknown field");
        one(
                errors("{endpointSelector: {}, ingressDeny: [{toPorts: [{rules: {}}]}]}"),
                "spec.ingressDeny[0].toPorts[0].rules: unknown field; known: ports");
    }

    @Test
    void everyProblemIsFoundAtOnce() {
        List<String> errors =
                errors(
                        "{endpointSelector: {matchLabel: {}}, ingress: [{fromEntities: [wrld]},"
                                + " {toPorts: [{ports: [{port: 80, protocol: TPC}]}]}], x: 1}");
        assertEquals(5, errors.size(), errors::toString);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{endpointSelector: []} | spec.endpointSelector: must be a map, not a list",
                "{endpointSelector: {}, ingress: {}} | spec.ingress: must be a list, not a map",
                "{endpointSelector: {}, ingress: [a]} | spec.ingress[0]: must be a map, not the",
                "{endpointSelector: {matchLabels: {a: 1}}} | matchLabels.a: must be a text, not"
                        + " the number 1; put it in quotes",
                "{endpointSelector: {matchLabels: [a]}} | matchLabels: must be a map",
                "{endpointSelector: {}, description: true} | put it in quotes",
                "{endpointSelector: {}, enableDefaultDeny: {ingress: 'yes'}} | must be true or"
                        + " false",
                "{endpointSelector: {}, log: text} | spec.log: must be a map",
                "{endpointSelector: {}, labels: {a: b}} | spec.labels: must be a list",
                "[] | spec: must be a map",
            })
    void wrongTypesAreNamed(String spec, String problem) {
        assertTrue(
                errors(spec).stream().anyMatch(error -> error.contains(problem)),
                errors(spec)::toString);
    }

    @Test
    void aSelectorIsNeededAndNodesAreForClusterwidePoliciesOnly() {
        one(errors("{ingress: []}"), "spec: needs endpointSelector; {} is every endpoint");
        one(errors("{}"), "needs endpointSelector");
        List<String> nodes = errors("{nodeSelector: {}}");
        assertTrue(nodes.get(0).contains("CiliumClusterwideNetworkPolicy only"), nodes::toString);
        String both =
                "{apiVersion: cilium.io/v2, kind: CiliumClusterwideNetworkPolicy, metadata: {name:"
                        + " p}, spec: {nodeSelector: {}, endpointSelector: {}}}";
        assertTrue(
                Texts.translate(both).errors().get(0).text().contains("exactly one of"),
                "both selectors");
        one(
                errors("{endpointSelector: {matchLabels: {'k8s:io.kubernetes.pod.namespace': x}}}"),
                "a policy of namespace default is for its own endpoints only");
    }

    @Test
    void portsOutOfBoundsAreRefused() {
        assertEquals(List.of(), port("{port: \"0\", protocol: TCP}"));
        one(port("{port: \"65536\"}"), "must be 0..65535, not 65536");
        one(port("{port: \"080\"}"), "neither a number");
        one(port("{port: \"-1\"}"), "neither a number");
        one(port("{port: \"\"}"), "neither a number");
        one(port("{port: 80}"), "put it in quotes");
        one(port("{port: \"80\", endPort: 79}"), "endPort: 79 is below port 80");
        one(port("{port: \"0\", endPort: 79}"), "endPort: makes no sense");
        one(port("{port: \"http\", endPort: 79}"), "a range needs a number");
        one(port("{port: \"80\", endPort: 70000}"), "must be 0..65535");
        one(port("{protocol: TCP}"), "ports[0].port: is required");
        one(port("{port: \"80\", protocol: TPC}"), "unknown protocol \"TPC\"; known: ANY, ICMP");
        one(port("{port: \"80\", protocol: VRRP}"), "must be 0 for VRRP");
        one(port("{port: \"http\", protocol: ICMP}"), "cannot be a name for ICMP");
        one(port("{port: \"256\", protocol: ICMP}"), "is an ICMP type");
        one(port("{port: \"a-name-longer-than-fifteen\"}"), "neither a number");
        one(port("{port: \"bad--name\"}"), "neither a number");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{protocol: TCP, port: 0} | must be 1..65535, not 0",
                "{port: 80, endPort: 79} | 79 is below port 80",
                "{endPort: 79} | needs a port",
                "{port: '80'} | must be a number 1..65535",
                "{port: http, endPort: 79} | a range needs a number",
                "{protocol: ICMP} | must be one of TCP, UDP, SCTP",
            })
    void portsOfNetworkPoliciesAreChecked(String port, String problem) {
        Translation translation =
                Texts.translate(
                        "{apiVersion: networking.k8s.io/v1, kind: NetworkPolicy, metadata: {name:"
                                + " p}, spec: {podSelector: {}, ingress: [{ports: ["
                                + port
                                + "]}]}}");
        one(translation.errors().stream().map(Problem::toString).toList(), problem);
    }

    @Test
    void peersOfNetworkPoliciesAreChecked() {
        String head =
                "{apiVersion: networking.k8s.io/v1, kind: NetworkPolicy, metadata: {name: p},"
                        + " spec: ";
        List<Problem> errors =
                Texts.translate(
                                head
                                        + "{podSelector: {matchLabels: {'k8s:a': b}}, policyTypes:"
                                        + " [ingress], egress: [{to: [{}, {podSelector: {},"
                                        + " ipBlock: {cidr: 10.0.0.0/8}}, {ipBlock: {}}]}]}}")
                        .errors();
        assertEquals(5, errors.size(), errors::toString);
        one(
                Texts.translate(head + "{}}").errors().stream().map(Problem::toString).toList(),
                "spec.podSelector: is required; {} is every endpoint");
    }

    @Test
    void prefixesAndExceptionsAreChecked() {
        one(ingress("{fromCIDR: [10.0.0.0/33]}"), "spec.ingress[0].fromCIDR[0]");
        one(ingress("{fromCIDR: [host.example]}"), "write it as 10.0.0.0/8");
        one(ingress("{fromCIDRSet: [{cidr: 10.0.0.1}]}"), "has no length");
        one(
                ingress("{fromCIDRSet: [{cidr: 10.0.0.0/8, except: [11.0.0.0/8]}]}"),
                "except[0]: 11.0.0.0/8 is not inside 10.0.0.0/8");
        one(ingress("{fromCIDRSet: [{cidr: 10.0.0.0/8, except: ['fd00::/8']}]}"), "is not inside");
        one(ingress("{fromCIDRSet: [{}]}"), "exactly one of cidr, cidrGroupRef");
        one(ingress("{fromCIDRSet: [{cidr: 10.0.0.0/8, cidrGroupRef: a}]}"), "exactly one of");
        assertEquals(
                List.of(),
                ingress(
                        "{fromCIDRSet: [{cidr: 10.0.0.0/8, except: [10.0.0.0/9, 10.0.0.0/9,"
                                + " 10.64.0.0/10]}]}"));
    }

    @Test
    void whatCannotBeCombinedSaysSo() {
        one(
                ingress("{fromEndpoints: [{}], fromCIDR: [10.0.0.0/8]}"),
                "fromEndpoints and fromCIDR cannot be in one entry");
        one(
                ingress("{icmps: [{fields: [{type: 8}]}], toPorts: [{ports: [{port: \"1\"}]}]}"),
                "icmps: cannot be beside toPorts");
        one(
                egress("{toEndpoints: [{}], toFQDNs: [{matchName: a.b}]}"),
                "toEndpoints and toFQDNs cannot");
    }

    @Test
    void whatIsRefusedSaysWhy() {
        one(ingress("{fromRequires: [{}]}"), "fromRequires: is not supported: its effect");
        assertEquals(List.of(), ingress("{fromRequires: []}"));
        one(egress("{toRequires: [{}]}"), "toRequires: is not supported");
        one(egress("{toGroups: [{aws: {}}]}"), "use toCIDRSet with cidrGroupRef");
        one(
                errors("{endpointSelector: {}, egressDeny: [{toServices: [{}]}]}"),
                "would let through what it should refuse");
        one(
                ingress("{fromEndpoints: [{}], authentication: {mode: required}}"),
                "authentication.mode: must be disabled, not \"required\"");
        one(
                ingress(
                        "{toPorts: [{ports: [{port: \"1\", protocol: TCP}], rules: {kafka: [{}]}}]}"),
                "rules.kafka: is not supported: removed upstream");
    }

    @Test
    void rulesInsideConnectionsAreChecked() {
        String tcp = "ports: [{port: \"80\", protocol: TCP}]";
        one(
                ingress("{toPorts: [{" + tcp + ", rules: {dns: [{matchName: a}]}}]}"),
                "is for egress only");
        one(
                ingress("{toPorts: [{ports: [{port: \"80\"}], rules: {http: [{}]}}]}"),
                "needs ports with protocol TCP");
        one(
                ingress(
                        "{toPorts: [{ports: [{port: \"0\", protocol: TCP}], rules: {http:"
                                + " [{}]}}]}"),
                "cannot be combined with port 0");
        one(
                ingress("{toPorts: [{" + tcp + ", rules: {http: [{path: \"(\"}]}}]}"),
                "path: is no regular expression");
        one(
                egress("{toFQDNs: [{matchName: a, matchPattern: b}]}"),
                "exactly one of matchName, matchPattern");
        one(egress("{toFQDNs: [{matchName: \"*.a\"}]}"), "is no DNS name");
        one(ingress("{toPorts: [{" + tcp + ", listener: {name: l}}]}"), "is for egress only");
        one(
                ingress("{toPorts: [{" + tcp + ", serverNames: [a], rules: {http: [{}]}}]}"),
                "needs terminatingTLS");
    }

    @Test
    void icmpTypesHaveNamesOfTheirFamily() {
        one(
                ingress("{icmps: [{fields: [{type: PacketTooBig}]}]}"),
                "no ICMP type of IPv4 is called \"PacketTooBig\"");
        one(ingress("{icmps: [{fields: [{type: 256}]}]}"), "must be 0..255, not 256");
        one(ingress("{icmps: [{fields: [{type: \"256\"}]}]}"), "must be 0..255");
        one(ingress("{icmps: [{fields: [{family: IPv4}]}]}"), "type: is required");
        one(ingress("{icmps: [{fields: [{family: ipv6, type: 1}]}]}"), "must be one of IPv4, IPv6");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a",
                "A.b_c-d",
                "example.com/a",
                "k8s:a",
                "any:example.com/a_b",
                "unit:name",
                "reserved:host",
                "$host",
                "cidr:10.0.0.0/8",
                "cidr:2001:db8::/32",
                "a123456789012345678901234567890123456789012345678901234567890bc"
            })
    void legalKeysAreTaken(String key) {
        assertEquals(
                List.of(),
                errors(
                        "{endpointSelector: {}, ingress: [{fromEndpoints: [{matchExpressions:"
                                + " [{key: \""
                                + key
                                + "\", operator: Exists}]}]}]}"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "-a",
                "a-",
                ".a",
                "a b",
                "a/b/c",
                "/a",
                "example..com/a",
                "EXAMPLE.com/a",
                "kubernetes:a",
                ":a",
                "k8s:",
                "ä",
                "a$",
                "cidr:10.0.0.0/33",
                "a123456789012345678901234567890123456789012345678901234567890bcd"
            })
    void illegalKeysAreRefused(String key) {
        one(
                ingress(
                        "{fromEndpoints: [{matchExpressions: [{key: \""
                                + key
                                + "\", operator: Exists}]}]}"),
                "spec.ingress[0].fromEndpoints[0].matchExpressions[0].key: ");
    }

    @Test
    void everyPrintableCharacterOfAValueIsTakenOrRefusedAsKubernetesDoes() {
        for (char c = 0x20; c < 0x7f; c++) {
            String text = "a" + c + "b";
            boolean legal = Character.isLetterOrDigit(c) || "-_.".indexOf(c) >= 0;
            String quoted = text.replace("\\", "\\\\").replace("\"", "\\\"");
            List<String> errors =
                    errors("{endpointSelector: {matchLabels: {a: \"" + quoted + "\"}}}");
            assertEquals(legal, errors.isEmpty(), "value " + text);
        }
    }

    @Test
    void operatorsWantTheirValues() {
        String head = "{fromEndpoints: [{matchExpressions: [{key: a, ";
        one(ingress(head + "operator: In}]}]}"), "values: at least one is needed for In");
        one(ingress(head + "operator: NotIn, values: []}]}]}"), "at least one");
        one(ingress(head + "operator: Exists, values: [b]}]}]}"), "must be absent for Exists");
        one(ingress(head + "operator: in, values: [b]}]}]}"), "did you mean \"In\"?");
        one(ingress(head + "values: [b]}]}]}"), "operator: is required");
    }

    @Test
    void anUnknownEntityIsNamed() {
        one(
                ingress("{fromEntities: [wrld]}"),
                "spec.ingress[0].fromEntities[0]: must be one of all, world,",
                "did you mean \"world\"?");
    }

    @Test
    void auditIsTrueOrFalse() {
        String text =
                "{apiVersion: cilium.io/v2, kind: CiliumNetworkPolicy, metadata: {name: p,"
                        + " annotations: {policy.vibrissa.org/audit: \"yes\"}}, spec:"
                        + " {endpointSelector: {}}}";
        assertTrue(Texts.translate(text).errors().get(0).text().contains("must be \"true\""), text);
    }

    @Test
    void fiveThousandRulesAreRead() {
        String rules =
                IntStream.range(0, 5000)
                        .mapToObj(
                                i ->
                                        "{fromEndpoints: [{matchLabels: {app: a"
                                                + i
                                                + "}}], toPorts: [{ports: [{port: \""
                                                + (i + 1)
                                                + "\", protocol: TCP}]}]}")
                        .collect(Collectors.joining(", "));
        Translation translation = Texts.cnp("{endpointSelector: {}, ingress: [" + rules + "]}");
        assertEquals(List.of(), translation.errors());
        assertEquals(5000, translation.policies().get(0).rules().size());
    }

    @Test
    void bombsOfAliasesAndDepthAreRefusedBeforeTheyAreRead() {
        StringBuilder bomb = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
        for (int i = 1; i < 10; i++) {
            bomb.append("a%d: &a%d [".formatted(i, i));
            bomb.append(("*a" + (i - 1) + ", ").repeat(9)).append("*a").append(i - 1);
            bomb.append("]\n");
        }
        assertTrue(refusal(bomb.toString()).contains("aliases expanded"));
        assertTrue(refusal("a: " + "[".repeat(100) + "]".repeat(100)).contains("deep"));
        assertTrue(refusal("a: \"" + "x".repeat(5 << 20) + "\"").contains("limit"));
        assertTrue(refusal("<<: {a: b}").contains("merge keys"));
        assertTrue(refusal("a: 1\na: 2").contains("duplicate key"));
    }

    private static String refusal(String text) {
        return assertThrows(InvalidDocuments.class, () -> Texts.documents("bomb.yaml", text))
                .getMessage();
    }

    @Test
    void anchorsMeanWhatTheyStandFor() {
        Translation translation =
                Texts.translate(
                        """
                        apiVersion: cilium.io/v2
                        kind: CiliumNetworkPolicy
                        metadata: {name: p}
                        spec:
                          endpointSelector: &who {matchLabels: {app: a}}
                          ingress:
                            - fromEndpoints: [*who]
                        """);
        assertEquals(List.of(), translation.errors());
        assertEquals(
                translation.policies().get(0).subject(),
                ((org.vibrissa.policy.internal.rule.Peer.Endpoints)
                                translation.policies().get(0).rules().get(0).peers().get(0))
                        .selector());
    }
}
