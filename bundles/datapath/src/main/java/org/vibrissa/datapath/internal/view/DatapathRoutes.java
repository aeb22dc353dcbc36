package org.vibrissa.datapath.internal.view;

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
import org.vibrissa.datapath.Conntrack;
import org.vibrissa.datapath.Drops;
import org.vibrissa.datapath.Pipeline;
import org.vibrissa.datapath.SlotInfo;

/** The pipeline, its drops and its flows over REST. */
@Component
public final class DatapathRoutes implements RestRoutes {
    private static final String TAG = "datapath";
    private static final int DEFAULT_FLOWS = 10_000;

    private final List<RestRoute> routes;

    @Activate
    public DatapathRoutes(
            @Reference Pipeline pipeline, @Reference Drops drops, @Reference Conntrack conntrack) {
        routes =
                List.of(
                        RestRoute.of(Method.GET, "/v1/pipeline", "Stages by chain and slot")
                                .tag(TAG)
                                .returns(Schema.listOf(SlotInfo.class))
                                .handledBy(request -> Response.ok(pipeline.slots())),
                        RestRoute.of(Method.GET, "/v1/drops", "Dropped packets by reason")
                                .tag(TAG)
                                .returns(Schema.listOf(Drops.Count.class))
                                .handledBy(request -> Response.ok(drops.list())),
                        RestRoute.of(Method.GET, "/v1/conntrack", "Tracked flows, in no order")
                                .tag(TAG)
                                .query("limit", "at most this many flows, 1 or more; 10000")
                                .returns(Schema.listOf(Conntrack.Flow.class))
                                .handledBy(r -> Response.ok(conntrack.list(limit(r)))));
    }

    @Override
    public List<RestRoute> routes() {
        return routes;
    }

    private static int limit(Request request) {
        Optional<String> text = request.query("limit");
        if (text.isEmpty()) {
            return DEFAULT_FLOWS;
        }
        if (!text.get().matches("[1-9][0-9]{0,8}")) {
            throw RestError.invalid("limit must be a number from 1 to 999999999", "limit");
        }
        return Integer.parseInt(text.get());
    }
}
