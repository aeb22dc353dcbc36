package org.vibrissa.node.internal.view;

import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.vibrissa.control.Response;
import org.vibrissa.control.RestError;
import org.vibrissa.control.RestRoute;
import org.vibrissa.control.RestRoute.Method;
import org.vibrissa.control.RestRoutes;
import org.vibrissa.control.Schema;
import org.vibrissa.node.PathGroup;
import org.vibrissa.node.Peers;

/** Nodes and path groups over REST; what is declared is under {@code /v1/resources/Node}. */
@Component
public final class NodeRoutes implements RestRoutes {
    private final List<RestRoute> routes;

    @Activate
    public NodeRoutes(
            @Reference NodeRows nodes, @Reference Peers peers, @Reference KernelTables tables) {
        routes =
                List.of(
                        RestRoute.of(Method.GET, "/v1/nodes", "Hosts and how they are reached")
                                .tag("nodes")
                                .returns(Schema.listOf(NodeRow.class))
                                .handledBy(request -> Response.ok(nodes.list())),
                        RestRoute.of(Method.GET, "/v1/nodes/{name}", "One host")
                                .tag("nodes")
                                .returns(Schema.of(NodeRow.class))
                                .handledBy(request -> one(nodes, request.path("name"))),
                        RestRoute.of(Method.GET, "/v1/path-groups", "Path groups and their modes")
                                .tag("nodes")
                                .returns(Schema.listOf(PathGroup.class))
                                .handledBy(request -> Response.ok(peers.groups())),
                        RestRoute.of(Method.GET, "/v1/bpf/nodes", "Nodes in the kernel's map")
                                .tag("bpf")
                                .returns(Schema.listOf(KernelTables.NodeLine.class))
                                .handledBy(request -> Response.ok(tables.nodes())),
                        RestRoute.of(Method.GET, "/v1/bpf/groups", "Groups in the kernel's map")
                                .tag("bpf")
                                .returns(Schema.listOf(KernelTables.GroupLine.class))
                                .handledBy(request -> Response.ok(tables.groups())),
                        RestRoute.of(Method.GET, "/v1/bpf/tunnels", "Prefixes reached by a tunnel")
                                .tag("bpf")
                                .returns(Schema.listOf(KernelTables.TunnelLine.class))
                                .handledBy(request -> Response.ok(tables.tunnels())));
    }

    private static Response one(NodeRows nodes, String name) {
        return Response.ok(
                nodes.get(name).orElseThrow(() -> RestError.notFound("there is no Node/" + name)));
    }

    @Override
    public List<RestRoute> routes() {
        return routes;
    }
}
