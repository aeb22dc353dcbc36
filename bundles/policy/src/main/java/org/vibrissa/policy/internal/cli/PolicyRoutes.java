package org.vibrissa.policy.internal.cli;

import java.util.List;
import java.util.Map;
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
import org.vibrissa.policy.internal.document.DocumentView;
import org.vibrissa.policy.internal.document.PolicyViews;
import org.vibrissa.policy.internal.document.SelectorView;
import org.vibrissa.policy.internal.document.Validation;
import org.vibrissa.policy.internal.document.Validator;
import org.vibrissa.state.ResourceKey;

/** Policies over REST; what is declared is under {@code /v1/resources/CiliumNetworkPolicy}. */
@Component
public final class PolicyRoutes implements RestRoutes {
    private static final String TAG = "policies";

    private final PolicyViews views;
    private final Validator validator;

    @Activate
    public PolicyRoutes(@Reference PolicyViews views, @Reference Validator validator) {
        this.views = views;
        this.validator = validator;
    }

    @Override
    public List<RestRoute> routes() {
        return List.of(
                RestRoute.of(Method.GET, "/v1/policies", "Policies and what they mean")
                        .tag(TAG)
                        .returns(Schema.listOf(DocumentView.class))
                        .handledBy(request -> Response.ok(views.list())),
                RestRoute.of(Method.GET, "/v1/policies/selectors", "Selectors of policies")
                        .tag(TAG)
                        .returns(Schema.listOf(SelectorView.class))
                        .handledBy(request -> Response.ok(views.selectors())),
                RestRoute.of(
                                Method.POST,
                                "/v1/policies/validate",
                                "Says what is wrong with documents and what they mean")
                        .tag(TAG)
                        .accepts(Schema.any())
                        .returns(Schema.listOf(Validation.class))
                        .handledBy(
                                request ->
                                        Response.ok(
                                                validator.validate(
                                                        Map.of("request body", request.body())))),
                RestRoute.of(Method.GET, "/v1/policies/{kind}/{name}", "One policy")
                        .tag(TAG)
                        .query("namespace", "default: default")
                        .returns(Schema.of(DocumentView.class))
                        .handledBy(this::one));
    }

    private Response one(Request request) {
        String kind = request.path("kind");
        String name = request.path("name");
        List<ResourceKey> keys =
                views.find(kind, request.query("namespace").orElse("default"), name);
        return Response.ok(
                keys.stream()
                        .findFirst()
                        .flatMap(views::get)
                        .orElseThrow(() -> RestError.notFound("there is no " + kind + " " + name)));
    }
}
