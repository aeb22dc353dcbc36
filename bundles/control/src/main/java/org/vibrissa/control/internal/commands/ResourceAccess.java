package org.vibrissa.control.internal.commands;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.vibrissa.control.CommandFailed;
import org.vibrissa.control.Invocation;
import org.vibrissa.control.internal.print.Json;
import org.vibrissa.control.internal.server.Services;
import org.vibrissa.state.Document;
import org.vibrissa.state.Documents;
import org.vibrissa.state.Resource;
import org.vibrissa.state.ResourceKey;
import org.vibrissa.state.ResourceKind;
import org.vibrissa.state.ResourceStore;

/** Resources for commands and routes: the store while it is there, documents from the client. */
public final class ResourceAccess {
    private static final String DEFAULT_NAMESPACE = "default";

    private final Services services;

    public ResourceAccess(Services services) {
        this.services = services;
    }

    /**
     * The store.
     *
     * @throws CommandFailed with exit code 3 while the state bundle is away
     */
    public ResourceStore store() {
        return services.store().orElseThrow(ResourceAccess::away);
    }

    /** The reader and writer of documents; as {@link #store()}. */
    public Documents documents() {
        return services.documents().orElseThrow(ResourceAccess::away);
    }

    private static CommandFailed away() {
        return CommandFailed.notReady(
                "the state bundle is not running", "vibrissa bundle start state");
    }

    /** Documents of the client's files, folders, or {@code -}. */
    List<Document> read(Invocation invocation, List<String> paths) {
        List<Document> all = new ArrayList<>();
        for (String path : paths) {
            for (String file : files(invocation, path)) {
                String source = file.equals("-") ? "standard input" : file;
                all.addAll(
                        documents().read(source, invocation.readFile(file, Documents.MAX_BYTES)));
            }
        }
        if (all.isEmpty()) {
            throw CommandFailed.failed("no document in " + String.join(", ", paths), "");
        }
        return all;
    }

    private static List<String> files(Invocation invocation, String path) {
        if (path.equals("-") || path.matches(".*\\.(ya?ml|json)")) {
            return List.of(path);
        }
        try {
            String folder = path.endsWith("/") ? path : path + "/";
            return invocation.listFolder(path).stream().map(name -> folder + name).toList();
        } catch (CommandFailed noFolder) {
            return List.of(path);
        }
    }

    /** A key as typed: kind by any of its names, namespace only where the kind has one. */
    public ResourceKey key(String kind, String namespace, String name) {
        ResourceKind<?> known = store().kind(kind);
        String place = namespace.isEmpty() ? DEFAULT_NAMESPACE : namespace;
        return new ResourceKey(known.kind(), known.namespaced() ? place : "", name);
    }

    /** The resources as JSON, in the shape of documents. */
    public List<JsonNode> json(Collection<Resource> resources) {
        try {
            JsonNode list = Json.read(documents().json(resources).getBytes(StandardCharsets.UTF_8));
            List<JsonNode> items = new ArrayList<>();
            list.path("items").forEach(items::add);
            return items;
        } catch (IOException e) {
            throw new IllegalStateException("the document writer made no JSON", e);
        }
    }
}
