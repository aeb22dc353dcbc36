package org.vibrissa.node.internal.spec;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.vibrissa.node.PathGroup;
import org.vibrissa.node.internal.modes.ForwardModes;
import org.vibrissa.node.internal.modes.GroupBook;
import org.vibrissa.state.Column;
import org.vibrissa.state.InvalidResource;
import org.vibrissa.state.NearestName;
import org.vibrissa.state.Resource;
import org.vibrissa.state.ResourceKind;
import org.vibrissa.state.StoreView;

/** Kind PathGroup of vibrissa.org/v1: nodes that are reached by the same mode. */
@Component(service = {ResourceKind.class, PathGroupKind.class})
public final class PathGroupKind implements ResourceKind<PathGroupSpec> {
    public static final String NAME = "PathGroup";

    /** Modes of bundles that come with Vibrissa, whether or not they run here. */
    private static final List<String> KNOWN = List.of("geneve", "native", "vxlan");

    private static final int LARGEST_NUMBER = PathGroup.LARGEST_NUMBER;

    private final ForwardModes modes;
    private final GroupBook book;
    private final Leaps leaps;

    @Activate
    public PathGroupKind(
            @Reference ForwardModes modes, @Reference GroupBook book, @Reference Leaps leaps) {
        this.modes = modes;
        this.book = book;
        this.leaps = leaps;
    }

    @Override
    public String apiVersion() {
        return NodeKind.API_VERSION;
    }

    @Override
    public String kind() {
        return NAME;
    }

    @Override
    public String plural() {
        return "pathgroups";
    }

    @Override
    public List<String> shortNames() {
        return List.of("pg");
    }

    @Override
    public boolean fleetWide() {
        return true;
    }

    @Override
    public PathGroupSpec decode(JsonNode spec) {
        return PathGroupSpec.decode(spec);
    }

    @Override
    public void validate(Resource candidate, PathGroupSpec spec, StoreView after) {
        TreeSet<String> known = new TreeSet<>(KNOWN);
        known.addAll(modes.names());
        if (!known.contains(spec.mode())) {
            throw new InvalidResource(
                    "spec.mode",
                    "unknown mode \"" + spec.mode() + "\"" + NearestName.hint(spec.mode(), known));
        }
        boolean isDefault = candidate.name().equals(Selection.DEFAULT);
        if (isDefault && spec.selector().isPresent()) {
            throw new InvalidResource(
                    "spec.selector", "default has every node that no other group selects");
        }
        if (!isDefault && spec.selector().isEmpty()) {
            throw new InvalidResource(
                    "spec.selector", "is required: nodes, matchLabels or subnets");
        }
        if (after.list(NAME).size() > LARGEST_NUMBER - 1) {
            throw new InvalidResource("", "there are 126 path groups beside default already");
        }
    }

    @Override
    public void validateUserChange(
            Optional<Resource> before, Resource candidate, PathGroupSpec spec, StoreView after) {
        Optional<String> now = book.inForce(candidate.name());
        if (now.isPresent() && !now.get().equals(spec.mode())) {
            throw new InvalidResource(
                    "spec.mode",
                    "%s carries this group; packets would be lost by a change here. Change it by:"
                                    .formatted(now.get())
                            + " vibrissa mode set %s %s".formatted(candidate.name(), spec.mode()));
        }
        leaps.any(after)
                .ifPresent(
                        problem -> {
                            throw new InvalidResource("spec.selector", problem);
                        });
    }

    @Override
    public void validateDelete(Resource gone, StoreView after) {
        if (gone.name().equals(Selection.DEFAULT)) {
            throw new InvalidResource("", "group default cannot be deleted; change it instead");
        }
        leaps.any(after)
                .ifPresent(
                        problem -> {
                            throw new InvalidResource("", problem);
                        });
    }

    @Override
    public List<Column> columns() {
        return List.of(
                new Column("MODE", group -> group.spec().path("mode").asText("")),
                new Column("IN FORCE", group -> group.detail("inForce").orElse("")),
                new Column("ACCEPTS", group -> group.detail("accepts").orElse("")),
                new Column("NODES", group -> group.detail("nodes").orElse("")));
    }
}
