package org.vibrissa.policy.internal.document;

import java.util.List;
import java.util.Optional;

/**
 * Every map that a policy document may have, with its fields. The decoder takes the known names
 * from here, and the page docs/policy-support.md is made from here.
 */
enum Part {
    RULE(
            "Cilium: `spec`, or each of `specs`",
            Field.of(
                    "endpointSelector",
                    "whom the policy is for; `{}` is every endpoint of the namespace, or of the fleet in a clusterwide policy"),
            Field.of(
                    "nodeSelector",
                    "hosts instead of endpoints; only in CiliumClusterwideNetworkPolicy"),
            Field.of(
                    "ingress",
                    "what is let in; an entry `{}` lets nobody in but begins the default deny"),
            Field.of("ingressDeny", "what is refused, whatever else allows it"),
            Field.of("egress", "what is let out"),
            Field.of("egressDeny", "what is refused, whatever else allows it"),
            Field.of(
                    "enableDefaultDeny",
                    "whether the selected let through only what is allowed, per direction"),
            Field.of("labels", "of the policy itself; texts or maps of key, value, source"),
            Field.of("description", "for people"),
            Field.of("log", "a text shown with verdicts")),
    DEFAULT_DENY(
            "`enableDefaultDeny`",
            Field.of("ingress", "default: whether there are ingress or ingressDeny entries"),
            Field.of("egress", "default: whether there are egress or egressDeny entries")),
    LOG("`log`", Field.of("value", "the text")),
    POLICY_LABEL(
            "`labels[]` as a map",
            Field.of("key", "its key"),
            Field.of("value", "its value"),
            Field.of("source", "who says it")),
    SELECTOR(
            "Every label selector",
            Field.of("matchLabels", "keys as `key`, `source:key` or `$reserved`; all must match"),
            Field.of("matchExpressions", "all must match")),
    EXPRESSION(
            "`matchExpressions[]`",
            Field.of("key", "as in matchLabels"),
            Field.of("operator", "In, NotIn, Exists, DoesNotExist"),
            Field.of("values", "at least one for In and NotIn, none for the others")),
    INGRESS(
            "`ingress[]`",
            Field.of(
                    "fromEndpoints",
                    "absent: not restricted; `[]`: nobody; `[{}]`: every endpoint of the namespace, or of the fleet in a clusterwide policy"),
            Field.refused(
                    "fromRequires",
                    "is not supported: its effect on all other rules is deprecated upstream; write the labels into fromEndpoints"),
            Field.of("fromCIDR", "addresses outside the fleet"),
            Field.of("fromCIDRSet", "addresses outside the fleet, with exceptions and groups"),
            Field.of("fromEntities", "one or more of the thirteen entities"),
            Field.refused(
                    "fromGroups",
                    "is not supported: nothing here asks a cloud for its groups; use fromCIDRSet with cidrGroupRef"),
            Field.of("fromNodes", "hosts of the fleet by label"),
            Field.of("toPorts", "absent or `[]`: every port and protocol"),
            Field.of("icmps", "ICMP types; not beside toPorts"),
            Field.of("authentication", "only mode disabled")),
    INGRESS_DENY(
            "`ingressDeny[]`",
            Field.of("fromEndpoints", "as in ingress"),
            Field.refused("fromRequires", INGRESS.about("fromRequires")),
            Field.of("fromCIDR", "as in ingress"),
            Field.of("fromCIDRSet", "as in ingress"),
            Field.of("fromEntities", "as in ingress"),
            Field.refused("fromGroups", INGRESS.about("fromGroups")),
            Field.of("fromNodes", "as in ingress"),
            Field.of("toPorts", "numbers and names; no rules"),
            Field.of("icmps", "as in ingress")),
    EGRESS(
            "`egress[]`",
            Field.of("toEndpoints", "as fromEndpoints"),
            Field.refused(
                    "toRequires",
                    "is not supported: its effect on all other rules is deprecated upstream; write the labels into toEndpoints"),
            Field.of("toCIDR", "as fromCIDR"),
            Field.of("toCIDRSet", "as fromCIDRSet"),
            Field.of("toEntities", "as fromEntities"),
            Field.refused(
                    "toGroups",
                    "is not supported: nothing here asks a cloud for its groups; use toCIDRSet with cidrGroupRef"),
            Field.of("toNodes", "as fromNodes"),
            Field.lb("toServices", "services by name or label"),
            Field.proxy("toFQDNs", "DNS names"),
            Field.of("toPorts", "as in ingress"),
            Field.of("icmps", "as in ingress"),
            Field.of("authentication", "only mode disabled")),
    EGRESS_DENY(
            "`egressDeny[]`",
            Field.of("toEndpoints", "as fromEndpoints"),
            Field.refused("toRequires", EGRESS.about("toRequires")),
            Field.of("toCIDR", "as fromCIDR"),
            Field.of("toCIDRSet", "as fromCIDRSet"),
            Field.of("toEntities", "as fromEntities"),
            Field.refused("toGroups", EGRESS.about("toGroups")),
            Field.of("toNodes", "as fromNodes"),
            Field.refused(
                    "toServices",
                    "is not supported: a deny that waits for the lb bundle would let through what it should refuse"),
            Field.of("toPorts", "numbers and names; no rules"),
            Field.of("icmps", "as in ingress")),
    CIDR_RULE(
            "`fromCIDRSet[]`, `toCIDRSet[]`",
            Field.of("cidr", "a prefix with its length"),
            Field.of(
                    "cidrGroupRef",
                    "the name of a CiliumCIDRGroup; one that does not exist selects nothing, and the status says so"),
            Field.of("cidrGroupSelector", "CiliumCIDRGroups by their labels"),
            Field.of("except", "parts of the prefix that are not meant; they may overlap")),
    PORT_RULE(
            "`toPorts[]`",
            Field.of("ports", "none: the entry matches nothing"),
            Field.proxy("terminatingTLS", "TLS from the client"),
            Field.proxy("originatingTLS", "TLS to the server"),
            Field.proxy("serverNames", "names in the TLS hello"),
            Field.proxy("listener", "a proxy of one's own; egress only"),
            Field.proxy(
                    "rules", "what is let through inside the connection; `{}`: no restriction")),
    PORT_DENY_RULE(
            "`toPorts[]` of a deny rule", Field.of("ports", "none: the entry matches nothing")),
    PORT(
            "`ports[]`",
            Field.of(
                    "port",
                    "a number in quotes, 0 for every port of the protocol, or a name that endpoints give a port"),
            Field.of("endPort", "the last port of a range; not with 0 or a name"),
            Field.of(
                    "protocol",
                    "TCP, UDP, SCTP, ICMP, ICMPv6, VRRP, IGMP, or ANY (default: TCP, UDP and SCTP); VRRP and IGMP with port 0")),
    ICMP("`icmps[]`", Field.of("fields", "the types")),
    ICMP_FIELD(
            "`icmps[].fields[]`",
            Field.of("family", "IPv4 (default) or IPv6"),
            Field.of("type", "0..255 or a name such as EchoRequest")),
    L7(
            "`toPorts[].rules`",
            Field.proxy("http", "requests"),
            Field.proxy("dns", "queries; egress only"),
            Field.refused("kafka", "is not supported: removed upstream"),
            Field.refused("l7proto", "is not supported: removed upstream"),
            Field.refused("l7", "is not supported: removed upstream")),
    HTTP(
            "`rules.http[]`",
            Field.proxy("path", "regular expression"),
            Field.proxy("method", "regular expression"),
            Field.proxy("host", "regular expression"),
            Field.proxy("headers", "`Name value` that must be there"),
            Field.proxy("headerMatches", "headers that must match")),
    HEADER_MATCH(
            "`rules.http[].headerMatches[]`",
            Field.proxy("mismatch", "LOG, ADD, DELETE or REPLACE"),
            Field.proxy("name", "of the header"),
            Field.proxy("secret", "where the value is"),
            Field.proxy("value", "the value")),
    SECRET(
            "`secret`",
            Field.proxy("namespace", "of the secret"),
            Field.proxy("name", "of the secret")),
    DNS(
            "`rules.dns[]`, `toFQDNs[]`",
            Field.proxy("matchName", "a whole name"),
            Field.proxy("matchPattern", "a name with `*`")),
    TLS(
            "`terminatingTLS`, `originatingTLS`",
            Field.proxy("secret", "where certificates are"),
            Field.proxy("trustedCA", "key in the secret"),
            Field.proxy("certificate", "key in the secret"),
            Field.proxy("privateKey", "key in the secret")),
    LISTENER(
            "`listener`",
            Field.proxy("envoyConfig", "which configuration"),
            Field.proxy("name", "of the listener"),
            Field.proxy("priority", "1..100")),
    ENVOY_CONFIG(
            "`listener.envoyConfig`",
            Field.proxy("kind", "its kind"),
            Field.proxy("name", "its name")),
    SERVICE(
            "`toServices[]`",
            Field.lb("k8sService", "by name"),
            Field.lb("k8sServiceSelector", "by label")),
    SERVICE_NAME(
            "`toServices[].k8sService`",
            Field.lb("serviceName", "its name"),
            Field.lb("namespace", "its namespace")),
    SERVICE_SELECTOR(
            "`toServices[].k8sServiceSelector`",
            Field.lb("selector", "its labels"),
            Field.lb("namespace", "its namespace")),
    AUTHENTICATION(
            "`authentication`",
            Field.of(
                    "mode",
                    "disabled; required and test-always-fail are refused: mutual authentication is removed upstream, hosts are authenticated by encryption")),
    CIDR_GROUP("CiliumCIDRGroup: `spec`", Field.of("externalCIDRs", "prefixes or addresses")),
    NETWORK_POLICY(
            "NetworkPolicy: `spec`",
            Field.of("podSelector", "whom the policy is for, in its namespace"),
            Field.of("ingress", "what is let in; an entry `{}` lets everybody in"),
            Field.of("egress", "what is let out; an entry `{}` lets everything out"),
            Field.of(
                    "policyTypes",
                    "Ingress, Egress; default: Ingress, and Egress when there are egress entries")),
    NP_INGRESS(
            "NetworkPolicy: `ingress[]`",
            Field.of("from", "absent or `[]`: everybody"),
            Field.of("ports", "absent or `[]`: every port and protocol")),
    NP_EGRESS(
            "NetworkPolicy: `egress[]`",
            Field.of("to", "absent or `[]`: everybody"),
            Field.of("ports", "absent or `[]`: every port and protocol")),
    NP_PEER(
            "NetworkPolicy: `from[]`, `to[]`",
            Field.of(
                    "podSelector",
                    "endpoints of the policy's namespace, or of those of namespaceSelector"),
            Field.of(
                    "namespaceSelector",
                    "`{}`: every namespace; by name: key `kubernetes.io/metadata.name`; other keys match the endpoints' label `io.cilium.k8s.namespace.labels.KEY`"),
            Field.of("ipBlock", "addresses outside the fleet")),
    IP_BLOCK(
            "NetworkPolicy: `ipBlock`",
            Field.of("cidr", "a prefix with its length"),
            Field.of("except", "parts of the prefix that are not meant")),
    NP_PORT(
            "NetworkPolicy: `ports[]`",
            Field.of("port", "a number, or a name in quotes; absent: every port of the protocol"),
            Field.of("endPort", "the last port of a range; not with a name"),
            Field.of("protocol", "TCP (default), UDP, SCTP"));

    private final String title;

    @SuppressWarnings("ImmutableEnumChecker") // a copy of records
    private final List<Field> fields;

    Part(String title, Field... fields) {
        this.title = title;
        this.fields = List.of(fields);
    }

    /** Where it stands in a document. */
    String title() {
        return title;
    }

    List<Field> fields() {
        return fields;
    }

    Optional<Field> field(String name) {
        return fields.stream().filter(field -> field.name().equals(name)).findFirst();
    }

    List<String> names() {
        return fields.stream().map(Field::name).toList();
    }

    private String about(String name) {
        return fields.stream()
                .filter(field -> field.name().equals(name))
                .map(Field::about)
                .findFirst()
                .orElseThrow();
    }
}
