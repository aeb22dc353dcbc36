package org.vibrissa.identity.internal.view;

import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.vibrissa.control.Response;
import org.vibrissa.control.RestRoute;
import org.vibrissa.control.RestRoute.Method;
import org.vibrissa.control.RestRoutes;
import org.vibrissa.control.Schema;
import org.vibrissa.identity.Identities;

/** Identities over REST. */
@Component
public final class IdentityRoutes implements RestRoutes {
    private final List<RestRoute> routes;

    @Activate
    public IdentityRoutes(@Reference Identities identities) {
        routes =
                List.of(
                        RestRoute.of(Method.GET, "/v1/identities", "Identities known on this host")
                                .tag("identities")
                                .returns(Schema.listOf(IdentityRow.class))
                                .handledBy(
                                        request ->
                                                Response.ok(
                                                        identities.list().stream()
                                                                .map(IdentityRow::of)
                                                                .toList())));
    }

    @Override
    public List<RestRoute> routes() {
        return routes;
    }
}
