package org.vibrissa.control.internal.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.vibrissa.control.Response;
import org.vibrissa.control.RestRoute;
import org.vibrissa.control.RestRoute.Method;
import org.vibrissa.control.Schema;
import org.vibrissa.control.internal.commands.FootprintRow;
import org.vibrissa.control.internal.commands.ResourceAccess;
import org.vibrissa.control.internal.commands.StatusReport;
import org.vibrissa.control.internal.commands.StatusSource;
import org.vibrissa.control.internal.commands.VersionReport;
import org.vibrissa.control.internal.print.Json;
import org.vibrissa.control.internal.server.Services;

/** The routes of this bundle, and the table of all. */
public final class BuiltInRoutes {
    private final Services services;
    private final List<RestRoute> own;

    /** Routes over these services. */
    public BuiltInRoutes(Services services) {
        this.services = services;
        StatusSource status = new StatusSource(services);
        List<RestRoute> routes = new ArrayList<>();
        routes.add(
                RestRoute.of(Method.GET, "/v1/status", "State of the daemon and its parts")
                        .returns(Schema.of(StatusReport.class))
                        .handledBy(request -> Response.ok(status.report())));
        routes.add(
                RestRoute.of(Method.GET, "/v1/version", "Versions of daemon, kernel and Java")
                        .returns(Schema.of(VersionReport.class))
                        .handledBy(request -> Response.ok(VersionReport.of(services.node()))));
        routes.add(
                RestRoute.of(Method.GET, "/v1/footprint", "Everything the daemon has on this host")
                        .returns(Schema.listOf(FootprintRow.class))
                        .handledBy(request -> Response.ok(FootprintRow.all(services))));
        routes.add(
                RestRoute.of(Method.GET, "/openapi.json", "This API")
                        .returns(Schema.json(anyObject()))
                        .handledBy(request -> Response.ok(document())));
        routes.addAll(new ResourceRoutes(new ResourceAccess(services)).routes());
        own = List.copyOf(routes);
    }

    /** All routes now; own ones first, so that others cannot take their place. */
    public RouteTable table() {
        List<RestRoute> all = new ArrayList<>(own);
        services.restRoutes().forEach(more -> all.addAll(more.routes()));
        return new RouteTable(all);
    }

    private ObjectNode document() {
        return OpenApi.document(services.node().version(), table().routes());
    }

    private static JsonNode anyObject() {
        return Json.tree(Map.of("type", "object"));
    }
}
