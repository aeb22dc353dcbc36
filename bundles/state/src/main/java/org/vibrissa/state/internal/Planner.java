package org.vibrissa.state.internal;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.vibrissa.state.ApplyOptions;
import org.vibrissa.state.Change;
import org.vibrissa.state.Change.Action;
import org.vibrissa.state.Change.Difference;
import org.vibrissa.state.Document;
import org.vibrissa.state.InvalidDocuments;
import org.vibrissa.state.InvalidResource;
import org.vibrissa.state.Metadata;
import org.vibrissa.state.Resource;
import org.vibrissa.state.ResourceKey;
import org.vibrissa.state.ResourceKind;
import org.vibrissa.state.Status;
import org.vibrissa.state.internal.text.Canonical;
import org.vibrissa.state.internal.text.Shape;

/** Turns documents and keys into a plan, or into all reasons why not. For one update only. */
final class Planner {
    private final KindRegistry kinds;
    private final StoreContent before;
    private final ApplyOptions options;
    private final Instant now;

    private final List<InvalidResource> problems = new ArrayList<>();
    private final Map<ResourceKey, String> places = new HashMap<>();
    private final List<Change> changes = new ArrayList<>();
    private final List<Resource> puts = new ArrayList<>();
    private final List<ResourceKey> deletes = new ArrayList<>();
    private final List<Runnable> crossChecks = new ArrayList<>();
    private StoreContent after;

    Planner(KindRegistry kinds, StoreContent before, ApplyOptions options, Instant now) {
        this.kinds = kinds;
        this.before = before;
        this.after = before;
        this.options = options;
        this.now = now;
    }

    Plan plan(List<Document> documents, Collection<ResourceKey> keys) {
        for (Document document : documents) {
            collect(document, () -> put(document));
        }
        for (ResourceKey key : keys) {
            collect(key.toString(), () -> delete(key));
        }
        crossChecks.forEach(Runnable::run);
        if (!problems.isEmpty()) {
            throw new InvalidDocuments(problems);
        }
        return new Plan(List.copyOf(changes), List.copyOf(puts), List.copyOf(deletes));
    }

    private void put(Document document) {
        ResourceKind<?> kind = kinds.of(document.apiVersion(), document.kind());
        refuseManaged(kind);
        Shape.check(document.metadata(), kind.dottedNames());
        Metadata metadata = placed(document, kind);
        ResourceKey key = new ResourceKey(kind.kind(), metadata.namespace(), metadata.name());
        claim(key, document.place(""));
        Optional<Resource> old = before.get(key);
        if (old.isPresent() && options.createOnly()) {
            throw new InvalidResource("metadata.name", key + " exists already");
        }
        refuseOtherGeneration(document, old);
        crossCheck(kind, document, candidate(document, metadata, old), old);
    }

    private <S> void crossCheck(
            ResourceKind<S> kind, Document document, Resource candidate, Optional<Resource> old) {
        S spec = kind.decode(document.spec());
        List<Difference> differences =
                old.map(o -> Differences.between(o, candidate)).orElse(List.of());
        if (old.isPresent() && differences.isEmpty()) {
            changes.add(new Change(Action.UNCHANGED, old.get(), List.of()));
            return;
        }
        Action action = old.isPresent() ? Action.CONFIGURED : Action.CREATED;
        changes.add(new Change(action, candidate, differences));
        puts.add(candidate);
        after = after.with(candidate);
        crossChecks.add(
                () ->
                        collect(
                                document,
                                () -> {
                                    kind.validate(candidate, spec, after);
                                    if (!options.managed()) {
                                        kind.validateUserChange(old, candidate, spec, after);
                                    }
                                }));
    }

    private void delete(ResourceKey key) {
        Resource gone =
                before.get(key).orElseThrow(() -> new InvalidResource("", "does not exist"));
        claim(key, "the list of what to delete");
        Optional<ResourceKind<?>> kind = kinds.find(key.kind());
        kind.ifPresent(this::refuseManaged);
        changes.add(new Change(Action.DELETED, gone, List.of()));
        deletes.add(key);
        after = after.without(key);
        kind.ifPresent(
                k ->
                        crossChecks.add(
                                () ->
                                        collect(
                                                key.toString(),
                                                () -> k.validateDelete(gone, after))));
    }

    private Resource candidate(Document document, Metadata metadata, Optional<Resource> old) {
        Metadata stored =
                new Metadata(
                        metadata.name(),
                        metadata.namespace(),
                        metadata.labels(),
                        new TreeMap<>(annotations(metadata, old)),
                        old.map(o -> o.metadata().uid()).orElseGet(Planner::newUid),
                        old.map(o -> o.metadata().generation() + 1).orElse(1L),
                        old.map(o -> o.metadata().creationTimestamp()).orElse(now));
        Status status =
                new Status(
                        org.vibrissa.state.Phase.PENDING,
                        old.isPresent() ? "changed, not yet in force" : "not yet in force",
                        now,
                        old.map(o -> o.status().details()).orElseGet(java.util.TreeMap::new));
        return new Resource(
                document.apiVersion(),
                document.kind(),
                stored,
                Canonical.copy(document.spec(), "spec"),
                status);
    }

    private Map<String, String> annotations(Metadata metadata, Optional<Resource> old) {
        Map<String, String> annotations = new HashMap<>(metadata.annotations());
        if (!options.managed()) {
            annotations.remove(Metadata.VERSION);
        }
        old.map(o -> o.metadata().annotations().get(Metadata.VERSION))
                .ifPresent(version -> annotations.putIfAbsent(Metadata.VERSION, version));
        return annotations;
    }

    private static void refuseOtherGeneration(Document document, Optional<Resource> old) {
        long wanted = document.metadata().generation();
        long stored = old.map(o -> o.metadata().generation()).orElse(0L);
        if (wanted > 0 && wanted != stored) {
            throw new InvalidResource(
                    "metadata.generation", "is " + stored + " by now, not " + wanted);
        }
    }

    private static String newUid() {
        return UUID.randomUUID().toString();
    }

    private static Metadata placed(Document document, ResourceKind<?> kind) {
        Metadata metadata = document.metadata();
        String namespace = metadata.namespace();
        if (!kind.namespaced() && !namespace.isEmpty() && !namespace.equals("default")) {
            throw new InvalidResource(
                    "metadata.namespace", "kind " + kind.kind() + " has no namespaces");
        }
        String placed = "";
        if (kind.namespaced()) {
            placed = namespace.isEmpty() ? "default" : namespace;
        }
        Map<String, String> annotations = new HashMap<>(metadata.annotations());
        annotations.putAll(kind.provenance(document));
        return Metadata.of(metadata.name(), placed, metadata.labels(), annotations);
    }

    private void claim(ResourceKey key, String place) {
        String earlier = places.putIfAbsent(key, place);
        if (earlier != null) {
            throw new InvalidResource(
                    "metadata.name", key + " is there twice; first in " + earlier);
        }
    }

    private void refuseManaged(ResourceKind<?> kind) {
        if (kind.managed() && !options.managed()) {
            throw new InvalidResource("kind", kind.kind() + " is written by the daemon only");
        }
    }

    private void collect(Document document, Runnable check) {
        try {
            check.run();
        } catch (InvalidResource e) {
            problems.add(e.at(document.place(e.path())));
        }
    }

    private void collect(String place, Runnable check) {
        try {
            check.run();
        } catch (InvalidResource e) {
            problems.add(e.at(place));
        }
    }
}
