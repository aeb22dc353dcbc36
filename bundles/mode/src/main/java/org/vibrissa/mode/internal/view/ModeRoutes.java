package org.vibrissa.mode.internal.view;

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
import org.vibrissa.mode.internal.host.Refused;
import org.vibrissa.mode.internal.receipt.Receipts;

/** Modes, what became of their changes, and receipts over REST. */
@Component
public final class ModeRoutes implements RestRoutes {
    private final List<RestRoute> routes;

    @Activate
    public ModeRoutes(@Reference GroupRows groups, @Reference Receipts receipts) {
        routes =
                List.of(
                        RestRoute.of(Method.GET, "/v1/modes", "By which mode groups are carried")
                                .tag("modes")
                                .returns(Schema.listOf(GroupRow.class))
                                .handledBy(request -> Response.ok(list(groups))),
                        RestRoute.of(Method.GET, "/v1/modes/{group}", "The mode of one group")
                                .tag("modes")
                                .returns(Schema.of(GroupRow.class))
                                .handledBy(request -> one(groups, request.path("group"))),
                        RestRoute.of(Method.GET, "/v1/mode-changes", "Mode changes that are over")
                                .tag("modes")
                                .returns(Schema.listOf(ChangeRow.class))
                                .handledBy(request -> Response.ok(ChangeRow.list(receipts))),
                        RestRoute.of(Method.GET, "/v1/receipts", "Signed receipts")
                                .tag("receipts")
                                .returns(Schema.listOf(ReceiptRow.class))
                                .handledBy(
                                        request ->
                                                Response.ok(
                                                        receipts.list().stream()
                                                                .map(ReceiptRow::of)
                                                                .toList())),
                        RestRoute.of(Method.GET, "/v1/receipts/{id}", "One receipt, signed")
                                .tag("receipts")
                                .returns(Schema.any())
                                .handledBy(request -> receipt(receipts, request.path("id"))));
    }

    private static List<GroupRow> list(GroupRows groups) {
        try {
            return groups.list();
        } catch (Refused e) {
            throw new RestError(503, "not-ready", e.getMessage());
        }
    }

    private static Response one(GroupRows groups, String name) {
        return Response.ok(
                list(groups).stream()
                        .filter(row -> row.group().equals(name))
                        .findFirst()
                        .orElseThrow(() -> RestError.notFound("there is no path group " + name)));
    }

    private static Response receipt(Receipts receipts, String id) {
        return Response.ok(
                receipts.get(id)
                        .orElseThrow(() -> RestError.notFound("there is no receipt " + id)));
    }

    @Override
    public List<RestRoute> routes() {
        return routes;
    }
}
