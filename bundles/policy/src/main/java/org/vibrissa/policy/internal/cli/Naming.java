package org.vibrissa.policy.internal.cli;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.vibrissa.control.CommandFailed;
import org.vibrissa.policy.internal.document.PolicyViews;
import org.vibrissa.state.NearestName;
import org.vibrissa.state.ResourceKey;
import picocli.CommandLine.Option;

/** Options that say which document a name means. */
final class Naming {
    @Option(
            names = {"-n", "--namespace"},
            paramLabel = "NS",
            defaultValue = "default",
            description = "For kinds that have one (default: default).")
    private String namespace;

    @Option(
            names = "--kind",
            paramLabel = "KIND",
            defaultValue = "",
            description = "When several kinds have the name: cnp, ccnp, netpol.")
    private String kind;

    /** The one that is meant; empty when there is none. */
    Optional<ResourceKey> find(PolicyViews views, String name) {
        List<ResourceKey> found = views.find(kind, namespace, name);
        if (found.size() > 1) {
            throw CommandFailed.usage(
                    "several policies are called "
                            + name
                            + ": "
                            + found.stream()
                                    .map(Object::toString)
                                    .collect(Collectors.joining(", ")),
                    "say which with --kind");
        }
        return found.stream().findFirst();
    }

    CommandFailed none(PolicyViews views, String name) {
        List<String> names = views.names();
        return CommandFailed.failed(
                "there is no policy "
                        + namespace
                        + "/"
                        + name
                        + NearestName.of(name, names)
                                .map(near -> "; did you mean \"" + near + "\"?")
                                .orElse(""),
                "vibrissa policy list");
    }
}
