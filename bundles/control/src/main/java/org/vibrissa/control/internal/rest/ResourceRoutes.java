package org.vibrissa.control.internal.rest;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.vibrissa.control.Request;
import org.vibrissa.control.Response;
import org.vibrissa.control.RestError;
import org.vibrissa.control.RestRoute;
import org.vibrissa.control.RestRoute.Method;
import org.vibrissa.control.Schema;
import org.vibrissa.control.internal.commands.ChangeView;
import org.vibrissa.control.internal.commands.ResourceAccess;
import org.vibrissa.control.internal.print.Json;
import org.vibrissa.state.ApplyOptions;
import org.vibrissa.state.Change;
import org.vibrissa.state.Document;
import org.vibrissa.state.Resource;
import org.vibrissa.state.ResourceKey;

/** Resources over REST. Bodies are YAML or JSON documents, as for {@code vibrissa apply}. */
final class ResourceRoutes {
    private static final String TAG = "resources";
    private static final String ONE = "/v1/resources/{kind}/{name}";

    private final ResourceAccess access;

    /**
     * A kind of resources.
     *
     * @param kind its name
     * @param plural its name in paths
     * @param apiVersion version
     * @param namespaced whether names are within namespaces
     * @param count how many there are
     */
    record KindView(String kind, String plural, String apiVersion, boolean namespaced, int count) {}

    ResourceRoutes(ResourceAccess access) {
        this.access = access;
    }

    List<RestRoute> routes() {
        Schema resource = Schema.json(Json.tree(RESOURCE));
        Schema documents = Schema.json(Json.tree(DOCUMENTS));
        return List.of(
                RestRoute.of(Method.GET, "/v1/resources", "Kinds of resources")
                        .tag(TAG)
                        .returns(Schema.listOf(KindView.class))
                        .handledBy(request -> Response.ok(kinds())),
                RestRoute.of(Method.POST, "/v1/resources", "Applies documents, all or none")
                        .tag(TAG)
                        .query("dryRun", "true: only say what would change")
                        .accepts(documents)
                        .returns(Schema.listOf(ChangeView.class))
                        .handledBy(this::apply),
                RestRoute.of(Method.GET, "/v1/resources/{kind}", "Resources of one kind")
                        .tag(TAG)
                        .query("namespace", "only this namespace")
                        .returns(Schema.json(Json.tree(Map.of("type", "array", "items", RESOURCE))))
                        .handledBy(this::list),
                RestRoute.of(Method.GET, ONE, "One resource with its status")
                        .tag(TAG)
                        .query("namespace", "default: default")
                        .returns(resource)
                        .handledBy(this::get),
                RestRoute.of(Method.PUT, ONE, "Creates or changes one resource")
                        .tag(TAG)
                        .query("namespace", "default: default")
                        .query("dryRun", "true: only say what would change")
                        .accepts(resource)
                        .returns(Schema.of(ChangeView.class))
                        .handledBy(this::put),
                RestRoute.of(Method.DELETE, ONE, "Deletes one resource")
                        .tag(TAG)
                        .query("namespace", "default: default")
                        .query("dryRun", "true: only say what would be deleted")
                        .returns(Schema.of(ChangeView.class))
                        .handledBy(this::delete));
    }

    private static final Map<String, Object> RESOURCE =
            Map.of(
                    "type",
                    "object",
                    "required",
                    List.of("apiVersion", "kind", "metadata"),
                    "properties",
                    Map.of(
                            "apiVersion", Map.of("type", "string"),
                            "kind", Map.of("type", "string"),
                            "metadata", Map.of("type", "object"),
                            "spec", Map.of("type", "object"),
                            "status", Map.of("type", "object")));

    private static final Map<String, Object> DOCUMENTS =
            Map.of("description", "YAML or JSON documents", "type", List.of("object", "array"));

    private List<KindView> kinds() {
        return access.store().kinds().stream()
                .map(
                        k ->
                                new KindView(
                                        k.kind(),
                                        k.plural(),
                                        k.apiVersion(),
                                        k.namespaced(),
                                        access.store().trusted().list(k.kind()).size()))
                .toList();
    }

    private Response apply(Request request) {
        List<Document> documents = access.documents().read("request body", request.body());
        if (documents.isEmpty()) {
            throw RestError.invalid("the body has no document", "");
        }
        return Response.ok(views(access.store().apply(documents, options(request))));
    }

    private Response list(Request request) {
        String kind = access.store().kind(request.path("kind")).kind();
        List<Resource> found =
                access.store().trusted().list(kind).stream()
                        .filter(
                                r ->
                                        request.query("namespace")
                                                .map(r.metadata().namespace()::equals)
                                                .orElse(true))
                        .toList();
        return Response.ok(access.json(found));
    }

    private Response get(Request request) {
        ResourceKey key = key(request);
        Resource found =
                access.store()
                        .trusted()
                        .get(key)
                        .orElseThrow(() -> RestError.notFound(key + " does not exist"));
        JsonNode body = access.json(List.of(found)).get(0);
        return Response.ok(body);
    }

    private Response put(Request request) {
        ResourceKey key = key(request);
        List<Document> documents = access.documents().read("request body", request.body());
        if (documents.size() != 1) {
            throw RestError.invalid("the body must be one document", "");
        }
        Document document = documents.get(0);
        if (!document.kind().equals(key.kind())) {
            throw RestError.invalid("the path says " + key.kind(), "kind");
        }
        if (!document.metadata().name().equals(key.name())) {
            throw RestError.invalid("the path says " + key.name(), "metadata.name");
        }
        return Response.ok(views(access.store().apply(documents, options(request))).get(0));
    }

    private Response delete(Request request) {
        ResourceKey key = key(request);
        if (access.store().trusted().get(key).isEmpty()) {
            throw RestError.notFound(key + " does not exist");
        }
        return Response.ok(views(access.store().delete(List.of(key), options(request))).get(0));
    }

    private ResourceKey key(Request request) {
        return access.key(
                request.path("kind"), request.query("namespace").orElse(""), request.path("name"));
    }

    private static ApplyOptions options(Request request) {
        return request.query("dryRun").filter("true"::equals).isPresent()
                ? ApplyOptions.USER.asDryRun()
                : ApplyOptions.USER;
    }

    private static List<ChangeView> views(Collection<Change> changes) {
        return changes.stream().map(ChangeView::of).toList();
    }
}
