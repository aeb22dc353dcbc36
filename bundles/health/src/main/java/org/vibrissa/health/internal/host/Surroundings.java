package org.vibrissa.health.internal.host;

import org.vibrissa.datapath.Ipcache;
import org.vibrissa.datapath.Paths;
import org.vibrissa.endpoint.Endpoints;
import org.vibrissa.netlink.Echo;
import org.vibrissa.netlink.NetworkNamespaces;
import org.vibrissa.node.Peers;
import org.vibrissa.runtime.Node;
import org.vibrissa.state.ResourceStore;

/** The services that health is made from. */
public record Surroundings(
        Node node,
        ResourceStore store,
        NetworkNamespaces namespaces,
        Echo echo,
        Endpoints endpoints,
        Ipcache ipcache,
        Paths paths,
        Peers peers) {}
