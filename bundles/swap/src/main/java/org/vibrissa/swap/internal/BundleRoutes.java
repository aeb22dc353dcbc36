package org.vibrissa.swap.internal;

import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.vibrissa.control.Request;
import org.vibrissa.control.Response;
import org.vibrissa.control.RestRoute;
import org.vibrissa.control.RestRoute.Method;
import org.vibrissa.control.RestRoutes;
import org.vibrissa.control.Schema;
import org.vibrissa.swap.BundleDetail;
import org.vibrissa.swap.BundleRemoval;
import org.vibrissa.swap.BundleState;
import org.vibrissa.swap.BundleSwap;
import org.vibrissa.swap.Bundles;
import org.vibrissa.swap.SwapReceipt;

/** Bundles over REST. */
@Component
public final class BundleRoutes implements RestRoutes {
    private static final String TAG = "bundles";

    private final List<RestRoute> routes;

    /** Over these bundles. */
    @Activate
    public BundleRoutes(@Reference Bundles bundles, @Reference BundleSwap swap) {
        routes =
                List.of(
                        RestRoute.of(Method.GET, "/v1/bundles", "Bundles with version and state")
                                .tag(TAG)
                                .returns(Schema.listOf(BundleState.class))
                                .handledBy(request -> Response.ok(bundles.list())),
                        RestRoute.of(Method.GET, "/v1/bundles/{name}", "One bundle in detail")
                                .tag(TAG)
                                .returns(Schema.of(BundleDetail.class))
                                .handledBy(r -> Response.ok(bundles.detail(r.path("name")))),
                        RestRoute.of(Method.POST, "/v1/bundles/{name}/stop", "Stops a bundle")
                                .tag(TAG)
                                .query("force", "true: also one that others stand on")
                                .query("yes", "true: also one that the host does without then")
                                .returns(Schema.of(BundleState.class))
                                .handledBy(
                                        r ->
                                                Response.ok(
                                                        bundles.stop(
                                                                r.path("name"),
                                                                is(r, "force"),
                                                                is(r, "yes")))),
                        RestRoute.of(Method.POST, "/v1/bundles/{name}/start", "Starts a bundle")
                                .tag(TAG)
                                .returns(Schema.of(BundleState.class))
                                .handledBy(r -> Response.ok(bundles.start(r.path("name")))),
                        RestRoute.of(
                                        Method.DELETE,
                                        "/v1/bundles/{name}",
                                        "Uninstalls a bundle that was installed by a swap")
                                .tag(TAG)
                                .query("force", "true: also one that others stand on")
                                .query("yes", "true: also one that the host does without then")
                                .query("dryRun", "true: only tells what would go")
                                .returns(Schema.of(BundleRemoval.class))
                                .handledBy(r -> Response.ok(uninstalled(swap, r))),
                        RestRoute.of(Method.POST, "/v1/bundles/swap", "Installs or swaps a bundle")
                                .tag(TAG)
                                .query("dryRun", "true: only the pre-flight; changes nothing")
                                .accepts(Schema.bytes("application/java-archive"))
                                .returns(Schema.of(SwapReceipt.class))
                                .handledBy(r -> Response.ok(swapped(swap, r))));
    }

    private static SwapReceipt swapped(BundleSwap swap, Request request) {
        return swap.swap(request.body(), "the request body", is(request, "dryRun"), phase -> {});
    }

    private static BundleRemoval uninstalled(BundleSwap swap, Request request) {
        return swap.uninstall(
                request.path("name"),
                is(request, "force"),
                is(request, "dryRun"),
                is(request, "yes"));
    }

    private static boolean is(Request request, String parameter) {
        return request.query(parameter).filter("true"::equals).isPresent();
    }

    @Override
    public List<RestRoute> routes() {
        return routes;
    }
}
