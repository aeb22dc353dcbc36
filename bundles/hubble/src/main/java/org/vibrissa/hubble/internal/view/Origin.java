package org.vibrissa.hubble.internal.view;

/**
 * Who tells the flows.
 *
 * @param cluster the cluster's name, {@code default} unless configured
 * @param node this host's name
 * @param version of the product
 */
public record Origin(String cluster, String node, String version) {
    /** What a cluster is called that has no other name. */
    public static final String DEFAULT_CLUSTER = "default";

    /** The node as Hubble writes it: {@code cluster/node}, alone in a cluster without a name. */
    public String nodeName() {
        return cluster.equals(DEFAULT_CLUSTER) ? node : cluster + "/" + node;
    }

    /** The name that the certificate of a node must have for Hubble's clients. */
    public static String serverName(String cluster, String node) {
        return node.replace('.', '-') + "." + cluster.replace('.', '-') + ".hubble-grpc.cilium.io";
    }
}
