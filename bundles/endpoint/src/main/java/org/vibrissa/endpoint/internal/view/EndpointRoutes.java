package org.vibrissa.endpoint.internal.view;

import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.vibrissa.control.Response;
import org.vibrissa.control.RestRoute;
import org.vibrissa.control.RestRoute.Method;
import org.vibrissa.control.RestRoutes;
import org.vibrissa.control.Schema;
import org.vibrissa.endpoint.Endpoints;
import org.vibrissa.endpoint.LocalEndpoint;

/** The endpoints in force over REST; what is declared is under {@code /v1/resources/Endpoint}. */
@Component
public final class EndpointRoutes implements RestRoutes {
    private final List<RestRoute> routes;

    @Activate
    public EndpointRoutes(@Reference Endpoints endpoints) {
        routes =
                List.of(
                        RestRoute.of(Method.GET, "/v1/endpoints", "Endpoints in force on this host")
                                .tag("endpoints")
                                .returns(Schema.listOf(LocalEndpoint.class))
                                .handledBy(request -> Response.ok(endpoints.list())));
    }

    @Override
    public List<RestRoute> routes() {
        return routes;
    }
}
