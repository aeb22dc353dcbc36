package org.vibrissa.endpoint.internal.identify;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.vibrissa.endpoint.EndpointForm;
import org.vibrissa.endpoint.internal.spec.EndpointSpec;
import org.vibrissa.identity.Label;
import org.vibrissa.identity.LabelSource;
import org.vibrissa.identity.Labels;
import org.vibrissa.identity.ReservedIdentity;
import org.vibrissa.state.Resource;

/** All labels of an endpoint: the resource's own, its namespace, and what it is. */
public final class EndpointLabels {
    private EndpointLabels() {}

    public static Labels of(Resource resource, EndpointSpec spec) {
        if (spec.reserved().isPresent()) {
            return Labels.of(ReservedIdentity.HEALTH.label());
        }
        if (spec.form() == EndpointForm.HOST) {
            return Labels.of(ReservedIdentity.HOST.label());
        }
        List<Label> labels = new ArrayList<>();
        resource.metadata().labels().forEach((key, value) -> labels.add(Label.any(key, value)));
        labels.add(Label.namespace(resource.metadata().namespace()));
        thing(resource, spec).ifPresent(labels::add);
        return Labels.of(labels);
    }

    private static Optional<Label> thing(Resource resource, EndpointSpec spec) {
        return switch (spec.form()) {
            case NETNS -> spec.netns().flatMap(name -> name(LabelSource.NETNS, fileName(name)));
            case DEVICE -> name(LabelSource.VM, resource.name());
            case CGROUP ->
                    spec.unit()
                            .or(() -> spec.cgroup().map(EndpointLabels::fileName))
                            .flatMap(name -> name(LabelSource.UNIT, name));
            case HOST -> Optional.empty();
        };
    }

    private static String fileName(String path) {
        Path name = Path.of(path).getFileName();
        return name == null ? "" : name.toString();
    }

    /** A namespace may be called what no label can say; it has none then. */
    private static Optional<Label> name(LabelSource source, String name) {
        boolean legal = name.matches("[!-~]{1,255}");
        return legal ? Optional.of(new Label(source, "name", name)) : Optional.empty();
    }
}
