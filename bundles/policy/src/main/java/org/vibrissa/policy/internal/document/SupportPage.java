package org.vibrissa.policy.internal.document;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Writes docs/policy-support.md from the fields the decoder knows. The daemon does not use it; a
 * test fails when the page is not what this makes.
 */
public final class SupportPage {
    private static final String HEAD =
            """
            # Policy documents: field by field

            This page is made from the decoder's own table of fields by `scripts/policy-support`.

            Accepted as they are written for Kubernetes, in YAML or JSON, several to a file, for the whole fleet: \
            `cilium.io/v2` CiliumNetworkPolicy (`spec` and `specs`), CiliumClusterwideNetworkPolicy and \
            CiliumCIDRGroup (also `v2alpha1`), and `networking.k8s.io/v1` NetworkPolicy. `status`, `managedFields` \
            and whatever else a server writes into `metadata` is ignored. Every field that is not listed here is \
            refused with its path.

            * **supported**: in force as the public documentation of Cilium and Kubernetes says.
            * **pending (lb)**, **pending (proxy)**: read and checked. A rule with it matches nothing until that \
            bundle runs, so the connection is not allowed; the document's status is Pending and names the rules.
            * **refused**: a document with it is not stored; the message is the one given here.

            Peers of `cilium.io` documents: only one of the `from…` or `to…` fields may have entries in one entry \
            of ingress or egress. An empty list means nobody, an absent field means no restriction. An entry with \
            neither peers nor ports matches nothing, but begins the default deny.

            In a document of a namespace, selectors of endpoints mean its own namespace unless they name \
            `io.kubernetes.pod.namespace`, a label of namespaces, or a `reserved:` label. In a clusterwide document \
            they mean endpoints of every namespace.

            Annotations: `policy.vibrissa.org/audit: "true"` only reports what the policy would do; \
            `policy.vibrissa.org/accept-lockout: "true"` takes a policy for hosts that cuts the daemon's own \
            connections; `policy.vibrissa.org/source` is written by `apply` and `policy import` and keeps the file \
            and line of every rule.
            """;

    private SupportPage() {}

    /**
     * Writes the page.
     *
     * @param args the file
     */
    public static void main(String[] args) throws IOException {
        Files.writeString(Path.of(args[0]), page());
    }

    static String page() {
        StringBuilder page = new StringBuilder(HEAD);
        for (Part part : Part.values()) {
            page.append("\n## ").append(part.title()).append("\n\n");
            page.append("| field | state | meaning |\n|---|---|---|\n");
            for (Field field : part.fields()) {
                page.append("| `")
                        .append(field.name())
                        .append("` | ")
                        .append(field.state().label())
                        .append(" | ")
                        .append(field.about().replace("|", "\\|"))
                        .append(" |\n");
            }
        }
        return page.toString();
    }
}
