package org.vibrissa.datapath.internal.view;

import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.vibrissa.bpf.BpfInventory;
import org.vibrissa.control.Response;
import org.vibrissa.control.RestRoute;
import org.vibrissa.control.RestRoute.Method;
import org.vibrissa.control.RestRoutes;
import org.vibrissa.control.Schema;

/** What the daemon has in the kernel's BPF, over REST. */
@Component
public final class BpfRoutes implements RestRoutes {
    private static final String TAG = "bpf";

    private final List<RestRoute> routes;

    @Activate
    public BpfRoutes(@Reference BpfInventory inventory) {
        routes =
                List.of(
                        RestRoute.of(Method.GET, "/v1/bpf/maps", "Maps with owner and users")
                                .tag(TAG)
                                .returns(Schema.listOf(BpfInventory.MapItem.class))
                                .handledBy(request -> Response.ok(inventory.maps())),
                        RestRoute.of(Method.GET, "/v1/bpf/programs", "Programs with their owner")
                                .tag(TAG)
                                .returns(Schema.listOf(BpfInventory.Program.class))
                                .handledBy(request -> Response.ok(inventory.programs())),
                        RestRoute.of(Method.GET, "/v1/bpf/links", "Attachments with their owner")
                                .tag(TAG)
                                .returns(Schema.listOf(BpfInventory.Link.class))
                                .handledBy(request -> Response.ok(inventory.links())));
    }

    @Override
    public List<RestRoute> routes() {
        return routes;
    }
}
