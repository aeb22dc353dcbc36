package org.vibrissa.health.internal.view;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.vibrissa.control.Request;
import org.vibrissa.control.Response;
import org.vibrissa.control.RestError;
import org.vibrissa.control.RestRoute;
import org.vibrissa.control.RestRoute.Method;
import org.vibrissa.control.RestRoutes;
import org.vibrissa.control.Schema;
import org.vibrissa.health.internal.HealthService;

/** Health over REST. */
@Component
public final class HealthRoutes implements RestRoutes {
    static final Duration PATIENCE = Duration.ofSeconds(15);

    private final List<RestRoute> routes;

    @Activate
    public HealthRoutes(@Reference HealthService health) {
        routes =
                List.of(
                        RestRoute.of(Method.GET, "/v1/health", "What probes of hosts found")
                                .tag("health")
                                .returns(Schema.of(HealthView.class))
                                .handledBy(
                                        request -> Response.ok(HealthView.of(health.snapshot()))),
                        RestRoute.of(Method.POST, "/v1/health/probe", "Probes hosts now")
                                .tag("health")
                                .query("node", "this host alone")
                                .query("mode", "with node: by this mode alone")
                                .returns(Schema.of(HealthView.class))
                                .handledBy(request -> probe(health, request)));
    }

    private static Response probe(HealthService health, Request request) {
        Optional<String> node = request.query("node");
        Optional<String> mode = request.query("mode");
        try {
            if (node.isEmpty()) {
                health.probeAll(PATIENCE);
            } else if (mode.isEmpty()) {
                health.probeNow(node.get(), PATIENCE);
            } else {
                health.probeNow(node.get(), mode.get(), PATIENCE);
            }
        } catch (IllegalArgumentException e) {
            throw RestError.notFound(e.getMessage());
        } catch (IllegalStateException e) {
            throw new RestError(409, "conflict", e.getMessage());
        }
        HealthView all = HealthView.of(health.snapshot());
        return Response.ok(node.map(all::only).orElse(all));
    }

    @Override
    public List<RestRoute> routes() {
        return routes;
    }
}
