package org.vibrissa.policy.internal.document;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vibrissa.policy.internal.rule.Policy;

/** Absent, empty, and a list with an empty map: each has its own meaning. */
class EmptyMeaningTest {
    private static final String NS = "k8s:io.kubernetes.pod.namespace=default";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{} | nobody",
                "{fromEndpoints: []} | nobody",
                "{fromEndpoints: [{}]} | endpoints " + NS,
                "{fromEndpoints: [{matchLabels: {}}]} | endpoints " + NS,
                "{fromEndpoints: [{matchExpressions: []}]} | endpoints " + NS,
                "{fromCIDR: []} | nobody",
                "{fromCIDRSet: []} | nobody",
                "{fromEntities: []} | nobody",
                "{fromNodes: []} | nobody",
                "{fromNodes: [{}]} | nodes (all)",
                "{fromEntities: [world], fromCIDR: []} | nobody",
                "{toPorts: []} | nobody",
                "{fromEntities: [world], toPorts: []} | entity world",
                "{toPorts: [{ports: [{port: '1', protocol: TCP}]}]} | anybody on TCP 1",
                "{fromEndpoints: [], toPorts: [{ports: [{port: '1', protocol: TCP}]}]} | nobody on"
                        + " TCP 1",
                "{fromEntities: [world], toPorts: [{}]} | entity world on no port",
                "{fromEntities: [world], icmps: []} | entity world",
                "{fromEntities: [world], icmps: [{}]} | entity world on no port",
            })
    void entriesOfIngress(String entry, String meaning) {
        Policy policy =
                Texts.cnp("{endpointSelector: {}, ingress: [" + entry + "]}").policies().get(0);
        assertEquals("ingress: allow from " + meaning, Meaning.of(policy.rules().get(0)));
        assertEquals("for endpoints " + NS + "; default deny: ingress", Meaning.of(policy));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{endpointSelector: {}} | none",
                "{endpointSelector: {}, ingress: []} | none",
                "{endpointSelector: {}, ingress: [{}]} | ingress",
                "{endpointSelector: {}, ingressDeny: [{}]} | ingress",
                "{endpointSelector: {}, egress: [{}], ingress: [{}]} | ingress, egress",
                "{endpointSelector: {}, egressDeny: [{}]} | egress",
                "{endpointSelector: {}, egress: [{}], enableDefaultDeny: {egress: false}} | none",
                "{endpointSelector: {}, enableDefaultDeny: {ingress: true}} | ingress",
                "{endpointSelector: {}, egress: [{}], enableDefaultDeny: {}} | egress",
            })
    void defaultDeny(String spec, String directions) {
        assertEquals(
                "for endpoints " + NS + "; default deny: " + directions,
                Meaning.of(Texts.cnp(spec).policies().get(0)));
    }
}
